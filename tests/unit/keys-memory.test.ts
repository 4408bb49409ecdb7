import { describe } from "vitest";
import { keysContract } from "../contract/keys";
import { createMemoryKeys } from "./fakes/memory-keys";

describe("the keys in memory", () => {
  keysContract(async () => {
    const keys = createMemoryKeys();
    return { book: keys, store: keys };
  });
});
