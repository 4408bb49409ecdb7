export * from "./conversations";
export { createStores } from "./aurora-stores";
