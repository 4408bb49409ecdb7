import type { Place, Props } from "../service";

/** Everything the program has registered of its REST API, in the words of the program, by physical id. */
export class ApiDefinition {
  /** The one API. */
  restApi?: Props & { id: string };
  readonly resources = new Map<string, Props>();
  readonly methods = new Map<string, Props>();
  readonly integrations = new Map<string, Props>();
  readonly methodResponses = new Map<string, Props>();
  readonly integrationResponses = new Map<string, Props>();
  readonly authorizers = new Map<string, Props>();
  readonly gatewayResponses = new Map<string, Props>();
  readonly stages = new Map<string, Props>();
  readonly methodSettings = new Map<string, Props>();
  readonly usagePlans = new Map<string, Props>();
  readonly usagePlanKeys = new Map<string, Props>();
  readonly apiKeys = new Map<string, Props>();
  /** Grows with each registration, so that what was derived can be derived again. */
  version = 0;

  constructor(
    readonly place: Place,
    /** `http://127.0.0.1:PORT` */
    readonly origin: string,
  ) {}

  get apiId(): string {
    return this.restApi?.id ?? "";
  }

  /** `arn:aws:execute-api:…:<api id>` */
  get executionArn(): string {
    const { accountId, region } = this.place;
    return `arn:aws:execute-api:${region}:${accountId}:${this.apiId}`;
  }

  stage(name: string): Props | undefined {
    return [...this.stages.values()].find(({ stageName }) => stageName === name);
  }
}
