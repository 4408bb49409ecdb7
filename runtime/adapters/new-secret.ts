import { randomBytes } from "node:crypto";
import type { NewSecret } from "../access-ports";
import { sha256 } from "./dynamo-keys";

/** Tells at a glance, and to scanners of leaked keys, what it is. */
const prefix = "pk_";

/** Keys of 256 random bits: far too many to try, so that a plain hash keeps them safe. */
export const newSecret: NewSecret = () => {
  const key = prefix + randomBytes(32).toString("base64url");
  return { key, hash: sha256(key), lastFour: key.slice(-4) };
};
