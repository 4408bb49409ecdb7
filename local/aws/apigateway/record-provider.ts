import { lowerAlphanumeric, randomText } from "../random-id";
import type { Props, Registration, ResourceProvider } from "../service";
import type { ApiDefinition } from "./api-definition";

export interface RecordOptions {
  /** Inputs that would change what the API does, and that have no counterpart here. */
  refused?: string[];
  /** Its id, and what it has besides its inputs. Throws for values that are not supported. */
  make: (registration: Registration) => { id: string; outputs?: Props };
}

/** Resources that are nothing but an entry in the definition, which the data path reads. */
export function recordProvider(
  definition: ApiDefinition,
  records: Map<string, Props>,
  { make, refused = [] }: RecordOptions,
): ResourceProvider {
  return {
    async create(registration) {
      const { inputs, name, type } = registration;
      const property = refused.find((key) => inputs[key]);
      if (property) throw new Error(`${type} ${name}: ${property} is not supported by the embedded cloud`);
      const { id, outputs = {} } = make(registration);
      records.set(id, { ...inputs, ...outputs, id });
      definition.version += 1;
      return { id, outputs };
    },
    async delete(id) {
      records.delete(id);
      definition.version += 1;
    },
  };
}

/** The id of the run before, or a new one of lower-case letters and digits. */
export function keptId({ previous }: Registration, length: number): string {
  return previous?.id ?? randomText(length, lowerAlphanumeric);
}
