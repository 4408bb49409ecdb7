import { parseArgs } from "node:util";
import { type CopyProgress, copyStore } from "./migrate-store/copy-store";
import { isSame, progressText, reportText } from "./migrate-store/progress-text";
import { localOutputs, pulumiOutputs } from "./migrate-store/stack-outputs";
import { environmentOf, placeOf, recordsOf, type StoreName } from "./migrate-store/stack-places";

const help = `Copies all conversations, messages and presets of everybody from one store of a stack to the other.

npm run migrate-store -- --from dynamodb --to aurora [options]

  --from STORE   dynamodb or aurora
  --to STORE     the other one
  --data DIR     of the stack on this machine that keeps its data there, and runs; else of the selected Pulumi stack
  --stack NAME   of this Pulumi stack
  --replace      what was changed or deleted at the target since it was copied becomes what it is at the source
  --deletions    what was deleted at the source since it was copied is deleted at the target
  --help         this text

Nothing is taken away from where it comes from. It may be cut short and run again: then it brings what was changed at
the source since, and leaves and names what was changed at the target. What cannot be copied is named, and all else is
copied. The stack needs parley:store aurora, since that is what makes the cluster. Status 0: everything is there, and the
same.
`;

/** How often progress is told where it cannot be told in one line. */
const tellMs = 5_000;

class UsageError extends Error {}

async function main(): Promise<boolean> {
  const { values } = parse(process.argv.slice(2));
  if (values.help) {
    process.stdout.write(help);
    return true;
  }
  const [from, to] = storesOf(values.from, values.to);
  const outputs = await (values.data === undefined ? pulumiOutputs(values.stack) : localOutputs(values.data));
  Object.assign(process.env, environmentOf(outputs));
  const tell = teller();
  const { replace, deletions } = values;
  const places = { from: placeOf(from, outputs), to: placeOf(to, outputs), records: recordsOf(outputs) };
  const report = await copyStore({ ...places, rules: { replace, deletions } }, (progress) =>
    tell.progress(progress),
  );
  tell.end();
  process.stdout.write(`${reportText(report)}\n`);
  return isSame(report);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        from: { type: "string" },
        to: { type: "string" },
        data: { type: "string" },
        stack: { type: "string" },
        replace: { type: "boolean", default: false },
        deletions: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function storesOf(from: string | undefined, to: string | undefined): [StoreName, StoreName] {
  if (from === "dynamodb" && to === "aurora") return [from, to];
  if (from === "aurora" && to === "dynamodb") return [from, to];
  throw new UsageError(
    `--from ${from ?? "(missing)"} --to ${to ?? "(missing)"}: one is dynamodb, the other aurora.`,
  );
}

/** Progress on one line of a terminal, else a line now and then. */
function teller() {
  const start = performance.now();
  const { isTTY } = process.stderr;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    progress(progress: CopyProgress) {
      const now = performance.now();
      const isLast = progress.conversations === progress.total;
      if (!isTTY && !isLast && now - toldAt < tellMs) return;
      toldAt = now;
      const text = progressText(progress, now - start);
      process.stderr.write(isTTY ? `\r${text}\u001b[K` : `${text}\n`);
    },
    end: () => void (isTTY && process.stderr.write("\n")),
  };
}

main().then(
  (isSame) => void (process.exitCode = isSame ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
