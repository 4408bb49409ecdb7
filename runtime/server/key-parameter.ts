import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** About two and a half minutes in all: an instance profile may take that long to be known everywhere. */
const retryDelaysMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000];

/** Reads an API key from an SSM parameter. The region and the credentials are those of the environment. */
export function createKeyParameter(name: string): () => Promise<string> {
  const client = new SSMClient({ requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } });
  return async () => {
    const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    const key = answer.Parameter?.Value;
    if (!key) throw new Error(`The SSM parameter ${name} is empty.`);
    return key;
  };
}

export interface RetryPorts {
  sleep: (ms: number) => Promise<void>;
  onFailure: (error: unknown, retryInMs: number) => void;
}

/** Tries ten times, ever more slowly. @throws the last failure. */
export async function retrying<T>(work: () => Promise<T>, { sleep, onFailure }: RetryPorts): Promise<T> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await work();
    } catch (error) {
      onFailure(error, delayMs);
      await sleep(delayMs);
    }
  }
  return work();
}
