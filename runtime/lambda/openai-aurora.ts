export * from "./openai";
export { createStores } from "./aurora-stores";
