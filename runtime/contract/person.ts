import { type Static, Type } from "@sinclair/typebox";
import { OwnerSchema } from "./key";
import { ListPlaceSchema } from "./list-place";
import { TierSchema } from "./tier";

/** `{id}` of a person in a path: whose a key is. */
export const PersonIdSchema = OwnerSchema;

/** Somebody who has a key, and what they may do. */
export const PersonSchema = Type.Object({
  /** The owner of their keys. */
  id: Type.String(),
  /** The name of theirs. */
  tier: Type.String(),
  isAdmin: Type.Boolean(),
  /** `pulumi up` made them, an admin of the first tier, and keeps them so. @default false */
  isFromStack: Type.Optional(Type.Boolean()),
});
export type Person = Static<typeof PersonSchema>;

/** `PATCH /people/{id}`: only what is given changes. */
export const PersonPatchSchema = Type.Object(
  {
    tier: Type.Optional(Type.String({ maxLength: 32, description: "The name of one of the tiers." })),
    isAdmin: Type.Optional(
      Type.Boolean({
        description: "May see everybody's keys and usage, make keys for others, change people.",
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type PersonPatch = Static<typeof PersonPatchSchema>;

/** Query of `GET /people`. */
export const PeopleQuerySchema = Type.Object(ListPlaceSchema, { additionalProperties: false });

/** `GET /people`: by name. `cursor` is there when more follow. */
export const PeoplePageSchema = Type.Object({
  people: Type.Array(PersonSchema),
  tiers: Type.Array(TierSchema, {
    description: "All there are. The first is for everybody who was put into no other.",
  }),
  cursor: Type.Optional(Type.String()),
});
export type PeoplePage = Static<typeof PeoplePageSchema>;
