import { describe, expect, it } from "vitest";
import { tellApart } from "./tell_apart";

interface Row { id: string; title: string; place: string; at: string }
const row = (id: string, title: string, place: string, at = "09:00"): Row => ({ id, title, place, at });
const ways = [(r: Row) => r.place, (r: Row) => r.at, (r: Row) => r.id.slice(-4)];
const apart = (...rows: Row[]) => Object.fromEntries(tellApart(rows, ways));

describe("titles that are the same", () => {
  it("are left alone where each is its own", () => expect(apart(row("a", "x", "甲"), row("b", "y", "甲"))).toEqual({}));
  it("are told apart by the place", () =>
    expect(apart(row("a", "x", "甲"), row("b", "x", "乙"), row("c", "y", "甲"))).toEqual({ a: "甲", b: "乙" }));
  it("of one place by the time, and the place is not said", () =>
    expect(apart(row("a", "x", "甲", "09:00"), row("b", "x", "甲", "10:00"))).toEqual({ a: "09:00", b: "10:00" }));
  it("of one place and time by the end of the number", () =>
    expect(apart(row("cas_0001", "x", "甲"), row("cas_0002", "x", "甲"))).toEqual({ cas_0001: "0001", cas_0002: "0002" }));
  it("take as many words as all of them need", () =>
    expect(apart(row("a", "x", "甲", "09:00"), row("b", "x", "甲", "10:00"), row("c", "x", "", "09:00")))
      .toEqual({ a: "甲 · 09:00", b: "甲 · 10:00", c: "09:00" }));
});
