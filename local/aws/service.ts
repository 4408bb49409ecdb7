import type { IncomingMessage, ServerResponse } from "node:http";

/** Plain JSON-like property bags: secrets and output wrappers are already taken off. */
// oxlint-disable-next-line typescript/no-explicit-any -- what a program registers has no static type here
export type Props = Record<string, any>;

/** The one account and region of the embedded cloud. */
export interface Place {
  /** Twelve digits. */
  accountId: string;
  region: string;
}

/** Who calls, found by the access key of the signature. */
export interface Principal {
  /** `arn:aws:iam::…:user/parley` or `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  arn: string;
  /** Unset for the owner of the account, who may do everything. */
  roleArn?: string;
}

/** One decision of IAM. A request may need several. */
export interface Access {
  /** `dynamodb:PutItem` */
  action: string;
  resource: string;
  /** Condition keys, lower or mixed case: `dynamodb:LeadingKeys`. */
  context?: Record<string, string | string[]>;
  /** The policy of the resource itself, such as a bucket's: JSON or an object. */
  resourcePolicy?: unknown;
}

/** An answer of AWS that is an error. The service's front writes it in its protocol's form. */
export class AwsError extends Error {
  constructor(
    /** AWS's own word: `ResourceNotFoundException`. */
    readonly code: string,
    message: string,
    readonly status = 400,
    /** More members of the error body. */
    readonly extra: Props = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** A call to a service, as it came over HTTP. Signature already verified. */
export interface ServiceRequest {
  method: string;
  /** Path and query as received. */
  url: string;
  headers: IncomingMessage["headers"];
  /** Unset only for S3's unsigned requests (CORS preflight, POST form). */
  caller?: Principal;
  /** Body as a stream; for every service but S3 it was read already: use `body`. */
  raw: IncomingMessage;
  /** The whole body. Empty for S3, which reads `raw` itself. */
  body: Buffer;
}

/** A resource as the program registered it. */
export interface Registration {
  urn: string;
  /** Pulumi's type token: `aws:dynamodb/table:Table`. */
  type: string;
  /** Its logical name. */
  name: string;
  inputs: Props;
  /** What this URN was in the run before: same id, so that data survives. */
  previous?: { id: string; outputs: Props };
}

/** Makes resources of one type. */
export interface ResourceProvider {
  /** Makes it, or brings the one of the run before to the new inputs. Outputs are merged over the inputs. */
  create(registration: Registration): Promise<{ id: string; outputs: Props }>;
  /** Called for a resource that the program no longer registers. */
  delete?(id: string, outputs: Props): Promise<void>;
}

/**
 * One AWS service of the embedded cloud. State belongs to the instance.
 * What it does not know it refuses loudly, naming the operation or type.
 */
export interface CloudService {
  /** The service's name in the scope of a signature: `dynamodb`, `sagemaker`. */
  readonly name: string;
  /** By type token. */
  readonly resources: Record<string, ResourceProvider>;
  /** The provider's functions (invokes), by token: `aws:ssm/getParameter:getParameter`. */
  readonly functions?: Record<string, (args: Props) => Promise<Props>>;
  /** Answers SDK calls. A service without one has no data plane that the program uses. */
  handle?(request: ServiceRequest, response: ServerResponse): Promise<void>;
  /** After the program has run: what acts on its own (servers, sweepers, instances) begins here. */
  start?(): Promise<void>;
  /** Ends processes, timers and listeners; resolves when nothing is left. */
  stop?(): Promise<void>;
}

/** What services get from the cloud they live in. */
export interface CloudContext {
  place: Place;
  /** A folder of this service's own, under the data folder. */
  folder(service: string): string;
  /** `http://127.0.0.1:PORT`, where the SDK finds all services. Known before any resource is made. */
  endpoint: string;
  iam: Iam;
  /** Appends to a log group (a file under `logs/`). Lines hold no secrets. */
  log(group: string, line: string): void;
  /** Says something to the person at the terminal. */
  warn(message: string): void;
}

/** What other services ask of IAM. */
export interface Iam {
  /** Throws `AwsError` `AccessDeniedException` with AWS's text when any of them is not allowed. */
  authorize(caller: Principal | undefined, access: Access[]): void;
  /**
   * Temporary credentials of a role, as STS gives them: 12 hours, and they end with the cloud. Given a service
   * (`lambda.amazonaws.com`), refuses with `AccessDenied` when the role's trust policy does not name it.
   */
  issueCredentials(roleArn: string, session: string, service?: string): Credentials;
  /** ARN of the role that an instance profile, given by name or ARN, hands to its instances. */
  instanceProfileRole(nameOrArn: string): string;
  /** Every action a role was allowed at least once. */
  exercised(): { roleArn: string; action: string }[];
  /** `credentials` of an access key, for the signature check. */
  lookup(accessKeyId: string): { credentials: Credentials; principal: Principal } | undefined;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Unset for the owner's key. */
  sessionToken?: string;
  /** ISO 8601. */
  expiration?: string;
}
