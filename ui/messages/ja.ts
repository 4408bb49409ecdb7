import type { Catalogue } from "./speech";

export const ja: Catalogue = () => ({});
