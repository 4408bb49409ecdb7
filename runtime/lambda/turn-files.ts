import { createDynamoFileRecords } from "../adapters/dynamo-file-records";
import { createProcessTextReader } from "../adapters/process-text-reader";
import { createS3FileReading } from "../adapters/s3-file-reading";
import { createS3FileRemoval } from "../adapters/s3-file-removal";
import type { FileLimits } from "../contract/file";
import type { TurnFilePorts } from "../core/turn-files";
import type { Logger } from "../ports";

export interface TurnFilesArgs {
  tableName: string;
  bucketName: string;
  fileLimits: FileLimits;
  logger: Logger;
}

/** The files of a function that runs turns. They are read by `file-reader.js`, which lies beside its bundle. */
export function createTurnFiles({ tableName, bucketName, fileLimits, logger }: TurnFilesArgs): TurnFilePorts {
  return {
    records: createDynamoFileRecords({ tableName }),
    bytes: { ...createS3FileReading({ bucketName }), ...createS3FileRemoval({ bucketName }) },
    reader: createProcessTextReader({ logger, functionMegabytes: functionMegabytes() }),
    fileLimits,
  };
}

/** As Lambda says it. */
function functionMegabytes(): number | undefined {
  const { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: size } = process.env;
  return size === undefined ? undefined : Number(size);
}
