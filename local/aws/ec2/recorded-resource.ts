import { randomBytes } from "node:crypto";
import type { Props, Registration, ResourceProvider } from "../service";

/** As many hex digits, at random. */
export function randomHex(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString("hex")
    .slice(0, digits);
}

/**
 * A resource that has nothing to do on one machine, such as a subnet or a firewall rule. It is kept with an id in the
 * form of AWS's (`subnet-` and 17 hex digits), the same one from run to run.
 *
 * @param derive What it puts out besides its inputs.
 */
export function recordedResource(
  idPrefix: string,
  derive: (id: string, registration: Registration) => Props = () => ({}),
): ResourceProvider {
  return {
    async create(registration) {
      const id = registration.previous?.id ?? `${idPrefix}-${randomHex(17)}`;
      return { id, outputs: derive(id, registration) };
    },
  };
}
