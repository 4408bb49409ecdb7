export * from "./chat";
export { createStores } from "./aurora-stores";
