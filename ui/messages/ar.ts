import type { Catalogue } from "./speech";

export const ar: Catalogue = () => ({});
