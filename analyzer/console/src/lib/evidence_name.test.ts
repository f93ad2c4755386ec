import { describe, expect, it } from "vitest";
import { evidenceFault, namesSomebody } from "./evidence_name";

describe("the name of an evidence file", () => {
  it.each([
    ["回函.PDF", null], ["通话.m4a", null], ["截图", null], ["照片.heic", "phone_photo"], ["IMG_1.HEIF", "phone_photo"], ["坏东西.exe", "kind"], ["表.xls", "kind"],
  ])("%s", (name, fault) => expect(evidenceFault(name)).toBe(fault));
  it.each([
    ["张三身份证.jpg", true], ["王小明的病历.pdf", true], ["990102199001011234.png", true], ["19900000001通话.mp3", true],
    ["殡仪馆回函.pdf", false], ["火化证明(扫描件)2026年3月.pdf", false], ["身份证.jpg", false], ["20260102-093011.mp4", false],
  ])("%s names somebody: %s", (name, does) => expect(namesSomebody(name)).toBe(does));
});
