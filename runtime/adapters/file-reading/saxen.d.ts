/** Of saxen, which has no types, what is used of it. */
declare module "saxen" {
  type Decode = (text: string) => string;

  export class Parser {
    /** Gives names the prefixes that are given here for their namespaces. */
    ns(prefixes: Record<string, string>): this;
    on(event: "openTag", handler: (name: string, attributes: () => Record<string, string>) => void): this;
    on(event: "closeTag", handler: (name: string) => void): this;
    on(event: "text", handler: (text: string, decode: Decode) => void): this;
    on(event: "cdata", handler: (text: string) => void): this;
    on(event: "error", handler: (error: Error) => void): this;
    parse(xml: string): void;
  }
}
