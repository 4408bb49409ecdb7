import { brotliDecompressSync, crc32, gunzipSync, inflateSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { PageBoot, Site } from "../../runtime/contract/site";
import { entityTag } from "../../runtime/server/rendered-file";
import { type ChatServerUnderTest, plainSite, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(site: Site, signIn: "none" | "key" = "none"): Promise<ChatServerUnderTest> {
  server = await startChatServer(signIn, "pk-server", { ...plainSite, site });
  return server;
}

/** Chunks of a PNG in indexed colours, unfiltered; the colour at a place from 0 to 1 each way. */
function readPng(png: Buffer, size: number): (x: number, y: number) => number[] {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const content = png.subarray(at + 8, at + 8 + length);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.toString("latin1", 0, 4), content);
    at += 12 + length;
  }
  const [header, colours, opacity, pixels] = ["IHDR", "PLTE", "tRNS", "IDAT"].map(
    (name) => chunks.get(name) ?? Buffer.alloc(0),
  ) as [Buffer, Buffer, Buffer, Buffer];
  expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([size, size]);
  const rows = inflateSync(pixels);
  expect(rows.length).toBe(size * (size + 1));
  return (x, y) => {
    const colour = rows[Math.floor(y * size) * (size + 1) + 1 + Math.floor(x * size)] ?? 0;
    return [...colours.subarray(3 * colour, 3 * colour + 3), opacity[colour] ?? 255];
  };
}

const bootIn = (html: string) =>
  /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
const bootOf = (html: string) => JSON.parse(bootIn(html)) as PageBoot;

