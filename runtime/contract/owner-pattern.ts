/** What an admin may call somebody. By itself, so that the page can look at it without the schemas. */
export const ownerPattern = "^[a-z0-9][a-z0-9._@+-]*$";
