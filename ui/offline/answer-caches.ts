/** What the service worker uses of the browser's `CacheStorage`. */
export interface AnswerCaches {
  open(name: string): Promise<AnswerCache>;
  delete(name: string): Promise<boolean>;
  keys(): Promise<string[]>;
}

/** What it uses of one `Cache`. */
export interface AnswerCache {
  match(request: Request | string, options?: { ignoreVary?: boolean }): Promise<Response | undefined>;
  put(request: Request | string, answer: Response): Promise<void>;
  delete(request: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
  /** Fails, and keeps nothing, when one of them cannot be fetched. */
  addAll(files: string[]): Promise<void>;
}
