import type { Catalogue } from "./speech";

export const es: Catalogue = () => ({});
