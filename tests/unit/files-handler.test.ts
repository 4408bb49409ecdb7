import { expect, it } from "vitest";
import { createFiles } from "../../runtime/lambda/files";
import { apiEvent } from "./fakes/api-event";
import { FilesUnderTest } from "./fakes/files-under-test";
import { createListLogger } from "./fakes/list-logger";

it("POST /files says when there is room again to whom only uploads that have not come leave none", async () => {
  const tested = new FilesUnderTest();
  const handler = createFiles({ ...tested.ports, logger: createListLogger() });
  const body = { name: "a.txt", type: "text/plain", size: 100 };
  const post = () => handler(apiEvent({ method: "POST", path: "/files", body }));
  const made = await Promise.all(Array.from({ length: 10 }, post));
  const refused = async () => {
    const { statusCode, headers, body: text } = await post();
    return [statusCode, JSON.parse(text).error.code, headers?.["retry-after"]];
  };
  expect(await refused()).toEqual([409, "storage_full", "1200"]);
  for (const { body: text } of made) tested.bytes.upload("ann", JSON.parse(text).id);
  await tested.time.pass(20 * 60_000);
  await tested.listed();
  expect(await refused()).toEqual([409, "storage_full", undefined]);
});

it("POST /files says when to come back to who has too many uploads waiting", async () => {
  const tested = new FilesUnderTest();
  const handler = createFiles({ ...tested.ports, logger: createListLogger() });
  const body = { name: "a.txt", type: "text/plain", size: 0 };
  const post = () => handler(apiEvent({ method: "POST", path: "/files", body }));
  for (let count = 0; count < 200; count++) expect((await post()).statusCode).toBe(201);
  const refused = await post();
  expect([refused.statusCode, JSON.parse(refused.body).error.code]).toEqual([429, "too_many_waiting"]);
  expect(refused.headers).toMatchObject({ "retry-after": "1200", "x-should-retry": "false" });
});

it.each([0.5, 1e-300])("POST /files refuses a size of %s: it is no whole number", async (size) => {
  const handler = createFiles({ ...new FilesUnderTest().ports, logger: createListLogger() });
  const body = { name: "a.txt", type: "text/plain", size };
  const { statusCode, body: text } = await handler(apiEvent({ method: "POST", path: "/files", body }));
  expect([statusCode, JSON.parse(text).error.message]).toEqual([
    400,
    expect.stringMatching(/^size: must be an integer, not /),
  ]);
});
