import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { encodeSse } from "../../runtime/lambda/sse";
import { type ChatServerUnderTest, gradioLogin, startChatServer } from "./fakes/chat-server";

const reply = {
  id: "r1",
  conversationId: "c1",
  parentId: "q1",
  role: "assistant",
  status: "complete",
  createdAt: "2026-03-01T12:00:00.000Z",
  updatedAt: "2026-03-01T12:00:00.000Z",
} as const;
const started: StreamEvent = {
  type: "started",
  conversationId: "c1",
  userMessageId: "q1",
  messageId: "r1",
  title: "Hi",
};
const text = (said: string): StreamEvent => ({ type: "text", text: said });
const done = (said: string): StreamEvent => ({ type: "done", message: { ...reply, text: said } });

let server: ChatServerUnderTest;
let origin: string;
/** The API's side of the turn that runs. */
let upstream: Promise<ServerResponse>;

async function start(signIn: "none" | "key"): Promise<void> {
  server = await startChatServer(signIn);
  origin = await server.app.listen({ host: "127.0.0.1", port: 0 });
  upstream = new Promise((resolve) => {
    server.api.answer = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      resolve(response);
    };
  });
}
afterEach(() => server.close());

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const type = { "content-type": "application/json" };
  return fetch(`${origin}/gradio_api${path}`, {
    method: "POST",
    headers: { ...type, ...headers },
    body: JSON.stringify(body),
  });
}

async function join(message: string, headers: Record<string, string> = {}): Promise<string> {
  const body = { data: [message, null], fn_index: 1, session_hash: "s1" };
  return ((await (await post("/queue/join", body, headers)).json()) as { event_id: string }).event_id;
}

/** Each message of the queue, without the parts that only measure. */
async function queue(headers: Record<string, string> = {}): Promise<unknown[][]> {
  const answer = await fetch(`${origin}/gradio_api/queue/data?session_hash=s1`, { headers });
  return messagesOf(await answer.text());
}

function messagesOf(raw: string): unknown[][] {
  const lines = raw.split("\n\n").slice(0, -1);
  expect(lines.every((line) => /^data: \{.*\}$/.test(line))).toBe(true);
  return lines.map((line) => {
    const { msg, event_id, output } = JSON.parse(line.slice(6)) as {
      msg: string;
      event_id: string | null;
      output?: { data?: unknown; error?: string };
    };
    return [msg, event_id, ...(output ? [output.data ?? output.error] : [])];
  });
}

