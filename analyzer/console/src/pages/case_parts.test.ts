import { describe, expect, it } from "vitest";
import { showBytes } from "./case_files";
import { isNew } from "./case_usual";

describe("the size of a file", () => {
  it.each([
    [0, "0 B"], [1023, "1023 B"], [1024, "1.0 KB"], [10 * 1024, "10 KB"], [1024 * 1024, "1.0 MB"], [10 * 1024 * 1024, "10.0 MB"],
  ])("%i is %s", (bytes, shown) => expect(showBytes(bytes)).toBe(shown));
});

describe("what differs from the usual", () => {
  const counts = [{ word: "window", count: 4 }, { word: "app_12333", count: 1 }];
  it.each([
    ["one never seen", "alipay", counts, true],
    ["one seen once", "app_12333", counts, false],
    ["nothing told", null, counts, false],
    ["nothing counted before", "alipay", [], false],
  ])("%s", (_, present, before, fresh) => expect(isNew(present, before)).toBe(fresh));
});
