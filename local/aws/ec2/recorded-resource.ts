import { randomHex } from "../random-id";
import type { Props, Registration, ResourceProvider } from "../service";

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
