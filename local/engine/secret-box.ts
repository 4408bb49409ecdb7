import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts what a state file must not say in plain. The key is a file of its own (mode 0600), made on first use. */
export class SecretBox {
  private constructor(
    private readonly key: Buffer,
    private readonly keyFile: string,
  ) {}

  static async open(folder: string): Promise<SecretBox> {
    const keyFile = path.join(folder, "secret.key");
    const made = randomBytes(32);
    try {
      await writeFile(keyFile, made, { mode: 0o600, flag: "wx" });
      return new SecretBox(made, keyFile);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const key = await readFile(keyFile);
    if (key.length !== 32) throw new Error(`${keyFile} is not a key of 32 bytes`);
    return new SecretBox(key, keyFile);
  }

  /** Base64 of a random IV, the authentication tag and the encrypted JSON. */
  seal(value: unknown): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv(algorithm, this.key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
  }

  /** Throws when the text was changed or sealed with another key. */
  unseal(text: string): unknown {
    const bytes = Buffer.from(text, "base64");
    try {
      const decipher = createDecipheriv(algorithm, this.key, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const opened = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
      return JSON.parse(opened.toString("utf8"));
    } catch (error) {
      throw new Error(`A secret of the state cannot be decrypted with ${this.keyFile}`, { cause: error });
    }
  }
}
