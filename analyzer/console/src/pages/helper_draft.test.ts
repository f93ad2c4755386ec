import { describe, expect, it } from "vitest";
import type { HelperProposal } from "../api/types";
import { bodyOf, draftOfProposal, emptyDraft, mistakesOf, typedLink } from "./helper_draft";

const kProposal: HelperProposal = {
  likely: true, kind: "village_doctor", area: [{ code: "990101001202", name: "" }], valid_from: "2026-03-10",
  valid_until: "2027-03-10", weekdays: ["mon"], opens: "08:00", closes: "18:00", persons_day: 15, persons_week: 20,
  links: [{ kind: "device", id: "d1", attempts: 9, persons: 9 }, { kind: "wifi", id: "w1", attempts: 9, persons: 9 }],
  attempts: 9, persons: 9, first_on: "2026-03-10", last_on: "2026-03-10",
};

describe("a helper's draft", () => {
  it("takes what the case proposes, but a Wi-Fi only when it is ticked", () => {
    const draft = draftOfProposal(kProposal, "cas_1", "李村卫生室", (attempts) => `${attempts}`);
    expect(bodyOf(draft)).toMatchObject({
      kind: "village_doctor", name: "李村卫生室", area: ["990101001202"], valid_until: "2027-03-10", persons_day: 15,
      case_id: "cas_1", links: [{ kind: "device", id: "d1" }],
    });
    draft.links.forEach((link) => { link.keep = true; });
    expect(bodyOf(draft).links).toHaveLength(2);
  });

  it("leaves out what is empty, and beds of what is no home", () => {
    const draft = { ...emptyDraft(), name: " 西街 ", beds: 20, links: [typedLink(), { ...typedLink("phone"), value: " 139 " }] };
    const body = bodyOf(draft);
    expect(body).toMatchObject({ name: "西街", beds: null, valid_until: null, links: [{ kind: "phone", value: "139" }] });
    expect(bodyOf({ ...draft, kind: "nursing_home" }).beds).toBe(20);
  });

  it("sorts the server's messages to their fields", () => {
    expect(mistakesOf([
      { pointer: "/area/0", message: "格式" }, { pointer: "/area/1", message: "格式" }, { pointer: "/area/2", message: "越界" },
      { pointer: "/name", message: "必填" }, { message: "整体" },
    ])).toEqual({ area: "格式; 越界", name: "必填", "": "整体" });
  });
});
