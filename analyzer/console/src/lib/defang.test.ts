import { describe, expect, it } from "vitest";
import { defang, isLinkAlone } from "./defang";

describe("links", () => {
  it.each([
    ["https://a.example.cc/x.html", "hxxps://a[.]example[.]cc/x[.]html"],
    ["HTTP://a.b", "hxxp://a[.]b"],
    ["a.b.cn", "a[.]b[.]cn"],
  ])("defangs %s", (url, out) => expect(defang(url)).toBe(out));

  it.each([
    ["https://si.12333.gov.cn/", true],
    ["  12333-rz.example.top/a?b=1 ", true],
    ["请点击 https://a.cc", false],
    ["https://a.cc https://b.cc", false],
    ["https://社保.cn/", false],
    ["三个w点abc点cc", false],
    ["hello", false],
    ["", false],
  ])("takes %s for a link alone: %s", (text, alone) => expect(isLinkAlone(text)).toBe(alone));
});
