import { describe, expect, it } from "vitest";
import type { Listing } from "../api/types";
import { listsByHand } from "./case_listing";

const row = (parts: Partial<Listing>): Listing => ({
  case_id: "cas_1", kind: "host", value: "a.invalid", label: "a.invalid", state: "refused", why: null, at: null, by: null,
  decided_by: null, decided_at: null, note: null, version: 1, listed: false, sources: [], ...parts,
});

describe("listsByHand", () => {
  it("offers what is not on the list, whatever was asked for before", () => {
    expect(listsByHand(row({}))).toBe(true);
    expect(listsByHand(row({ listed: true }))).toBe(false);
    expect(listsByHand(row({ state: "withdrawn" }))).toBe(true);
    expect(listsByHand(row({ state: "listed" }))).toBe(true); // somebody took it back
    expect(listsByHand(row({ state: "left_out", why: "withdrawn" }))).toBe(true);
  });
  it("offers neither what waits or is to come nor what nobody may list here", () => {
    for (const state of ["waiting", "will_list", "will_wait"] as const) expect(listsByHand(row({ state }))).toBe(false);
    for (const why of ["official", "shared", "payee", "personal"]) expect(listsByHand(row({ state: "left_out", why }))).toBe(false);
    expect(listsByHand(row({ kind: "phone" }))).toBe(false); // its number is not known here
  });
});
