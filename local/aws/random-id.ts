import { randomBytes, randomInt } from "node:crypto";

/** As many hex digits, at random. */
export function randomHex(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString("hex")
    .slice(0, digits);
}

/** As many characters of an alphabet, at random. */
export function randomText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** Lower-case letters and digits: what AWS makes most ids of. */
export const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

export const alphanumeric = `${lowerAlphanumeric}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
