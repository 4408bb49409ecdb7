import { Problem } from "../contract/problem";

/** Why a file cannot go into a prompt. */
export function refusedFile(name: string, reason: string, isTooLarge = false, cause?: Error): Problem {
  const code = isTooLarge ? "too_large" : "bad_request";
  return new Problem(code, `files: ${JSON.stringify(name)} ${reason}.`, { cause });
}

/** @throws Problem `bad_request` when the model takes no images. */
export function refuseImage(name: string, type: string, seesImages: boolean): void {
  if (!seesImages) throw refusedFile(name, `is an image (${type}); the model here reads text only`);
}

/** @throws Problem `too_large` when the files up to this one say more than is searched. */
export function refuseText(name: string, chars: number, mostChars: number): void {
  if (chars > mostChars) {
    const reason = `and those before it have ${chars} characters of text; at most ${mostChars} are allowed in a turn`;
    throw refusedFile(name, reason, true);
  }
}
