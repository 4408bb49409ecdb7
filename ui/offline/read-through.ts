import type { KeptRead, KeptReads } from "./kept-reads";

/** Reads of the API, which are remembered on the way. */
export interface ReadThrough {
  /**
   * What the API says; what it said last when it cannot be reached.
   *
   * @param later - takes the work that goes on after the answer
   */
  answer(request: Request, read: KeptRead, later: (work: Promise<unknown>) => void): Promise<Response>;
  /** Asks only to remember. */
  renew(url: string, read: KeptRead): Promise<void>;
}

export function createReadThrough(reads: KeptReads, ask: typeof fetch): ReadThrough {
  async function learn(read: KeptRead, response: Response, era: number): Promise<void> {
    if (response.ok) return reads.keep(read, response, era);
    if (response.status === 401) return reads.forget();
    if (response.status === 404 && read.conversationId) return reads.drop(read.conversationId);
  }
  return {
    answer: async (request, read, later) => {
      const { era } = reads;
      const response = await ask(request).catch(() => Response.error());
      if (response.type === "error") return (await reads.find(read)) ?? response;
      later(learn(read, response.clone(), era));
      return response;
    },
    renew: async (url, read) => {
      const { era } = reads;
      await learn(read, await ask(url), era);
    },
  };
}
