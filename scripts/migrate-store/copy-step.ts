/** A thing at either side, and at both when it was last copied: its fingerprint, undefined where it is not. */
export interface Sides {
  source?: string;
  target?: string;
  copied?: string;
}

/** What the operator says of changes that a copy would undo, or would spread. */
export interface CopyRules {
  /** What was changed or deleted at the target becomes what it is at the source. @default false - it is left, and named */
  replace?: boolean;
  /** What was deleted at the source since it was copied is deleted at the target. @default false - it is left, and named */
  deletions?: boolean;
}

/**
 * What is done with a thing. `changed`: at the target, since it was copied; `deleted there`, `deleted here`: at the
 * target, at the source since then; all three are left as they are. `only there`: it never was at the source.
 */
export type CopyStep =
  | "same"
  | "write"
  | "delete"
  | "changed"
  | "deleted there"
  | "deleted here"
  | "only there";

/** Only what is at the target as it was copied may be replaced or deleted there: what people did since is theirs. */
export function copyStep({ source, target, copied }: Sides, { replace, deletions }: CopyRules): CopyStep {
  if (source === target) return "same";
  const isAsCopied = target === copied;
  if (source === undefined) {
    if (copied === undefined) return "only there";
    if (!isAsCopied) return "changed";
    return deletions ? "delete" : "deleted here";
  }
  if (isAsCopied || replace) return "write";
  return target === undefined ? "deleted there" : "changed";
}
