import { expect, it } from "vitest";
import { createFiles } from "../../runtime/lambda/files";
import { apiEvent } from "./fakes/api-event";
import { FilesUnderTest } from "./fakes/files-under-test";
import { createListLogger } from "./fakes/list-logger";

it("POST /files says when to come back to who has too many uploads waiting", async () => {
  const tested = new FilesUnderTest();
  const handler = createFiles({ ...tested.ports, logger: createListLogger() });
  const body = { name: "a.txt", type: "text/plain", size: 0 };
  const post = () => handler(apiEvent({ method: "POST", path: "/files", body }));
  for (let count = 0; count < 200; count++) expect((await post()).statusCode).toBe(201);
  const refused = await post();
  expect([refused.statusCode, JSON.parse(refused.body).error.code]).toEqual([429, "too_many_waiting"]);
  expect(refused.headers).toMatchObject({ "retry-after": "86400", "x-should-retry": "false" });
});
