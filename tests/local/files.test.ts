import { createHash, randomBytes } from "node:crypto";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { ChatResponse } from "../../runtime/contract/chat";
import type { File, FileLink, FilePage } from "../../runtime/contract/file";
import type { NewKey } from "../../runtime/contract/key";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient } from "./api-client";
import { askToUpload, formOf, sendForm, uploadFile } from "./file-upload";

const outputs = inject("outputs");
let ann: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  const admin = new ApiClient(outputs);
  const withKeyOf = async (owner: string) => {
    const { body } = await admin.request<NewKey>("POST", "/keys", { name: "Files", owner });
    return new ApiClient({ ...outputs, apiKey: body.key });
  };
  [ann, bob] = [await withKeyOf("files-ann"), await withKeyOf("files-bob")];
});

const link = async (id: string, api = ann) => (await api.request<FileLink>("GET", `/files/${id}`)).body;
const listed = async (api = ann) => (await api.request<FilePage>("GET", "/files")).body;
const isListed = async (id: string, api = ann) => (await listed(api)).files.some((file) => file.id === id);
const refusal = async (method: string, route: string, body?: unknown, api = ann) => {
  const answer = await api.request<ErrorBody>(method, route, body);
  return [answer.status, answer.body.error.code, answer.body.error.message];
};
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const code = async (response: Response) => [response.status, /<Code>(\w+)</.exec(await response.text())?.[1]];
const refusedUpload = async (changes: Record<string, string>, bytes: string) => {
  const made = await askToUpload(ann, "a.txt", 5);
  const answer = await code(await sendForm(made, formOf(made, bytes, changes)));
  expect(await refusal("GET", `/files/${made.id}`)).toEqual([404, "not_found", "There is no such file."]);
  expect(await isListed(made.id)).toBe(false);
  expect((await ann.request("DELETE", `/files/${made.id}`)).status).toBe(204);
  return answer;
};
async function newConversation(api = ann): Promise<string> {
  return (await api.request<ChatResponse>("POST", "/chat", { message: "/echo files" })).body.conversationId;
}

describe("A file", () => {
  it.each([
    ["of no bytes", 0],
    ["of 25 MB", 26_214_400],
  ])("%s goes up and comes back byte for byte", { timeout: 60_000 }, async (_, size) => {
    const bytes = randomBytes(size);
    const id = await uploadFile(ann, "data.bin", bytes, "application/octet-stream");
    const { url, ...file } = await link(id);
    expect(file).toEqual({
      id,
      name: "data.bin",
      type: "application/octet-stream",
      size,
      createdAt: expect.stringMatching(/Z$/),
    });
    const download = await fetch(url);
    const came = new Uint8Array(await download.arrayBuffer());
    expect([download.status, sha256(came)]).toEqual([200, sha256(bytes)]);
    await ann.request("DELETE", `/files/${id}`);
    expect((await fetch(url)).status).toBe(404);
  });

  it.each([
    ["../../etc/passwd", "passwd", "filename=\"passwd\"; filename*=UTF-8''passwd"],
    [
      'Über "粉"\r\n.pdf',
      'Über "粉".pdf',
      "filename=\"_ber ___.pdf\"; filename*=UTF-8''%C3%9Cber%20%22%E7%B2%89%22.pdf",
    ],
    [
      "C:\\tmp\\a'b (1)*.txt",
      "a'b (1)*.txt",
      "filename=\"a'b (1)*.txt\"; filename*=UTF-8''a%27b%20%281%29%2A.txt",
    ],
    ["..", "file", "filename=\"file\"; filename*=UTF-8''file"],
    ["fdp.\u202exe", "fdp.xe", "filename=\"fdp.xe\"; filename*=UTF-8''fdp.xe"],
  ])(
    "is saved under its own name, never shown, whatever it is called: %j",
    async (name, kept, disposition) => {
      const id = await uploadFile(ann, name, "<script>", "text/html");
      const file = await link(id);
      expect(file.name).toBe(kept);
      expect(new URL(file.url).pathname).not.toContain("passwd");
      const { headers } = await fetch(file.url);
      expect(headers.get("content-disposition")).toBe(`attachment; ${disposition}`);
      await ann.request("DELETE", `/files/${id}`);
    },
  );

  it("is its owner's: to others it never was", async () => {
    const id = await uploadFile(ann, "a.txt", "hello");
    const never = [404, "not_found", "There is no such file."];
    expect(await refusal("GET", `/files/${id}`, undefined, bob)).toEqual(never);
    expect(await refusal("GET", "/files/never-was", undefined, bob)).toEqual(never);
    expect(await refusal("PATCH", `/files/${id}`, { name: "mine" }, bob)).toEqual(never);
    expect(await refusal("DELETE", `/files/${id}`, undefined, bob)).toEqual(never);
    expect([await isListed(id, bob), await isListed(id)]).toEqual([false, true]);
    await ann.request("DELETE", `/files/${id}`);
  });

  it("counts until it is deleted, and is listed newest first", async () => {
    const before = await listed();
    const older = await uploadFile(ann, "a.txt", "hello");
    const newer = await uploadFile(ann, "b.txt", "hi");
    const { files, usedBytes, limitBytes } = await listed();
    expect(files.map(({ id }) => id).slice(0, 2)).toEqual([newer, older]);
    expect([usedBytes - before.usedBytes, limitBytes]).toEqual([7, 1_073_741_824]);
    for (const id of [older, newer]) await ann.request("DELETE", `/files/${id}`);
    expect(await listed()).toEqual(before);
  });

  it("that is too large, or could not be used, is refused before it is sent", async () => {
    const ask = (changes: object) =>
      refusal("POST", "/files", { name: "a", type: "text/plain", size: 1, ...changes });
    expect(await ask({ size: 26_214_401 })).toEqual([
      413,
      "too_large",
      "size: is 26214401 bytes; at most 26214400 are allowed.",
    ]);
    expect(await ask({ type: "image/png" })).toEqual([
      400,
      "bad_request",
      "type: is image/png; the model does not see images.",
    ]);
    expect((await ask({ type: "video/mp4" }))[0]).toBe(400);
    expect((await ask({ type: "text" }))[0]).toBe(400);
    expect((await ask({ name: "" }))[0]).toBe(400);
    expect((await ask({ size: -1 }))[0]).toBe(400);
  });
});

