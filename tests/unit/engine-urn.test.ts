import { describe, expect, it } from "vitest";

import { formerUrns, nameOf, urnOf } from "../../local/engine/urn";

const scope = { project: "shop", stack: "dev" };
const root = urnOf(scope, "pulumi:pulumi:Stack", "shop-dev", "");

describe("urnOf", () => {
  it("names a resource below the stack by its own type", () => {
    expect(urnOf(scope, "aws:s3/bucket:Bucket", "files", root)).toBe(
      "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::files",
    );
  });

  it("adds the types of the components above it", () => {
    const outer = urnOf(scope, "shop:c:Outer", "o", root);
    const inner = urnOf(scope, "shop:c:Inner", "i", outer);
    expect(urnOf(scope, "aws:s3/bucket:Bucket", "a::b", inner)).toBe(
      "urn:pulumi:dev::shop::shop:c:Outer$shop:c:Inner$aws:s3/bucket:Bucket::a::b",
    );
    expect(nameOf(urnOf(scope, "t", "a::b", inner))).toBe("a::b");
  });
});

describe("formerUrns", () => {
  const now = { type: "shop:c:Group", name: "club", parent: root };

  it("fills what an alias leaves out from what the resource is now", () => {
    expect(
      formerUrns(
        scope,
        now,
        [{ name: "group" }, { type: "shop:c:Old" }, { urn: "urn:x" }, { noParent: true }],
        [],
      ),
    ).toEqual([
      "urn:pulumi:dev::shop::shop:c:Group::group",
      "urn:pulumi:dev::shop::shop:c:Old::club",
      "urn:x",
      "urn:pulumi:dev::shop::shop:c:Group::club",
    ]);
  });

  it("renames a child along with its parent", () => {
    const parent = urnOf(scope, now.type, now.name, now.parent);
    const former = urnOf(scope, now.type, "group", root);
    expect(formerUrns(scope, { type: "t:i:T", name: "club-table", parent }, [], [former])).toEqual([
      "urn:pulumi:dev::shop::shop:c:Group$t:i:T::group-table",
    ]);
    expect(formerUrns(scope, { type: "t:i:T", name: "table", parent }, [], [former])).toEqual([
      "urn:pulumi:dev::shop::shop:c:Group$t:i:T::table",
    ]);
  });
});
