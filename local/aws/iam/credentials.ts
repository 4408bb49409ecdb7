import { randomBytes } from "node:crypto";
import { randomText } from "../random-id";
import type { Credentials, Place, Principal } from "../service";

/** How long a role's credentials hold. Whoever issued them asks again before. */
const lifetimeMs = 12 * 3_600_000;

const accessKeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

interface KnownKey {
  credentials: Credentials;
  principal: Principal;
}

/** Every access key of the account: the owner's `parley`/`parley`, and temporary ones of roles. */
export class CredentialStore {
  readonly #keys = new Map<string, KnownKey>();

  constructor(
    private readonly place: Place,
    private readonly now: () => number,
  ) {
    this.#keys.set("parley", {
      credentials: { accessKeyId: "parley", secretAccessKey: "parley" },
      principal: { arn: `arn:aws:iam::${place.accountId}:user/parley` },
    });
  }

  issue(role: { name: string; arn: string }, session: string): Credentials {
    this.#forgetExpired();
    const credentials = {
      accessKeyId: `ASIA${randomText(16, accessKeyAlphabet)}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(96).toString("base64"),
      expiration: new Date(this.now() + lifetimeMs).toISOString(),
    };
    const arn = `arn:aws:sts::${this.place.accountId}:assumed-role/${role.name}/${session}`;
    this.#keys.set(credentials.accessKeyId, { credentials, principal: { arn, roleArn: role.arn } });
    return credentials;
  }

  lookup(accessKeyId: string): KnownKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** A day after their end, so that a late caller still hears that they expired. */
  #forgetExpired(): void {
    for (const [id, { credentials }] of this.#keys) {
      if (credentials.expiration && this.now() > Date.parse(credentials.expiration) + 24 * 3_600_000) {
        this.#keys.delete(id);
      }
    }
  }
}
