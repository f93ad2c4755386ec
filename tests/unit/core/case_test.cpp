// The state machine of a case, event by event.

#include "analyzer/core/case.h"

#include <catch2/catch.hpp>

#include "analyzer/core/contact_steps.h"

namespace analyzer {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Time kMorning = parse_time("2026-03-10T09:00:00+08:00").value();

CaseEvent made(CaseEventKind kind, const std::string& actor, Time at,
               const std::string& note = {}) {
  CaseEvent event;
  event.kind = kind;
  event.actor = actor;
  event.at = at;
  event.note = note;
  if (kind == CaseEventKind::kClaimed) event.lease_until = at + minutes(10);
  return event;
}

// A case in time: each step applies an event some minutes later.
struct Story {
  Case c;
  Time now = kMorning;
  std::string code;  // of the last refusal: first field's code, else "refused"

  explicit Story(CaseKind kind = CaseKind::kAttempt) {
    c.id = "cas_1";
    c.kind = kind;
    c.opened_at = now;
  }
  bool step(CaseEvent event) {
    now += minutes(1);
    event.at = now;
    if (event.kind == CaseEventKind::kClaimed) event.lease_until = now + minutes(10);
    const Result<Case> next = apply(c, event);
    code.clear();
    if (!next) {
      const auto& fields = next.error().fields;
      code = fields.empty() ? "refused" : fields.front().code;
      return false;
    }
    CHECK(next->version == c.version + 1);
    c = *next;
    return true;
  }
  bool claim(const std::string& actor) { return step(made(CaseEventKind::kClaimed, actor, now)); }
  bool decide(const std::string& actor, Disposition disposition, const std::string& note = {}) {
    CaseEvent event = made(CaseEventKind::kDecided, actor, now, note);
    event.disposition = disposition;
    event.cause = Cause::kOther;
    return step(event);
  }
  bool contact(const std::string& actor, ContactWay way, ContactResult result) {
    CaseEvent event = made(CaseEventKind::kContacted, actor, now, "无人接听");
    event.contact = way;
    event.contact_result = result;
    if (way == ContactWay::kVisit) event.companion = "王某";
    return step(event);
  }
  bool undo(const std::string& actor) { return step(made(CaseEventKind::kUndone, actor, now)); }
};

}  // namespace

TEST_CASE("a decision may be taken back for a quarter of an hour by who made it") {
  Story story;
  story.c.held = true;
  REQUIRE(story.claim("li"));
  REQUIRE(story.decide("li", Disposition::kCleared));
  CHECK(story.c.state == CaseState::kDecided);
  CHECK(story.c.held);  // nobody outside knows yet
  CHECK(story.c.settles_at == *story.c.decided_at + kUndoTime);
  CHECK_FALSE(story.undo("zhao"));

  SECTION("in time the case is open again and still holds") {
    REQUIRE(story.undo("li"));
    CHECK(story.c.state == CaseState::kOpen);
    CHECK_FALSE(story.c.disposition.has_value());
    CHECK_FALSE(story.c.settles_at.has_value());
    CHECK(story.c.held);
  }
  SECTION("it settles when the time is over, not before, and lets go what it held") {
    CHECK_FALSE(story.step(made(CaseEventKind::kSettled, "system", story.now)));
    story.now = *story.c.settles_at - minutes(1);
    CHECK_FALSE(story.undo("li"));
    CHECK(story.code == "settled");
    REQUIRE(story.step(made(CaseEventKind::kSettled, "system", story.now)));
    CHECK_FALSE(story.c.held);
    CHECK_FALSE(story.undo("li"));
  }
  SECTION("reopened by another before it settled, it still holds") {
    REQUIRE(story.step(made(CaseEventKind::kReopened, "zhao", story.now, "漏看一条")));
    CHECK(story.c.held);
    CHECK_FALSE(story.c.settles_at.has_value());
  }
}

