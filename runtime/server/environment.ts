/** `key`: nobody gets in without an API key. `none`: everybody who reaches the page is let in, as `owner`. */
export type SignInMode = "key" | "none";

/** What the server is told from outside. */
export interface ServerEnvironment {
  host: string;
  /** 0 takes any free port. */
  port: number;
  invokeUrl: URL;
  /** The bucket that the page may send files to and show images from. */
  filesUrl: URL;
  /** Name of the SSM parameter that holds the server's API key. */
  keyParameter: string;
  signIn: SignInMode;
  /** Path of the file that says what the page shows. */
  siteFile: string;
  /** Read by the AWS SDK itself. */
  region: string;
}

/** @throws Error that names every variable that is missing or wrong, and what it may be. */
export function readEnvironment(variables: NodeJS.ProcessEnv): ServerEnvironment {
  const problems: string[] = [];

  function read<T>(name: string, allowed: string, parse: (text: string) => T | undefined): T {
    const text = variables[name];
    const value = text ? parse(text) : undefined;
    if (value === undefined) {
      problems.push(
        `${name} ${text ? `is ${JSON.stringify(text)}` : "is missing"}; it has to be ${allowed}.`,
      );
    }
    // Never seen by a caller when it is undefined: the function throws below.
    return value as T;
  }

  const environment: ServerEnvironment = {
    host: read("HOST", "an address to listen on, such as 127.0.0.1", asText),
    port: read("PORT", "a number from 0 to 65535", asPort),
    invokeUrl: read("PARLEY_INVOKE_URL", "an http or https URL", asUrl),
    filesUrl: read("PARLEY_FILES_URL", "an http or https URL", asUrl),
    keyParameter: read("PARLEY_KEY_PARAMETER", "the name of an SSM parameter", asText),
    signIn: read("PARLEY_SIGN_IN", '"key" or "none"', asSignIn),
    siteFile: read("PARLEY_SITE_FILE", "the path of a JSON file", asText),
    region: read("AWS_REGION", "an AWS region, such as eu-central-1", asRegion),
  };
  if (problems.length > 0) throw new Error(`The environment is not complete.\n${problems.join("\n")}`);
  return environment;
}

const asText = (text: string) => text;

function asPort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function asUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

function asSignIn(text: string): SignInMode | undefined {
  return text === "key" || text === "none" ? text : undefined;
}

function asRegion(text: string): string | undefined {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) ? text : undefined;
}
