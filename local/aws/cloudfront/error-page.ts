import type { ServerResponse } from "node:http";

const texts: Record<number, string> = {
  403: "This method is not allowed here.",
  421: "The chat is not served under this name. Open it at 127.0.0.1 or localhost.",
  502: "The chat server broke off its answer.",
  503: "The chat server is starting. This page tries again by itself.",
  504: "The chat server did not answer in time.",
};

/** Answers in place of the origin. A browser tries a 503 again after two seconds. */
export function sendErrorPage(response: ServerResponse, status: number): void {
  const retry = status === 503;
  const refresh = retry ? '<meta http-equiv="refresh" content="2">' : "";
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    ...(retry ? { "retry-after": "2" } : {}),
  });
  response.end(
    `<!doctype html><html lang="en"><head>${refresh}<title>${status}</title></head>` +
      `<body><h1>${status}</h1><p>${texts[status] ?? ""}</p></body></html>\n`,
  );
}
