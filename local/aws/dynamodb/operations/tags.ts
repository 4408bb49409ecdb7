import type { Engine } from "../engine";
import type { Operations } from "./operation";

export function tagOperations(engine: Engine): Operations {
  return {
    ListTagsOfResource: (input) => engine.parseAndRun("ListTagsOfResource", input),
    TagResource: (input) => engine.writes.alone(() => engine.parseAndRun("TagResource", input)),
    UntagResource: (input) => engine.writes.alone(() => engine.parseAndRun("UntagResource", input)),
  };
}
