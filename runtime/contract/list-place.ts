import { Type } from "@sinclair/typebox";
import { limits } from "./limits";

/** Which part of a list is asked for, in a query: so many, behind the place of a cursor that the list gave. */
export const ListPlaceSchema = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageSize })),
  cursor: Type.Optional(Type.String({ maxLength: 1_000 })),
};
