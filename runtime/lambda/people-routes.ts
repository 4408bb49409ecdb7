import { limits } from "../contract/limits";
import { PeopleQuerySchema, PersonIdSchema, PersonPatchSchema } from "../contract/person";
import { changePerson, listPeople, type PeoplePorts } from "../core/people";
import type { Answer } from "./answer";
import { callerOf } from "./caller";
import { decoded, readBody, readQuery } from "./request";
import { json, type Routes } from "./routes";
import { check } from "./validation";

export function peopleRoutes(ports: PeoplePorts): Routes<Answer> {
  return {
    "/people": {
      GET: json((event) => {
        const { owner } = callerOf(event);
        const { limit = limits.pageSizeDefault, cursor } = readQuery(event, PeopleQuerySchema);
        return listPeople(ports, owner, { limit, cursor });
      }),
    },
    "/people/{id}": {
      PATCH: json((event, [segment = ""]) => {
        const { owner } = callerOf(event);
        const change = readBody(event, PersonPatchSchema);
        return changePerson(ports, owner, check(PersonIdSchema, decoded(segment), "id"), change);
      }),
    },
  };
}
