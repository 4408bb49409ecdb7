import type { Catalogue } from "./speech";

export const fr: Catalogue = () => ({});
