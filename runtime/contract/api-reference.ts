/** Where the chat's server shows the API's document, and where that page reads it. */
export const apiReference = { path: "/docs", document: "/docs/openapi.json" } as const;
