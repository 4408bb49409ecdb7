import type { AnswerCache, AnswerCaches } from "../../../ui/offline/answer-caches";

const origin = "https://chat.test";

function urlOf(request: Request | string): string {
  return new URL(typeof request === "string" ? request : request.url, origin).href;
}

/** The browser's caches, in memory. @param fetch - what `addAll` fetches with */
export function fakeCaches(fetch: (url: string) => Promise<Response>): AnswerCaches {
  const all = new Map<string, Map<string, Response>>();

  function cacheOf(answers: Map<string, Response>): AnswerCache {
    return {
      match: async (request) => answers.get(urlOf(request))?.clone(),
      put: async (request, answer) => void answers.set(urlOf(request), answer),
      delete: async (request) => answers.delete(urlOf(request)),
      keys: async () => [...answers.keys()].map((url) => ({ url })),
      addAll: async (files) => {
        const fetched = await Promise.all(
          files.map(async (file) => [urlOf(file), await fetch(file)] as const),
        );
        if (fetched.some(([, answer]) => !answer.ok)) throw new TypeError("One of the files is missing.");
        for (const [url, answer] of fetched) answers.set(url, answer);
      },
    };
  }

  return {
    open: async (name) => {
      const answers = all.get(name) ?? new Map<string, Response>();
      all.set(name, answers);
      return cacheOf(answers);
    },
    delete: async (name) => all.delete(name),
    keys: async () => [...all.keys()],
  };
}
