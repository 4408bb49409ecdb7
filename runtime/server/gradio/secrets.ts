import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** What this server signs and seals, so that it, and every other server with the same key, knows it again. */
export interface Secrets {
  /** Twelve characters, for a text that is no secret and must be one that a server of ours has made. */
  sign(purpose: string, text: string): string;
  isSigned(purpose: string, text: string, signature: string): boolean;
  /** Encrypts into letters, digits, `-` and `_`: what a cookie of Gradio's clients may have. */
  seal(text: string): string;
  /** Undefined for what was not sealed here. */
  open(sealed: string): string | undefined;
  /** Eight hexadecimal digits that are the same for all servers of a stack. */
  label: string;
}

const ivBytes = 12;
const tagBytes = 16;

/** @param serverKey - the server's API key, which all servers of the group share */
export function createSecrets(serverKey: string): Secrets {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync("sha256", serverKey, "", `parley gradio ${purpose}`, bytes));
  const signingKey = derive("signatures", 32);
  const sealingKey = derive("cookies", 32);

  function sign(purpose: string, text: string): string {
    return createHmac("sha256", signingKey).update(`${purpose} ${text}`).digest("base64url").slice(0, 12);
  }

  return {
    sign,
    isSigned(purpose, text, signature) {
      const [wanted, given] = [Buffer.from(sign(purpose, text)), Buffer.from(signature)];
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    },
    seal(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, iv);
      const bytes = [iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(bytes).toString("base64url");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < ivBytes + tagBytes) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", sealingKey, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      try {
        return (
          decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8")
        );
      } catch {
        return undefined;
      }
    },
    label: derive("label", 4).toString("hex"),
  };
}
