import type { ApiRoute } from "../api-route";
import { examples } from "../examples";
import {
  PeoplePageSchema,
  PeopleQuerySchema,
  PersonIdSchema,
  PersonPatchSchema,
  PersonSchema,
} from "../person";

const { person, tier } = examples;
const tag = "People";

/** Who is in, for admins. */
export const peopleRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/people",
    operation: "listPeople",
    tag,
    summary: "Everybody who has a key, by name, for admins",
    query: PeopleQuerySchema,
    answers: {
      200: {
        description: "Some of them, and all tiers.",
        schema: PeoplePageSchema,
        example: { people: [person], tiers: [tier] },
      },
    },
  },
  {
    method: "PATCH",
    path: "/people/{id}",
    operation: "changePerson",
    tag,
    summary: "Puts somebody into another tier, makes them an admin or takes that away, by an admin",
    description: [
      "Limits of tokens are the new tier's within a minute; API Gateway counts in it anew, from when it knows of it.",
      "A tier that somebody is in already is given once more, which mends a change that was cut short.",
    ].join("\n"),
    parameters: { id: PersonIdSchema },
    body: {
      schema: PersonPatchSchema,
      examples: { "Another tier": { tier: tier.name }, "An admin": { isAdmin: true } },
    },
    answers: { 200: { description: "As they are now.", schema: PersonSchema, example: person } },
    problems: ["not_found", "conflict"],
  },
];
