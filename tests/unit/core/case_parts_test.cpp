// What is laid with a case and whom it waits for, event by event.

#include <catch2/catch.hpp>

#include "analyzer/core/attempt.h"
#include "analyzer/core/case.h"

namespace analyzer {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kMorning = parse_time("2026-03-10T09:00:00+08:00").value();

CaseEvent made(CaseEventKind kind, const std::string& actor, Time at, const std::string& note) {
  CaseEvent event;
  event.kind = kind;
  event.actor = actor;
  event.at = at;
  event.note = note;
  if (kind == CaseEventKind::kClaimed) event.lease_until = at + minutes(10);
  return event;
}

Case claimed(const std::string& actor = "li") {
  Case c;
  c.id = "cas_1";
  c.opened_at = kMorning;
  return apply(c, made(CaseEventKind::kClaimed, actor, kMorning, "")).value();
}

CaseEvent referral(const std::string& actor, Time until) {
  CaseEvent event =
      made(CaseEventKind::kReferred, actor, kMorning + minutes(1), "示例镇,5个工作日");
  event.until = until;
  return event;
}

CaseEvent clearing(Time at) {
  CaseEvent event = made(CaseEventKind::kDecided, "li", at, "");
  event.disposition = Disposition::kCleared;
  event.cause = Cause::kBadData;
  return event;
}

// First field's code of a refusal, else "refused"; "" where it was taken.
std::string refusal(const Case& c, const CaseEvent& event) {
  const Result<Case> next = apply(c, event);
  if (next) return "";
  return next.error().fields.empty() ? "refused" : next.error().fields.front().code;
}

}  // namespace

TEST_CASE("a case that was handed down waits, belongs to who handed it down, and comes back") {
  const Time due = kMorning + hours(24 * 7);
  Case c = apply(claimed(), referral("li", due)).value();
  CHECK(c.state == CaseState::kOpen);
  CHECK(c.referred_until == due);
  CHECK(c.snoozed_until == due);
  CHECK(c.owner == "li");
  CHECK(c.assignee.empty());
  const Time later = kMorning + hours(5);
  CHECK(is_anothers(c, "sun", later));

  SECTION("looking at it meanwhile does not end the waiting, and nothing is decided") {
    Case again = apply(c, made(CaseEventKind::kClaimed, "li", later, "")).value();
    CHECK(again.snoozed_until == due);
    CHECK(refusal(again, clearing(later)) == "referred");
    CHECK(refusal(again, referral("li", due)) == "referred");
    again = apply(again, made(CaseEventKind::kReleased, "li", later, "")).value();
    CHECK(again.referred_until == due);
    CHECK(again.snoozed_until == due);
  }
  SECTION("returned, it is in the queue again, kept for its owner for a while") {
    const Case back =
        apply(c, made(CaseEventKind::kReferralReturned, "chen", later, "已核实")).value();
    CHECK_FALSE(back.referred_until);
    CHECK_FALSE(back.snoozed_until);
    CHECK(back.owner == "li");
    CHECK(back.owner_until == later + kOwnerKeeps);
    const Case held = apply(back, made(CaseEventKind::kClaimed, "li", later, "")).value();
    CHECK(refusal(held, clearing(later)).empty());
    CHECK(refusal(back, made(CaseEventKind::kReferralReturned, "chen", later, "再次")) ==
          "refused");
  }
  SECTION("taken back with a reason alone") {
    CHECK(refusal(c, made(CaseEventKind::kReferralRecalled, "li", later, "")) == "required");
    CHECK(refusal(c, made(CaseEventKind::kReferralRecalled, "li", later, "单位有误")).empty());
  }
}

TEST_CASE("what cannot be handed down is refused by its reason") {
  Case c = claimed();
  CHECK(refusal(c, referral("sun", kMorning + hours(24))) == "refused");  // not hers
  CHECK(refusal(c, referral("li", kMorning)) == "range");
  c.held = true;
  c.decide_by = kMorning + hours(48);
  CHECK(refusal(c, referral("li", kMorning + hours(72))) == "beyond_hold");
  CHECK(refusal(c, referral("li", kMorning + hours(24))).empty());
}

TEST_CASE("a letter is waited for until it is answered or the case decided") {
  CaseEvent letter = made(CaseEventKind::kContacted, "li", kMorning + minutes(1), "函询民政");
  letter.contact = ContactWay::kLetter;
  letter.contact_result = ContactResult::kSent;
  const Case sent = apply(claimed(), letter).value();
  CHECK(sent.letter_since == letter.at);
  letter.contact_result = ContactResult::kReached;
  CHECK_FALSE(apply(sent, letter).value().letter_since);
  CHECK_FALSE(apply(sent, clearing(kMorning + minutes(2))).value().letter_since);
}

