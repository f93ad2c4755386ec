import { beforeAll, describe, expect, it } from "vitest";
import { loadCounties } from "../lib/regions";
import type { AttemptFacts } from "../api/types";
import { fill, type Texts } from "../text";
import { zh } from "../text/zh";
import { kAttemptGroups, showFacts } from "./facts_table";

const texts: Texts = {
  language: "zh-CN",
  components: { locale: "zh-cn" },
  setLanguage: async () => undefined,
  t: (key, values) => fill(zh[key], values),
  word: (prefix, value) => (zh as Record<string, string>)[`${prefix}.${value}`] ?? String(value),
};
const shown = (more: Partial<AttemptFacts>) =>
  showFacts(
    { occurred_at: "2026-01-02T01:30:11Z", channel: "alipay", outcome: "passed", region: "411302", ...more },
    kAttemptGroups, texts,
  );
const group = (groups: ReturnType<typeof showFacts>, name: string) => groups.find((g) => g.group === name);

describe("the facts of an attempt", () => {
  it("say a missing field is missing, never no or zero", () => {
    const device = group(shown({ device: { rooted: false } }), "device");
    expect(device?.present).toEqual([{ key: "field.device.rooted", text: "否", alarm: false }]);
    expect(device?.absent).toContain("field.device.emulator");
  });
  it("keep zero apart from missing", () => {
    expect(group(shown({ fee: { yuan: 0 } }), "fee")?.present[0]?.text).toBe("0 元");
    expect(group(shown({ fee: { yuan: null } }), "fee")?.absent).toEqual(["field.fee.yuan"]);
  });
  it("raise a virtual camera and a fee", () => {
    expect(group(shown({ device: { virtual_camera: true } }), "device")?.present[0]?.alarm).toBe(true);
    expect(group(shown({ fee: { yuan: 20 } }), "fee")?.present[0]?.alarm).toBe(true);
  });
  beforeAll(loadCounties);
  it("name the contract's words and show China's time", () => {
    expect(group(shown({}), "attempt")?.present.map((p) => p.text)).toEqual(
      ["2026-01-02 09:30", "支付宝市民中心", "通过", "河南南阳市宛城区"],
    );
  });
});