TEST_CASE("an adverse finding needs evidence, a contact and another person") {
  Story story;
  REQUIRE(story.claim("li"));
  CHECK_FALSE(story.decide("li", Disposition::kConfirmedDeath, "殡仪馆回函"));
  CHECK(story.code == "required");
  REQUIRE(story.contact("li", ContactWay::kSparePhone, ContactResult::kReached));
  CHECK_FALSE(story.decide("li", Disposition::kConfirmedDeath, ""));
  REQUIRE(story.decide("li", Disposition::kConfirmedDeath, "殡仪馆回函"));
  CHECK(story.c.state == CaseState::kSecondReview);
  CHECK_FALSE(story.step(made(CaseEventKind::kConfirmed, "li", story.now)));
  CHECK(story.code == "same_person");

  SECTION("confirmed by another, who alone may take the confirmation back") {
    REQUIRE(story.step(made(CaseEventKind::kConfirmed, "zhao", story.now)));
    CHECK_FALSE(story.undo("li"));
    REQUIRE(story.undo("zhao"));
    CHECK(story.c.state == CaseState::kSecondReview);
    CHECK(story.c.disposition == Disposition::kConfirmedDeath);
    CHECK(story.c.proposed_by == "li");
  }
  SECTION("sent back, it is the proposer's again and nobody else's") {
    REQUIRE(story.step(made(CaseEventKind::kRejected, "zhao", story.now, "缺回函")));
    CHECK(story.c.returned);
    CHECK(story.c.owner == "li");
    CHECK_FALSE(story.claim("sun"));
    CHECK(story.code == "handed_over");
    REQUIRE(story.claim("li"));
    REQUIRE(story.step(made(CaseEventKind::kReleased, "li", story.now)));
    CHECK(story.claim("sun"));
  }
  SECTION("withdrawn by the proposer before anybody confirmed") {
    CHECK_FALSE(story.undo("zhao"));
    REQUIRE(story.undo("li"));
    CHECK(story.c.proposed_by.empty());
    CHECK_FALSE(story.c.disposition.has_value());
  }
}

TEST_CASE("a finding about a fee that a caller reported needs no further contact") {
  Story story(CaseKind::kReport);
  REQUIRE(story.claim("li"));
  CHECK(story.decide("li", Disposition::kFeeViolation, "三名群众反映"));
}

TEST_CASE("nobody is beyond reach before every step was gone") {
  struct Row {
    ContactWay way;
    int day;            // of the entry
    std::string wants;  // what is still owed afterwards; empty: nothing
  };
  const Row rows[] = {
      {ContactWay::kPhone, 0, "contact_call"},
      {ContactWay::kPhone, 0, "contact_call_another_day"},
      {ContactWay::kPhone, 0, "contact_call_another_day"},
      {ContactWay::kPhone, 1, "contact_spare_phone"},
      {ContactWay::kSparePhone, 1, "contact_village"},
      {ContactWay::kVillage, 1, "contact_visit"},
      {ContactWay::kVisit, 2, ""},
  };
  Story story;
  for (const Row& row : rows) {
    story.now = kMorning + days(row.day) + minutes(story.c.version);
    REQUIRE(story.claim("li"));
    REQUIRE(story.contact("li", row.way, ContactResult::kNoAnswer));
    Story tried = story;
    const bool done = tried.decide("li", Disposition::kUnreachable);
    INFO(tried.code);
    CHECK(done == row.wants.empty());
    CHECK(tried.code == row.wants);
    REQUIRE(story.step(made(CaseEventKind::kReleased, "li", story.now)));
  }
  SECTION("and somebody who was met is not") {
    REQUIRE(story.claim("li"));
    REQUIRE(story.contact("li", ContactWay::kWindow, ContactResult::kReached));
    CHECK_FALSE(story.decide("li", Disposition::kUnreachable));
    CHECK(story.code == "was_reached");
  }
}

