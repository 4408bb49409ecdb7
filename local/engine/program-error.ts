/** The program, or a resource of it, failed. The message is written for the person who runs it. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}
