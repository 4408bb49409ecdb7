import { describe, expect, inject, it } from "vitest";
import type { ChatResponse } from "../../runtime/contract/chat";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient } from "./api-client";

const api = new ApiClient(inject("outputs"));
const post = <T = ChatResponse>(body: object, key: string) =>
  api.request<T>("POST", "/chat", body, { "Idempotency-Key": key });

describe("POST /chat with an Idempotency-Key", () => {
  it("gives the same turn again, also while the first still runs", async () => {
    const key = `same-${Date.now()}`;
    const body = { message: "/tokens 40 40" };
    const [one, two] = await Promise.all([post(body, key), post(body, key)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body).toEqual(one.body);
    expect((await post(body, key)).body).toEqual(one.body);
  });

  it("is 409 with another body, and 400 with a key that is none", async () => {
    const key = `other-${Date.now()}`;
    await post({ message: "/echo one" }, key);
    const other = await post<ErrorBody>({ message: "/echo two" }, key);
    expect([other.status, other.body.error.code]).toEqual([409, "conflict"]);
    expect(other.body.error.message).toMatch(/^Idempotency-Key: was used/);
    const wrong = await post<ErrorBody>({ message: "/echo two" }, "x".repeat(256));
    expect([wrong.status, wrong.body.error.message]).toEqual([
      400,
      "Idempotency-Key: must have 1 to 255 characters, letters, digits and signs of ASCII.",
    ]);
  });
});
