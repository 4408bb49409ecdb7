import {
  FileListQuerySchema,
  FilePatchSchema,
  FileRequestSchema,
  type FileLink,
  type FilePage,
  type NewFile,
} from "../contract/file";
import { limits } from "../contract/limits";
import { changeFile, deleteFile, type FilesPorts, linkToFile, listFiles, requestUpload } from "../core/files";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { readBody, readQuery } from "./request";
import { routedHandler } from "./routed-handler";
import { json, type Routes } from "./routes";

export { createDynamoFileRecords } from "../adapters/dynamo-file-records";
export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { createS3FileBytes } from "../adapters/s3-file-bytes";
export { createS3FileStore } from "../adapters/s3-file-store";
export { createStores } from "./stores";

/** `/files`: a function of its own, whose role alone can make forms and links for uploads. */
export function createFiles(ports: FilesPorts) {
  return routedHandler(fileRoutesOf(ports), ports.logger);
}

export function fileRoutesOf(ports: FilesPorts): Routes<Answer> {
  return {
    "/files": {
      GET: json((event): Promise<FilePage> => {
        const { limit = limits.pageSizeDefault, cursor } = readQuery(event, FileListQuerySchema);
        return listFiles(ports, callerOf(event).owner, { limit, cursor });
      }),
      POST: json(
        (event): Promise<NewFile> =>
          requestUpload(ports, callerOf(event).owner, readBody(event, FileRequestSchema)),
        201,
      ),
    },
    "/files/{id}": {
      GET: json((event, [id = ""]): Promise<FileLink> => linkToFile(ports, callerOf(event).owner, id)),
      PATCH: json((event, [id = ""]) =>
        changeFile(ports, callerOf(event).owner, id, readBody(event, FilePatchSchema)),
      ),
      DELETE: async (event, [id = ""]) => {
        await deleteFile(ports, callerOf(event).owner, id);
        return emptyAnswer(requestIdOf(event));
      },
    },
  };
}