describe("Gradio's queue", () => {
  beforeEach(() => start("none"));

  it("tells the first piece whole, then what is new, then the whole, and closes after a second", async () => {
    const id = await join("Hi");
    const api = await upstream;
    api.write(encodeSse(started) + encodeSse(text("Hel")));
    const answer = await fetch(`${origin}/gradio_api/queue/data?session_hash=s1`);
    let raw = "";
    let endedAt = 0;
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      raw += chunk;
      if (endedAt > 0 || !raw.includes("Hel")) continue;
      endedAt = Date.now();
      api.end(encodeSse(text("lo")) + encodeSse(done("Hello")));
    }
    expect(messagesOf(raw)).toEqual([
      ["process_starts", id],
      ["process_generating", id, ["Hel", null]],
      ["process_generating", id, [[["append", [], "lo"]], []]],
      ["process_completed", id, ["Hello", null]],
      ["close_stream", null],
    ]);
    expect(Date.now() - endedAt).toBeGreaterThanOrEqual(900);
  });

  it("asks the API for one turn in the session's conversation", async () => {
    await join("Hi");
    (await upstream).end(encodeSse(started) + encodeSse(done("Hello")));
    await queue();
    const [request] = server.api.requests;
    expect([request?.path, request?.headers["x-parley-user"]]).toEqual(["/live/chat", "owner"]);
    expect(JSON.parse(request?.body ?? "")).toEqual({
      message: "Hi",
      conversationId: expect.stringMatching(/^gradio-[0-9a-f]{40}$/) as string,
      createConversation: true,
      stream: true,
    });
  });

  it("tells what went wrong as the event's end, and of a session that it does not know", async () => {
    server.api.answer = (_request, response) =>
      response.writeHead(429).end('{"error":{"code":"too_many_requests","message":"Slow down."}}');
    const id = await join("Hi");
    expect(await queue()).toEqual([
      ["process_starts", id],
      ["process_completed", id, "Slow down."],
      ["close_stream", null],
    ]);
    expect(await queue()).toEqual([
      ["unexpected_error", null],
      ["close_stream", null],
    ]);
  });

  it("does not end a call for somebody who knows its id alone", async () => {
    const event_id = await join("Hi");
    const api = await upstream;
    api.write(encodeSse(started));
    for (const session_hash of ["other", undefined]) {
      expect(await (await post("/cancel", { event_id, session_hash })).json()).toEqual({ success: true });
    }
    api.end(encodeSse(done("Hello")));
    await queue();
    expect(server.api.requests.map(({ path }) => path)).toEqual(["/live/chat"]);
  });

  it.each([
    ["GET", "/config"],
    ["POST", "/login"],
    ["GET", "/gradio_api/info"],
    ["POST", "/gradio_api/queue/join"],
    ["GET", "/gradio_api/queue/data?session_hash=s1"],
    ["POST", "/gradio_api/upload"],
    ["GET", "/gradio_api/at/x.y/call/chat/1"],
    ["POST", "/gradio_api/cancel"],
  ] as const)(
    "%s %s is closed to other sites' pages, and to names that are not this server's",
    async (method, url) => {
      for (const headers of [
        { "sec-fetch-site": "cross-site" },
        { origin: "https://evil.example" },
        { host: "evil.example" },
      ])
        expect((await server.app.inject({ method, url, headers })).statusCode).toBe(403);
      expect(server.api.requests).toEqual([]);
    },
  );

  describe("with a file", () => {
    const id = "01KAS3V2Q5F7S1E0M3Y9K4D8RB";
    const upload = (type?: string) => {
      const form = new FormData();
      form.append("files", new File(["a secret"], "../a.txt", { type }));
      return fetch(`${origin}/gradio_api/upload`, { method: "POST", body: form });
    };
    /** The API, and the bucket below it, which answers as told. */
    function answerUploads(bucketStatus: number): void {
      server.api.answer = ({ method, url }, response) => {
        const link = `${server.api.url.href}/bucket/${id}`;
        if (url === "/live/bucket") response.writeHead(bucketStatus).end();
        else if (url === "/live/files")
          response
            .writeHead(201)
            .end(
              JSON.stringify({ id, upload: { url: `${server.api.url.href}/bucket`, fields: { key: "k" } } }),
            );
        else if (method === "GET" && url === `/live/files/${id}`) response.end(JSON.stringify({ url: link }));
        else if (method === "DELETE") response.writeHead(204).end();
        else response.writeHead(404).end(JSON.stringify({ error: { code: "not_found", message: "None." } }));
      };
    }

    it("sends it to the bucket for its caller, leads to it, and logs nothing of it", async () => {
      answerUploads(204);
      const path = `${id}/a.txt`;
      expect(await (await upload("text/plain;charset=utf-8")).json()).toEqual([path]);
      const [asked, sent] = server.api.requests;
      expect(JSON.parse(asked?.body ?? "")).toEqual({ name: "a.txt", type: "text/plain", size: 8 });
      expect(asked?.headers["x-parley-user"]).toBe("owner");
      expect(sent?.headers).not.toHaveProperty("authorization");
      expect(sent?.body.indexOf('name="key"')).toBeLessThan(sent?.body.indexOf("a secret") ?? 0);
      const read = await fetch(`${origin}/gradio_api/file=${path}`, { redirect: "manual" });
      expect([read.status, read.headers.get("location")]).toEqual([
        302,
        `${server.api.url.href}/bucket/${id}`,
      ]);
      const other = `01KAS3V2Q5F7S1E0M3Y9K4D8RX/a.txt`;
      for (const wrong of [other, "../../etc/passwd", "text/abc"])
        expect((await fetch(`${origin}/gradio_api/file=${wrong}`)).status).toBe(404);
      expect(server.log.join("")).toContain('"path":"/gradio_api/file=…"');
      expect(server.log.join("")).not.toContain(id);
    });

    it("leaves nothing of one that the bucket did not take", async () => {
      answerUploads(503);
      const answer = await upload();
      expect([answer.status, await answer.text()]).toEqual([
        502,
        "The file could not be stored. Please try again.",
      ]);
      expect(server.api.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        "POST /live/files",
        "POST /live/bucket",
        `DELETE /live/files/${id}`,
      ]);
    });

    it("tells what the API has against it", async () => {
      server.api.answer = (_request, response) =>
        response.writeHead(413).end(JSON.stringify({ error: { code: "too_large", message: "size: is 9." } }));
      const answer = await upload();
      expect([answer.status, await answer.text()]).toEqual([413, "size: is 9."]);
    });
  });
});

