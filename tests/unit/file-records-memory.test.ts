import { describe } from "vitest";
import { fileRecordsContract } from "../contract/file-records";
import { createMemoryFileRecords } from "./fakes/memory-file-records";

describe("the records of files in memory", () => {
  fileRecordsContract(async ({ clock }) => createMemoryFileRecords(clock));
});
