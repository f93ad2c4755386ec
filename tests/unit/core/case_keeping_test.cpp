// Whose a case is and until when, more time, filing, objections.

#include <catch2/catch.hpp>

#include "analyzer/core/case.h"

namespace analyzer {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Time kMorning = parse_time("2026-03-10T09:00:00+08:00").value();

// A case in time; `code` is what the last refusal's first field says, else "refused".
struct Story {
  Case c;
  Time now = kMorning;
  std::string code = {};

  explicit Story(CaseKind kind = CaseKind::kAttempt) { c.kind = kind; }
  bool step(CaseEventKind kind, const std::string& actor, const std::string& note = {},
            std::optional<Disposition> disposition = {}, std::optional<Time> until = {}) {
    now += minutes(1);
    CaseEvent event;
    event.kind = kind;
    event.actor = actor;
    event.at = now;
    event.note = note;
    event.disposition = disposition;
    event.until = until;
    if (kind == CaseEventKind::kClaimed) event.lease_until = now + minutes(10);
    const Result<Case> next = apply(c, event);
    code.clear();
    if (next) {
      c = *next;
      return true;
    }
    code = next.error().fields.empty() ? "refused" : next.error().fields.front().code;
    return false;
  }
  bool claim(const std::string& actor) { return step(CaseEventKind::kClaimed, actor); }
  bool settle() {
    now += kUndoTime;
    return step(CaseEventKind::kSettled, "system");
  }
};

}  // namespace

TEST_CASE("what was put off is its owner's for three days after it came back, then anybody's") {
  Story story;
  REQUIRE(story.claim("li"));
  REQUIRE(story.step(CaseEventKind::kSnoozed, "li", "等回函", {}, story.now + days(2)));
  CHECK(story.c.owner == "li");
  story.now += days(2) + kOwnerKeeps - minutes(5);
  CHECK_FALSE(story.claim("sun"));
  CHECK(story.code == "handed_over");
  story.now += minutes(10);
  REQUIRE(story.claim("sun"));
  CHECK(story.c.owner.empty());
  CHECK_FALSE(story.c.owner_until);
}

TEST_CASE("what was sent back is the proposer's for three days; what was handed over stays") {
  Story story(CaseKind::kReport);
  REQUIRE(story.claim("li"));
  REQUIRE(story.step(CaseEventKind::kProposed, "li", "有人收费", Disposition::kFeeViolation));
  REQUIRE(story.step(CaseEventKind::kRejected, "zhao", "缺依据"));
  CHECK_FALSE(story.claim("sun"));
  story.now += kOwnerKeeps;
  REQUIRE(story.claim("sun"));
  CaseEvent event;
  event.kind = CaseEventKind::kAssigned;
  event.actor = "sun";
  event.person = "wang";
  event.at = story.now;
  story.c = apply(story.c, event).value();
  story.now += days(30);
  CHECK_FALSE(story.claim("li"));
  CHECK(story.claim("wang"));
}

TEST_CASE("a hold that ended, by itself or by a decision, has no end any more") {
  for (const bool decided : {false, true}) {
    Story story;
    story.c.held = true;
    story.c.decide_by = kMorning + days(2);
    if (decided) {
      REQUIRE(story.claim("li"));
      REQUIRE(story.step(CaseEventKind::kDecided, "li", "", Disposition::kCleared));
      CHECK(story.c.decide_by.has_value());  // it may still be taken back
      REQUIRE(story.settle());
    } else {
      REQUIRE(story.step(CaseEventKind::kLapsed, "system"));
    }
    CHECK_FALSE(story.c.held);
    CHECK_FALSE(story.c.decide_by.has_value());
  }
}