TEST_CASE("a case is put off with a day and a reason, never beyond its hold") {
  struct Row {
    const char* what;
    std::optional<Time> until;
    std::string note;
    bool held;
    bool accepted;
  };
  const Row rows[] = {
      {"until a later day", kMorning + days(3), "等回函", false, true},
      {"without a reason", kMorning + days(3), "", false, false},
      {"until the past", kMorning - days(1), "等回函", false, false},
      {"before the hold ends", kMorning + days(1), "等回函", true, true},
      {"beyond the hold", kMorning + days(2), "等回函", true, false},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    Story story;
    story.c.held = row.held;
    if (row.held) story.c.decide_by = kMorning + days(2);
    REQUIRE(story.claim("li"));
    CaseEvent event = made(CaseEventKind::kSnoozed, "li", story.now, row.note);
    event.until = row.until;
    CHECK(story.step(event) == row.accepted);
    if (!row.accepted) continue;
    CHECK(story.c.state == CaseState::kOpen);
    CHECK_FALSE(story.claim("zhao"));  // it comes back to who put it off
    CHECK(story.claim("li"));
    CHECK_FALSE(story.c.snoozed_until.has_value());
  }
}

TEST_CASE("who is recused can neither take, decide, confirm nor be handed the case") {
  Story story;
  REQUIRE(story.claim("li"));
  CHECK_FALSE(story.step(made(CaseEventKind::kRecused, "li", story.now)));  // why?
  REQUIRE(story.step(made(CaseEventKind::kRecused, "li", story.now, "同村")));
  CHECK(story.c.state == CaseState::kOpen);
  CHECK_FALSE(story.claim("li"));
  CHECK(story.code == "recused");
  CaseEvent hand = made(CaseEventKind::kAssigned, "zhao", story.now);
  hand.person = "li";
  CHECK_FALSE(story.step(hand));
  hand.person = "sun";
  REQUIRE(story.step(hand));
  CHECK(story.c.owner == "sun");
  REQUIRE(story.claim("sun"));
  REQUIRE(story.contact("sun", ContactWay::kPhone, ContactResult::kReached));
  REQUIRE(story.decide("sun", Disposition::kConfirmedOther, "录像比对不是本人"));
  CHECK_FALSE(story.step(made(CaseEventKind::kConfirmed, "li", story.now)));
  CHECK(story.code == "recused");
}

TEST_CASE("a decision in bulk takes free cases, harmless findings, and is undone by its own call") {
  const auto bulk = [](Disposition disposition) {
    CaseEvent event = made(CaseEventKind::kDecided, "li", kMorning, "同一活动");
    event.disposition = disposition;
    event.cause = Cause::kOther;
    event.batch = "blk_1";
    return event;
  };
  Story story(CaseKind::kReport);
  SECTION("never a finding against a person") {
    CHECK_FALSE(story.step(bulk(Disposition::kFeeViolation)));
    CHECK_FALSE(story.step(bulk(Disposition::kUnreachable)));
  }
  SECTION("nothing that another person works on") {
    REQUIRE(story.claim("zhao"));
    CHECK_FALSE(story.step(bulk(Disposition::kScam)));
  }
  SECTION("undone as a whole, and only under its own name") {
    REQUIRE(story.step(bulk(Disposition::kScam)));
    CaseEvent undo = made(CaseEventKind::kUndone, "zhu", story.now);
    undo.batch = "blk_2";
    CHECK_FALSE(story.step(undo));
    undo.batch = "blk_1";
    REQUIRE(story.step(undo));
    CHECK(story.c.state == CaseState::kOpen);
    CHECK(story.c.batch.empty());
  }
}

TEST_CASE("the caller hears what the finding says, else what its disposition says") {
  Case c;
  c.disposition = Disposition::kFeeViolation;
  CHECK(outcome_of(c) == ReviewOutcome::kDoNotAccept);
  c.outcome = ReviewOutcome::kAccept;  // the elder stays entitled
  CHECK(outcome_of(c) == ReviewOutcome::kAccept);
}

TEST_CASE("an office that answers a letter is not the person who was to be reached") {
  const Time at = from_millis(1'773'000'000'000);
  const ContactTally letter = count_contact({}, ContactWay::kLetter, ContactResult::kReached, at);
  CHECK(letter.entries == 1);
  CHECK_FALSE(letter.reached);
  CHECK(count_contact(letter, ContactWay::kPhone, ContactResult::kReached, at).reached);
  CHECK(count_contact(letter, ContactWay::kVisit, ContactResult::kReached, at).reached);
}

}  // namespace analyzer
