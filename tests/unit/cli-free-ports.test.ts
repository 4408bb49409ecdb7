import { type AddressInfo, createServer } from "node:net";

import { describe, expect, it } from "vitest";

import { assertPortsFree } from "../../local/cli/free-ports";

describe("assertPortsFree", () => {
  it("names the port that is in use, what it is for and the option", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(assertPortsFree({ chat: 0, invoke: port, aws: 0 })).rejects.toThrow(
      `Port ${port} (invoke) is in use; choose others with --port N`,
    );
    await new Promise((resolve) => server.close(resolve));
    expect(await assertPortsFree({ chat: 0, invoke: port, aws: 0 })).toBeUndefined();
  });
});