describe("Gradio's protocol where a key is needed", () => {
  beforeEach(() => start("key"));
  const ada = { authorization: "Bearer pk-ada" };
  const login = (password: string) => gradioLogin(server, password);

  it("signs in with a cookie that no script reads, without =, of no use to anybody else", async () => {
    const { cookies, body } = await login("pk-ada");
    expect(body).toBe('{"success":true}');
    expect(cookies).toEqual([
      {
        name: expect.stringMatching(/^parley-gradio-[0-9a-f]{8}$/) as string,
        value: expect.stringMatching(/^[\w-]+$/) as string,
        path: "/",
        httpOnly: true,
        sameSite: "Lax",
        maxAge: 604_800,
      },
    ]);
    const [{ name, value } = { name: "", value: "" }] = cookies;
    expect(Buffer.from(value, "base64url").toString("latin1")).not.toContain("pk-ada");
    const user = async (cookie: string) =>
      (await server.app.inject({ url: "/gradio_api/user", headers: { cookie: `${name}=${cookie}` } })).body;
    expect(await user(value)).toBe('"ada"');
    expect(await user(`${value.slice(0, -4)}AAAA`)).toBe("null");
  });

  it("says 401 to strangers and to wrong keys, which wait, and 429 after ten of them", async () => {
    const stranger = await server.app.inject("/config");
    expect([stranger.statusCode, stranger.json()]).toEqual([
      401,
      {
        detail: {
          error: "Not authenticated",
          auth_message: expect.stringContaining("An API key is needed") as string,
        },
      },
    ]);
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) statuses.push((await login(`wrong-${tries}`)).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect(server.sleeps).toEqual(Array.from({ length: 10 }, () => 500));
    const byHeader = await server.app.inject({ url: "/config", headers: { authorization: "Bearer guess" } });
    expect(byHeader.statusCode).toBe(429);
    server.time.now += 60_000;
    expect((await login("pk-ada")).statusCode).toBe(200);
  });

  it("shows a call to nobody but the one who made it", async () => {
    server.api.keys.add("pk-eve");
    const id = await join("Hi", ada);
    (await upstream).end(encodeSse(started) + encodeSse(done("Hello")));
    const eve = { authorization: "Bearer pk-eve" };
    const asked = await fetch(`${origin}/gradio_api/call/chat/${id}`, { headers: eve });
    expect(await asked.text()).toBe('event: error\ndata: "404: Not Found"\n\n');
    expect(await queue(eve)).toEqual([
      ["unexpected_error", null],
      ["close_stream", null],
    ]);
    expect((await queue(ada)).at(-2)).toEqual(["process_completed", id, ["Hello", null]]);
  });
});
