import { describe, expect, it } from "vitest";
import casework from "../../../../data/casework.toml?raw";
import feeds from "../../../../data/feeds.toml?raw";
import policy from "../../../../data/policy.toml?raw";
import { meaningOf, settingsZh } from "./settings_words";

// The keys outside of lists of tables, each with its section: what a person sets.
function keysOf(file: string, text: string): string[] {
  const out: string[] = [];
  let section: string | null = "";
  for (const line of text.split("\n")) {
    const [, list] = /^\[\[(.+?)\]\]/.exec(line) ?? [];
    const [, table] = /^\[([^[].*?)\]/.exec(line) ?? [];
    const [, key] = /^([\w-]+)\s*=/.exec(line) ?? [];
    if (list) section = null;
    else if (table) section = `${table}.`;
    else if (key && section !== null) out.push(`data/${file}:${section}${key}`);
  }
  return out;
}

describe("the settings of files", () => {
  const keys = [...keysOf("policy.toml", policy), ...keysOf("casework.toml", casework), ...keysOf("feeds.toml", feeds)];
  it("each have a meaning in Chinese", () => {
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.filter((key) => !(key in settingsZh))).toEqual([]);
  });
  it("have none that no file sets", () => {
    const lists = /^data\/(policy|casework|feeds|webhooks)\.toml:(\w+\.)?(floor|cap|finding|destination|check|feed|hook)$/;
    expect(Object.keys(settingsZh).filter((key) => !keys.includes(key) && !lists.test(key))).toEqual([]);
  });
  it("are told in the language of the console", () => {
    const setting = { group: "data/policy.toml", name: "attempt.review", meaning: { zh: "a share", en: "a share" } };
    expect(meaningOf(setting, "zh-CN")).toContain("概率");
    expect(meaningOf(setting, "en")).toBe("a share");
    expect(meaningOf({ group: "program", name: "port", meaning: { zh: "端口", en: "port" } }, "zh-CN")).toBe("端口");
  });
});
