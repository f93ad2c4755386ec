import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetDrafts, ownDrafts, readDraft, writeDraft } from "./draft";

// As a browser's: keys are the object's own.
function fakeStorage(): Storage {
  const store = Object.create({
    getItem(key: string) { return (this as Record<string, string>)[key] ?? null; },
    setItem(key: string, value: string) { (this as Record<string, string>)[key] = value; },
    removeItem(key: string) { delete (this as Record<string, string>)[key]; },
  }) as Storage;
  return store;
}

describe("drafts", () => {
  beforeEach(() => vi.stubGlobal("sessionStorage", fakeStorage()));
  afterEach(() => vi.unstubAllGlobals());

  it("stay with the same account over a reload", () => {
    ownDrafts("usr_1");
    sessionStorage.setItem("analyzer.draft.hotline", "typed");
    ownDrafts("usr_1");
    expect(sessionStorage.getItem("analyzer.draft.hotline")).toBe("typed");
  });

  it("are gone for whoever else signs in at this computer, even after a reload", () => {
    ownDrafts("usr_1");
    sessionStorage.setItem("analyzer.draft.hotline", "typed");
    ownDrafts("usr_2");
    expect(sessionStorage.getItem("analyzer.draft.hotline")).toBeNull();
  });

  it("keep the time of their last change over a reload that changes nothing", () => {
    vi.useFakeTimers({ now: 1_000_000 });
    writeDraft("hotline", { text: "typed" });
    vi.setSystemTime(5_000_000);
    writeDraft("hotline", { text: "typed" });
    expect(readDraft("hotline")).toEqual({ at: 1_000_000, value: { text: "typed" } });
    writeDraft("hotline", { text: "typed more" });
    expect(readDraft("hotline")?.at).toBe(5_000_000);
    vi.useRealTimers();
  });

  it("are gone after signing out, and nothing else with them", () => {
    sessionStorage.setItem("analyzer.language", "en");
    sessionStorage.setItem("analyzer.draft.case.1", "note");
    forgetDrafts();
    expect(Object.keys(sessionStorage)).toEqual(["analyzer.language"]);
  });
});
