import type { PageBoot } from "../runtime/contract/site";

/** What holds where the server says nothing. */
export const plainBoot: PageBoot = {
  site: {},
  models: [],
  defaults: { maxTokens: 4_096, contextTokens: 16_384 },
  files: { maxFileBytes: 26_214_400, maxPerTurn: 10, maxPersonBytes: 1_073_741_824, seesImages: false },
  invokeUrl: "",
};
