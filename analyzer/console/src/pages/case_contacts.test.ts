import { describe, expect, it } from "vitest";
import type { CaseEvent } from "../api/types";
import { letterSince } from "./case_contacts";

const entry = (at: string, contact: string, contact_result: string): CaseEvent => ({ kind: "contacted", at, actor: "a", contact, contact_result }) as CaseEvent;

describe("a letter to an authority", () => {
  it.each([
    ["none was sent", [], null],
    ["a call is none", [entry("t1", "phone", "no_answer")], null],
    ["one is waited for from when it was sent", [entry("t1", "letter", "sent"), entry("t2", "phone", "reached")], "t1"],
    ["one that was answered is not", [entry("t1", "letter", "sent"), entry("t2", "letter", "reached")], null],
    ["the next one is", [entry("t1", "letter", "sent"), entry("t2", "letter", "reached"), entry("t3", "letter", "sent")], "t3"],
    ["of two the other is", [entry("t1", "letter", "sent"), entry("t2", "letter", "sent"), entry("t3", "letter", "reached")], "t2"],
  ])("%s", (_, events, since) => expect(letterSince(events as CaseEvent[])).toBe(since));
});
