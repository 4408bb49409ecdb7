export * from "./files";
export { createStores } from "./aurora-stores";