TEST_CASE("more time is granted once, by another person, and never to a hold") {
  Story story;
  const auto ask = [&] {
    return story.step(CaseEventKind::kExtensionAsked, "li", "监所回函慢", {}, story.now + days(10));
  };
  CHECK_FALSE(ask());  // not claimed
  REQUIRE(story.claim("li"));
  REQUIRE(ask());
  CHECK_FALSE(ask());
  CHECK_FALSE(story.step(CaseEventKind::kExtended, "li"));
  CHECK(story.code == "same_person");
  REQUIRE(story.step(CaseEventKind::kExtensionRefused, "zhao", "依据不足"));
  CHECK_FALSE(story.c.more_time_until);
  REQUIRE(ask());  // better founded
  REQUIRE(story.step(CaseEventKind::kExtended, "zhao"));
  CHECK(story.c.extended);
  CHECK(story.c.more_time_until.has_value());
  CHECK_FALSE(ask());
  CHECK(story.code == "extended");

  Story hold;
  hold.c.held = true;
  hold.c.decide_by = kMorning + days(2);
  REQUIRE(hold.claim("li"));
  CHECK_FALSE(hold.step(CaseEventKind::kExtensionAsked, "li", "慢", {}, hold.now + days(10)));
  CHECK(hold.code == "held");
}

TEST_CASE("a case is filed once its decision holds, and comes out by being opened again") {
  Story story;
  CHECK_FALSE(story.step(CaseEventKind::kArchived, "zhao"));
  REQUIRE(story.claim("li"));
  REQUIRE(story.step(CaseEventKind::kDecided, "li", "", Disposition::kCleared));
  CHECK_FALSE(story.step(CaseEventKind::kArchived, "zhao"));
  CHECK(story.code == "unsettled");
  REQUIRE(story.settle());
  REQUIRE(story.step(CaseEventKind::kArchived, "zhao"));
  CHECK_FALSE(story.step(CaseEventKind::kArchived, "zhao"));
  REQUIRE(story.step(CaseEventKind::kReopened, "zhao", "新证据"));
  CHECK_FALSE(story.c.archived_at);
}

TEST_CASE("an objection is answered with words for the person, and by nothing else") {
  Story story(CaseKind::kObjection);
  REQUIRE(story.claim("wang"));
  for (const Disposition other :
       {Disposition::kCleared, Disposition::kScam, Disposition::kConfirmedDeath}) {
    CHECK_FALSE(story.step(CaseEventKind::kDecided, "wang", "复查", other));
    CHECK(story.code == "not_allowed");
  }
  CHECK_FALSE(story.step(CaseEventKind::kDecided, "wang", "", Disposition::kUpheld));
  CHECK(story.code == "required");
  REQUIRE(story.step(CaseEventKind::kDecided, "wang", "登记属实", Disposition::kUpheld));
  CHECK(story.c.state == CaseState::kDecided);

  Story attempt;
  REQUIRE(attempt.claim("li"));
  CHECK_FALSE(attempt.step(CaseEventKind::kDecided, "li", "x", Disposition::kAmended));
}

TEST_CASE("a granted objection clears the settled case, and nothing that is still open") {
  Story story(CaseKind::kReport);
  CHECK_FALSE(story.step(CaseEventKind::kAmended, "wang", "异议成立", Disposition::kCleared));
  REQUIRE(story.claim("li"));
  REQUIRE(story.step(CaseEventKind::kProposed, "li", "有人收费", Disposition::kFeeViolation));
  REQUIRE(story.step(CaseEventKind::kConfirmed, "zhao"));
  CHECK_FALSE(story.step(CaseEventKind::kAmended, "wang", "异议成立", Disposition::kCleared));
  REQUIRE(story.settle());
  CHECK_FALSE(story.step(CaseEventKind::kAmended, "wang", "x", Disposition::kConfirmedOther));
  REQUIRE(story.step(CaseEventKind::kAmended, "wang", "异议成立", Disposition::kCleared));
  CHECK(story.c.disposition == Disposition::kCleared);
  CHECK(outcome_of(story.c) == ReviewOutcome::kAccept);
}

}  // namespace analyzer
