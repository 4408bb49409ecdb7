import { describe, expect, it } from "vitest";

import { wayBack } from "../../local/cli/way-back";
import { ProtectedError } from "../../local/engine/protected-error";

describe("A start that would delete the database", () => {
  const cluster = new ProtectedError("aws:rds/cluster:Cluster", "store");

  it("says what to run to go on with it, and to go back without a loss", () => {
    expect(wayBack(cluster, [], "/parley/.parley").split("\n")).toEqual([
      "This stack keeps conversations in Aurora, and this start was without parley:store=aurora. Nothing was deleted.",
      "",
      "To go on with Aurora:",
      "  npm start -- --config parley:store=aurora",
      "",
      "To go back to the table, start once without the protection of the data,",
      "  npm start -- --config parley:store=aurora --config parley:deletionProtection=false",
      "copy in another terminal what was written there,",
      "  npm run migrate-store -- --from aurora --to dynamodb --data /parley/.parley",
      "end the stack with Ctrl-C, and start as ever:",
      "  npm start",
    ]);
  });

  it("keeps what the start was given, so that a shell takes it", () => {
    const given = ["--port=8000", "--auth", "--reset", "--data", "/my data", "--config"];
    const commands = wayBack(cluster, [...given, "title=Ann's", "--config", "store=dynamodb"], "/my data")
      .split("\n")
      .filter((line) => line.startsWith("  "));
    const kept = String.raw`npm start -- --port 8000 --auth --data '/my data' --config 'title=Ann'\''s'`;
    expect(commands).toEqual([
      `  ${kept} --config parley:store=aurora`,
      `  ${kept} --config parley:store=aurora --config parley:deletionProtection=false`,
      "  npm run migrate-store -- --from aurora --to dynamodb --data '/my data'",
      `  ${kept}`,
    ]);
  });

  it("has the engine's words for anything else that is protected", () => {
    const other = new ProtectedError("aws:s3/bucket:Bucket", "files");
    expect(wayBack(other, [], "/data")).toBe(
      'aws:s3/bucket:Bucket "files" is protected, but the program does not register it any more. ' +
        "Nothing was deleted. It can go after a run that registers it without its protection",
    );
  });
});
