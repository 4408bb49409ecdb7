import { beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../runtime/contract/problem";
import { deleteFile } from "../../runtime/core/files";
import { FilesUnderTest, problemOf } from "./fakes/files-under-test";

const minuteMs = 60_000;
let tested: FilesUnderTest;
beforeEach(() => {
  tested = new FilesUnderTest();
});

async function ask(count: number, size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let asked = 0; asked < count; asked++) ids.push((await tested.ask(size)).id);
  return ids;
}

describe("An upload for which there is no room", () => {
  it("is refused with what is used, and has room again when others are deleted", async () => {
    const ids = await ask(10, 100);
    for (const id of ids) tested.bytes.upload("ann", id);
    await tested.time.pass(20 * minuteMs);
    await tested.listed();
    expect(await problemOf(tested.ask(1))).toBe(
      "storage_full size: is 1 bytes; of 1000 that all your files may have, 1000 are used. Delete some first.",
    );
    await deleteFile(tested.ports, "ann", ids[0]!);
    expect(await problemOf(tested.ask(1))).toBe("none");
  });

  it("takes the room of those that never came, and is told when", async () => {
    await ask(10, 100);
    expect(await problemOf(tested.ask(100))).toBe(
      "storage_full size: is 100 bytes; of 1000 that all your files may have, 1000 are used, 1000 of them by uploads that have not been seen to come. Try again in 20 minutes.",
    );
    await tested.time.pass(20 * minuteMs);
    expect(await problemOf(tested.ask(100))).toBe("none");
    expect((await tested.counted()).bytes).toBe(100);
  });

  it("is told what deleted ones hold as long as they may come back, so that nobody stores more than he may", async () => {
    const [first = ""] = await ask(10, 100);
    await tested.time.pass(5 * minuteMs);
    await deleteFile(tested.ports, "ann", first);
    expect((await tested.listed())[1]).toBe(900);
    expect(await problemOf(tested.ask(100))).toBe(
      "storage_full size: is 100 bytes; of 1000 that all your files may have, 1000 are used, 100 of them by uploads deleted within the last twenty minutes and 900 by uploads that have not been seen to come. Try again in 15 minutes.",
    );
    await tested.time.pass(15 * minuteMs);
    expect(await problemOf(tested.ask(100))).toBe("none");
  });

  it("is one of too many that wait, and is told when the first of those that never came goes", async () => {
    const [first = ""] = await ask(200, 0);
    const refused = await tested.ask(0).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({
      code: "too_many_waiting",
      status: 429,
      message:
        "files: 200 wait to be used in a conversation; at most 200 may. One that is used makes room at once, one that never came or is deleted twenty minutes after it was asked for. Try again in 20 minutes.",
      retryAfterSec: 20 * 60,
    });
    await tested.time.pass(5 * minuteMs);
    await deleteFile(tested.ports, "ann", first);
    expect(await tested.ask(0).catch((error: unknown) => error)).toMatchObject({
      message:
        "files: 200 wait to be used in a conversation, 1 of them deleted within the last twenty minutes; at most 200 may. One that is used makes room at once, one that never came or is deleted twenty minutes after it was asked for. Try again in 15 minutes.",
      retryAfterSec: 15 * 60,
    });
    await tested.time.pass(15 * minuteMs);
    expect(await problemOf(tested.ask(0))).toBe("none");
  });

  it("is one of too many that have come, and is told when the first of them runs out", async () => {
    for (const id of await ask(200, 0)) tested.bytes.upload("ann", id, "");
    await tested.time.pass(20 * minuteMs);
    // A sweep looks at a hundred of them.
    await tested.listed();
    expect(await tested.ask(0).catch((error: unknown) => error)).toMatchObject({
      message: "files: 200 wait to be used in a conversation; at most 200 may. Use or delete some first.",
      retryAfterSec: (24 * 60 - 20) * 60,
    });
  });
});