describe("An upload leaves nothing when it is", () => {
  it.each([
    ["too long", {}, "longer", [400, "EntityTooLarge"]],
    ["too short", {}, "less", [400, "EntityTooSmall"]],
    ["of another type", { "Content-Type": "text/html" }, "hello", [403, "AccessDenied"]],
    ["for another place", { key: "files/elsewhere" }, "hello", [403, "AccessDenied"]],
    ["for another bucket", { bucket: "elsewhere" }, "hello", [403, "AccessDenied"]],
    ["given more rights", { acl: "public-read" }, "hello", [403, "AccessDenied"]],
    ["signed by nobody", { "X-Amz-Signature": "0".repeat(64) }, "hello", [403, "SignatureDoesNotMatch"]],
  ])("%s", async (_, changes, bytes, refused) => {
    expect(await refusedUpload(changes as Record<string, string>, bytes)).toEqual(refused);
  });

  it("under a policy that holds longer than it was signed for", async () => {
    const made = await askToUpload(ann, "a.txt", 5);
    const policy = JSON.parse(Buffer.from(made.upload.fields.Policy ?? "", "base64").toString());
    const holdsMs = Date.parse(policy.expiration) - Date.now();
    expect(holdsMs).toBeGreaterThan(9 * 60_000);
    expect(holdsMs).toBeLessThanOrEqual(10 * 60_000);
    const Policy = Buffer.from(JSON.stringify({ ...policy, expiration: "2099-01-01T00:00:00Z" }));
    const form = formOf(made, "hello", { Policy: Policy.toString("base64") });
    expect(await code(await sendForm(made, form))).toEqual([403, "SignatureDoesNotMatch"]);
    await ann.request("DELETE", `/files/${made.id}`);
  });
});

describe("A page of any origin", () => {
  it("may post the form and read the link, which let it, and nothing else", async () => {
    const made = await askToUpload(ann, "a.txt", 5);
    const preflight = async (method: string) => {
      const headers = { origin: "https://chat.example", "access-control-request-method": method };
      const { status, headers: told } = await fetch(made.upload.url, { method: "OPTIONS", headers });
      return [status, told.get("access-control-allow-origin"), told.get("access-control-allow-credentials")];
    };
    expect(await preflight("POST")).toEqual([200, "*", null]);
    expect(await preflight("GET")).toEqual([200, "*", null]);
    expect(await preflight("DELETE")).toEqual([403, null, null]);
    await ann.request("DELETE", `/files/${made.id}`);
  });
});

describe("A file of a conversation", () => {
  it("goes with it, and not before it is uploaded", async () => {
    const conversationId = await newConversation();
    const made = await askToUpload(ann, "a.txt", 5);
    const give = (id: string, to: string, api = ann) =>
      refusal("PATCH", `/files/${id}`, { conversationId: to }, api).catch(() => "given");
    expect(await give(made.id, conversationId)).toEqual([
      409,
      "conflict",
      `files: "a.txt" (${made.id}) has not been uploaded.`,
    ]);
    await sendForm(made, formOf(made, "hello"));
    expect(await give(made.id, "never-was")).toEqual([404, "not_found", "There is no such conversation."]);
    const given = await ann.request<File>("PATCH", `/files/${made.id}`, { name: "b.txt", conversationId });
    expect([given.status, given.body]).toMatchObject([200, { id: made.id, name: "b.txt", conversationId }]);
    const { url } = await link(made.id);
    expect(await (await fetch(url)).text()).toBe("hello");
    expect(await give(made.id, await newConversation())).toEqual([
      409,
      "conflict",
      `files: "b.txt" (${made.id}) belongs to another conversation; upload it again to use it here.`,
    ]);
    // What was uploaded is what stays: the form, which still holds, reaches it no more.
    await sendForm(made, formOf(made, "other"));
    expect(await (await fetch(url)).text()).toBe("hello");

    const { usedBytes } = await listed();
    expect((await ann.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
    expect((await refusal("GET", `/files/${made.id}`))[0]).toBe(404);
    expect((await fetch(url)).status).toBe(404);
    expect((await listed()).usedBytes).toBe(usedBytes - 5);
  });
});
