import { describe } from "vitest";
import { presetStoreContract } from "../contract/preset-store";
import { createMemoryPresetStore } from "./fakes/memory-preset-store";

describe("the preset store in memory", () => {
  presetStoreContract(async () => createMemoryPresetStore());
});
