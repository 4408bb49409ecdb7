import { describe, expect, it } from "vitest";
import { createShell } from "../../ui/offline/shell";
import { fakeCaches } from "./fakes/fake-caches";

const page = `<script src="/assets/main-1.js"></script>`;

/** A server with these files, and a browser that kept nothing yet. */
function browser(served: Record<string, string>) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    const text = served[path];
    return text === undefined ? new Response("", { status: 404 }) : new Response(text);
  };
  const caches = fakeCaches(get);
  const shell = (version = "1") =>
    createShell({
      caches,
      fetch: (input) => get(input as string),
      version,
      files: ["/assets/main-1.js"],
      later: ["/assets/log-1.js"],
    });
  return { asked, caches, served, shell };
}

const files = { "/": page, "/assets/main-1.js": "main", "/assets/log-1.js": "log" };

describe("the page without a network", () => {
  it("opens with what was fetched when the worker came, and asks for no file twice", async () => {
    const { asked, shell } = browser({ ...files });
    await shell().fill();
    expect(await (await shell().index())?.text()).toBe(page);
    const before = asked.length;
    expect(await (await shell().asset("/assets/log-1.js")).text()).toBe("log");
    expect(asked.length).toBe(before);
  });

  it.for([
    ["a file is missing", { "/": page, "/assets/main-1.js": "main" }, "One of the files is missing."],
    [
      "the server has another version",
      { ...files, "/": "<script src=/assets/main-2.js>" },
      "another version of the page",
    ],
  ] as const)("is not taken over when %s", async ([, served, reason]) => {
    await expect(
      browser({ ...served })
        .shell()
        .fill(),
    ).rejects.toThrow(reason);
  });

  it("is renewed by a page of its version, and by no other", async () => {
    const { shell } = browser({ ...files });
    await shell().fill();
    await shell().renew(new Response(`${page}<p>new words</p>`));
    await shell().renew(new Response("<script src=/assets/main-2.js>"));
    expect(await (await shell().index())?.text()).toBe(`${page}<p>new words</p>`);
  });

  it("keeps a file that was used, but not that one was missing", async () => {
    const { asked, served, shell } = browser({ ...files });
    expect((await shell().asset("/assets/katex-1.js")).status).toBe(404);
    served["/assets/katex-1.js"] = "katex";
    await shell().asset("/assets/katex-1.js");
    await shell().asset("/assets/katex-1.js");
    expect(asked.filter((path) => path.includes("katex")).length).toBe(2);
  });

  it("loses other versions of itself, and nothing that is not its own", async () => {
    const { caches, shell } = browser({ ...files });
    await shell("0").fill();
    await shell("1").fill();
    await caches.open("parley-reads");
    await shell("1").tidy();
    expect(await caches.keys()).toEqual(["parley-shell-1", "parley-reads"]);
  });
});
