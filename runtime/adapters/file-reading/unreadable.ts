/** What is wrong with a file, as the end of a sentence that begins with its name. */
export class Unreadable extends Error {
  constructor(
    readonly reason: string,
    /** True when it is only more than may be read. */
    readonly isTooLarge = false,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = "Unreadable";
  }
}

/** Of a file that says to be one thing and cannot be read as that. */
export function broken(type: string, cause: unknown): Unreadable {
  return new Unreadable(`is broken: it cannot be read as ${type}`, false, { cause });
}
