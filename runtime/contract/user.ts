import { type Static, Type } from "@sinclair/typebox";

/** `GET /me`: who the key, or the signed-in person it acts for, is. */
export const MeSchema = Type.Object({
  user: Type.Object({
    id: Type.String(),
    /** May see everybody's keys, make keys for others and revoke them. */
    isAdmin: Type.Boolean(),
  }),
});
export type Me = Static<typeof MeSchema>;
