/** The model behind every endpoint of the embedded cloud. Without `url` it is the built-in demo model. */
export interface ModelOptions {
  /** Base URL of a server that speaks OpenAI's protocol: `http://127.0.0.1:11434/v1`. */
  url?: string;
  /** The model's name at that server. */
  model?: string;
  /** Sent as `Authorization: Bearer …`. */
  key?: string;
}
