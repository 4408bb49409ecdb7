import type { Catalogue } from "./speech";

export const zh: Catalogue = () => ({});
