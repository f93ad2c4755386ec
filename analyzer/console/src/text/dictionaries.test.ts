import { describe, expect, it } from "vitest";
import typologies from "../../../../data/typologies.toml?raw";
import attemptColumns from "../../../engine/attempt_columns.cpp?raw";
import textColumns from "../../../engine/text_columns.cpp?raw";
import openapi from "../../../server/openapi.yaml?raw";
import { parse } from "yaml";
import { columns } from "./columns";
import { en } from "./en";
import { zh } from "./zh";

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const enums = (parse(openapi) as { components: { schemas: Record<string, { enum?: string[] }> } }).components.schemas;

describe("the two dictionaries", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });
  it("have the same placeholders in each text", () => {
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
      expect(placeholders(en[key]), key).toEqual(placeholders(zh[key]));
    }
  });
  it("leave no Chinese in the English one but the language's own name", () => {
    const left = Object.entries(en).filter(([k, v]) => k !== "app.language" && /[\u4e00-\u9fff]/.test(v));
    expect(left).toEqual([]);
  });
  it("leave no text empty", () => {
    expect([...Object.values(zh), ...Object.values(en)].filter((v) => v.trim() === "")).toEqual([]);
  });

  // Every word of the contract that the console shows has a text.
  it.each([
    ["Channel", "channel"], ["Outcome", "outcome"], ["FailureCode", "failure"], ["Sex", "sex"], ["Scheme", "scheme"],
    ["BenefitStatus", "benefit"], ["Special", "special"], ["OperatorRole", "operator"], ["Relation", "relation"],
    ["PhoneKind", "phone_kind"], ["NetworkKind", "network"], ["BiometricMode", "mode"], ["EvidenceSource", "source"],
    ["RegistryHitKind", "registry"], ["ReportSource", "report_source"], ["Medium", "medium"], ["Wording", "wording"],
    ["ReportKind", "report_kind"], ["Tactic", "tactic"], ["Decision", "decision"], ["Level", "level"],
    ["CaseKind", "kind"], ["CaseState", "state"], ["Disposition", "disposition"], ["Cause", "cause"],
    ["CaseEventKind", "event"], ["Role", "role"], ["Scope", "scope"], ["LinkDisguise", "disguise"],
    ["RegisterKind", "register.kind"], ["HelperKind", "helpers.kind"], ["HelperLinkKind", "helpers.link"], ["Weekday", "weekday"],
    ["ContactWay", "contact.way"], ["ContactResult", "contact.result"], ["ContactStep", "contact.step"], ["OrderReason", "order"],
    ["CaseWait", "waits"], ["ReferralState", "referral.state"], ["ConflictKind", "conflicts.kind"],
  ])("name every word of %s", (schema, prefix) => {
    const words = enums[schema]?.enum ?? [];
    expect(words.length).toBeGreaterThan(1);
    expect(words.filter((w) => !(`${prefix}.${w}` in zh))).toEqual([]);
  });

  it("name every action that a typology asks for", () => {
    const lists = [...typologies.matchAll(/^required_actions = \[(.*)\]$/gm)].map((m) => m[1] as string);
    const actions = new Set(lists.flatMap((list) => list.match(/\w+/g) ?? []));
    expect(actions.size).toBeGreaterThan(5);
    expect([...actions].filter((action) => !(`action.${action}` in zh))).toEqual([]);
  });

  it("name every column of the attempt and text models", () => {
    const names = [...`${attemptColumns}${textColumns}`.matchAll(/^ {4}\{"([a-z_]+\.[a-z0-9_]+)"/gm)].map((m) => m[1] as string);
    expect(names.length).toBeGreaterThan(80);
    const named = (name: string) => {
      const [first, rest] = name.split(".") as [string, string];
      if (name in columns) return true;
      return first === "tactic" ? name in zh : `link.${first}` in zh && `count.${rest}` in zh;
    };
    expect(names.filter((name) => !named(name))).toEqual([]);
  });
});
