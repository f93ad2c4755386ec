import { describe, expect, it } from "vitest";
import { defang, defangText, isLinkAlone, titleOf } from "./defang";

describe("links", () => {
  it.each([
    ["https://a.example.cc/x.html", "hxxps://a[.]example[.]cc/x[.]html"],
    ["HTTP://a.b", "hxxp://a[.]b"],
    ["a.b.cn", "a[.]b[.]cn"],
  ])("defangs %s", (url, out) => expect(defang(url)).toBe(out));

  it.each([
    ["停发威胁、钓鱼链接(rz-12333.top)", "停发威胁、钓鱼链接(rz-12333[.]top)"],
    ["打开 https://a.b.example.top/x.html?y=1 办理", "打开 hxxps://a[.]b[.]example[.]top/x[.]html?y=1 办理"],
    ["电话 13900000000,金额 213.50 元,版本 1.5", "电话 13900000000,金额 213.50 元,版本 1.5"],
    ["http://10.0.0.1:8080/a", "hxxp://10[.]0[.]0[.]1:8080/a"],
    ["rz-12333[.]top", "rz-12333[.]top"],
    ["传错的文件.txt(6字节)、示例证明2026年3月.pdf", "传错的文件.txt(6字节)、示例证明2026年3月.pdf"],
    ["http://evil.pdf/x", "hxxp://evil[.]pdf/x"],
    ["安装包 sb.example.top/app.apk", "安装包 sb[.]example[.]top/app[.]apk"],
    ["remote: 127.0.0.1, by: password", "remote: 127.0.0.1, by: password"],
  ])("in %s no address opens", (text, out) => expect(defangText(text)).toBe(out));

  it("a title without words is the number", () => expect(titleOf({ id: "cas_1", title: "" })).toBe("cas_1"));

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
