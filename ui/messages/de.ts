import type { Catalogue } from "./speech";

export const de: Catalogue = () => ({});