describe("index.html", () => {
  it("says what the operator set, which models there are, and where the API is", async () => {
    const presets = [{ name: "Baker", settings: { temperature: 0.3 } }];
    const { app, api } = await start({ title: "Bread desk", presets });
    const { body } = await app.inject("/");
    expect(body).toContain("<title>Bread desk</title>");
    expect(bootOf(body)).toEqual({
      site: { title: "Bread desk", presets },
      models: ["openai/gpt-oss-20b"],
      defaults: { maxTokens: 4_096, contextTokens: 16_384 },
      files: { maxFileBytes: 26_214_400, maxPerTurn: 10, maxPersonBytes: 1_073_741_824, seesImages: false },
      invokeUrl: api.url.href,
    });
  });

  it("has the page's own title and no colours where the operator said nothing", async () => {
    const { app } = await start({});
    const { body } = await app.inject("/");
    expect(body).toContain("<title>Parley</title>");
    expect(bootOf(body)).not.toHaveProperty("colours");
    expect(body).toContain("fill=&#39;%23c2410c&#39;");
  });

  it("brings the accent, made readable, and the icon in it", async () => {
    const { app } = await start({ accent: "#0f766e" });
    const { body } = await app.inject("/");
    expect(bootOf(body).colours).toMatchObject({ "--light-accent": "#0f766e", "--dark-accent": "#14a095" });
    expect(body).toContain("fill=&#39;%230f766e&#39;");
  });

  it.each([
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></title><img src=x onerror=alert(1)>",
    "line\u2028and\u2029paragraph",
    "$& $1 $` $'",
    `"quotes" & 'more'`,
  ])("lets no value out of its place: %j", async (hostile) => {
    const site = { title: hostile, description: hostile, footer: hostile, placeholder: hostile };
    const { app } = await start(site);
    const { body } = await app.inject("/");
    expect(bootOf(body).site).toEqual(site);
    expect(bootIn(body)).not.toMatch(/[<>\u2028\u2029]/);
    // All that is left once the title and the data are taken out is the page as it was built.
    const rest = body.replace(bootIn(body), "").replace(/<title>[^<]*<\/title>/, "");
    expect(rest).toMatch(
      /^<!doctype html><link rel="icon" href="[^"<>]*" \/><script type="application\/json" id="boot"><\/script><main><\/main>$/,
    );
  });

  it("has a tag of what is sent, words and all, so that a changed word reaches a browser that was here before", async () => {
    const { app } = await start({ title: "Rye" });
    const { body, headers } = await app.inject("/");
    expect(headers.etag).toBe(entityTag(Buffer.from(body)));
    expect(headers.etag).not.toBe(entityTag(Buffer.from(body.replaceAll("Rye", "Oat"))));
    const again = await app.inject({ url: "/", headers: { "if-none-match": headers.etag } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it.each([
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["identity", undefined],
    ["", undefined],
  ])("is compressed for who takes %j: %s", async (accepted, encoding) => {
    const { app } = await start({ title: "Bread desk" });
    const answer = await app.inject({ url: "/", headers: { "accept-encoding": accepted } });
    expect(answer.headers["content-encoding"]).toBe(encoding);
    expect(answer.headers.vary).toBe("accept-encoding");
    const unpack =
      { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ""] ?? ((bytes: Buffer) => bytes);
    expect(unpack(answer.rawPayload).toString()).toContain("<title>Bread desk</title>");
  });
});

describe("To be installed as an app", () => {
  it("the page has a manifest with its name, and icons in its accent, open to a browser without a session", async () => {
    const { app } = await start({ title: "Bread desk", accent: "#0f766e" }, "key");
    const manifest = await app.inject("/manifest.webmanifest");
    expect(manifest.headers["content-type"]).toBe("application/manifest+json");
    expect(manifest.json()).toMatchObject({
      name: "Bread desk",
      short_name: "Bread desk",
      start_url: "/",
      display: "standalone",
      icons: [
        { src: "/icon.svg", sizes: "any", purpose: "any" },
        { src: "/icon-maskable.svg", sizes: "any", purpose: "maskable" },
        { src: "/icon-192.png", sizes: "192x192", purpose: "any" },
        { src: "/icon-512.png", sizes: "512x512", purpose: "any" },
        { src: "/icon-maskable-512.png", sizes: "512x512", purpose: "maskable" },
      ],
    });
    for (const src of ["/icon.svg", "/icon-maskable.svg"]) {
      const icon = await app.inject(src);
      expect([icon.statusCode, icon.headers["content-type"]]).toEqual([200, "image/svg+xml"]);
      expect(icon.body).toContain("fill='#0f766e'");
    }
  });

  it.each([
    ["/icon-192.png", 192, [0x0f, 0x76, 0x6e, 255], [0x0f, 0x76, 0x6e, 0]],
    ["/icon-512.png", 512, [0x0f, 0x76, 0x6e, 255], [0x0f, 0x76, 0x6e, 0]],
    ["/icon-maskable-512.png", 512, [255, 255, 255, 255], [0x0f, 0x76, 0x6e, 255]],
    ["/apple-touch-icon.png", 180, [255, 255, 255, 255], [0x0f, 0x76, 0x6e, 255]],
  ])("%s is the bubble in the accent, for systems that take no SVG", async (path, size, bubble, ground) => {
    const { app } = await start({ accent: "#0f766e" }, "key");
    const { headers, rawPayload } = await app.inject(path);
    expect(headers["content-type"]).toBe("image/png");
    expect(rawPayload.length).toBeLessThan(2_000);
    const colourAt = readPng(rawPayload, size);
    expect([colourAt(0.5, 0.45), colourAt(0.02, 0.02)]).toEqual([bubble, ground]);
  });
});

describe("The sign-in page", () => {
  it("has the chat's name and accent, in both themes", async () => {
    const { app } = await start({ title: "Bread <desk>", accent: "#0f766e" }, "key");
    const { body } = await app.inject("/sign-in");
    expect(body).toContain("<title>Sign in · Bread &lt;desk&gt;</title>");
    expect(body).toContain('<h1 dir="auto">Bread &lt;desk&gt;</h1>');
    const [, href = ""] = /rel="stylesheet" href="([^"]+)"/.exec(body) ?? [];
    const { body: css, headers } = await app.inject(href);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(css).toMatch(/:root\{--light-accent:#0f766e;.*--dark-accent:#14a095;.*\}/);
    expect(css).toContain("--accent: var(--light-accent, #c2410c)");
  });

  it("has another address for its style when the accent has changed, since browsers keep it for a year", async () => {
    const hrefFor = async (accent: string) => {
      const one = await startChatServer("key", "pk-server", { ...plainSite, site: { accent } });
      const { body } = await one.app.inject("/sign-in");
      await one.close();
      return /rel="stylesheet" href="([^"]+)"/.exec(body)?.[1];
    };
    const [href = "", other = ""] = [await hrefFor("#0f766e"), await hrefFor("#0f766f")];
    expect(href).not.toBe(other);
    // While one server takes the place of another, a page of the new one may get its style from the old one.
    const old = await startChatServer("key", "pk-server", { ...plainSite, site: { accent: "#0f766e" } });
    expect((await old.app.inject(other)).headers["cache-control"]).toBe("no-cache");
    await old.close();
  });
});