TEST_CASE("a visit names the second person") {
  CaseEvent visit = made(CaseEventKind::kContacted, "li", kMorning + minutes(1), "见到本人");
  visit.contact = ContactWay::kVisit;
  visit.contact_result = ContactResult::kReached;
  CHECK(refusal(claimed(), visit) == "required");
  visit.companion = "王某";
  CHECK(refusal(claimed(), visit).empty());
}

TEST_CASE("a file the finding rests on stays, one beside it may be withdrawn") {
  CaseEvent file = made(CaseEventKind::kFileAdded, "li", kMorning + minutes(1), "回函");
  file.files = {"fil_1"};
  Case c = apply(claimed(), file).value();
  c.kind = CaseKind::kReport;  // needs no contact
  CaseEvent finding = made(CaseEventKind::kProposed, "li", kMorning + minutes(2), "三人反映收费");
  finding.disposition = Disposition::kFeeViolation;
  finding.cause = Cause::kEvidenceFound;
  finding.files = {"fil_1"};
  c = apply(c, finding).value();
  CHECK(c.files == std::vector<std::string>{"fil_1"});
  CaseEvent gone = made(CaseEventKind::kFileWithdrawn, "li", kMorning + minutes(3), "传错");
  gone.files = {"fil_1"};
  CHECK(refusal(c, gone) == "evidence");
  gone.files = {"fil_2"};
  CHECK(refusal(c, gone).empty());
  gone.note.clear();
  CHECK(refusal(c, gone) == "required");
  SECTION("sent back, it may go too") {
    const Case back =
        apply(c, made(CaseEventKind::kRejected, "zhao", kMorning + minutes(4), "不足")).value();
    CHECK(back.files.empty());
  }
  SECTION("who is recused lays nothing in, and nobody does once it is archived") {
    Case apart = c;
    apart.recused = {"sun"};
    file.actor = "sun";
    CHECK(refusal(apart, file) == "recused");
    apart.archived_at = kMorning;
    file.actor = "zhao";
    CHECK(refusal(apart, file) == "archived");
  }
}

TEST_CASE("what was saved is entered by who works on the case or after it is decided") {
  CaseEvent saved = made(CaseEventKind::kSaved, "li", kMorning + minutes(1), "已退回");
  saved.saved_yuan = 1200.5;
  Case c = apply(claimed(), saved).value();
  CHECK(c.saved_yuan == 1200.5);
  CHECK(c.saved_by == "li");
  CHECK(c.saved_at == saved.at);
  saved.actor = "sun";
  CHECK(refusal(c, saved) == "refused");
  c = apply(c, clearing(kMorning + minutes(2))).value();
  saved.saved_yuan = 1300.0;
  c = apply(c, saved).value();  // the last entry counts, of whomever
  CHECK(c.saved_yuan == 1300.0);
  CHECK(c.saved_by == "sun");
  saved.note.clear();
  CHECK(refusal(c, saved) == "required");
}

TEST_CASE("country or town, scheme and age are read from what was told") {
  CHECK(is_rural("411302203205") == true);
  CHECK(is_rural("411302203001") == false);
  CHECK(is_rural("411302001") == false);
  CHECK(is_rural("411302203") == true);
  CHECK_FALSE(is_rural("411302").has_value());
  CHECK_FALSE(is_rural("411302203900").has_value());
  CHECK_FALSE(is_rural("").has_value());

  Attempt attempt;
  attempt.region = "411302203205";
  CHECK(group_of(attempt) == CaseGroup{{}, {}, true});
  attempt.person.scheme = Scheme::kEmployee;
  attempt.person.residence_region = "411302001003";
  for (const auto& [age, band] : {std::pair{45, AgeBand::kBelow60},
                                  {59, AgeBand::kBelow60},
                                  {60, AgeBand::k60s},
                                  {79, AgeBand::k70s},
                                  {80, AgeBand::k80s},
                                  {90, AgeBand::k90AndMore},
                                  {112, AgeBand::k90AndMore}}) {
    attempt.person.age = age;
    INFO(age);
    CHECK(group_of(attempt) == CaseGroup{Scheme::kEmployee, band, false});
  }
}

}  // namespace analyzer
