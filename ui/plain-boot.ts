import type { PageBoot } from "../runtime/contract/site";

/** What holds where the server says nothing. */
export const plainBoot: PageBoot = {
  site: {},
  models: [],
  defaults: { maxTokens: 4_096, contextTokens: 16_384 },
  invokeUrl: "",
};
