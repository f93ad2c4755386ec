// A Case is what a person works on: one or more observations that belong
// together, with its state. apply() is the whole state machine, pure: the same
// events give the same case.
//
// States: open -> claimed (a lease) -> decided; an adverse finding by one
// person waits in `second_review` for another; decided cases may be reopened.
//
// A decision settles kUndoTime after it was made: until then who made it may take
// it back, and nobody outside the house hears of it. Whoever handled the matter
// before, or declared so, is recused and can neither take nor decide the case.
//
// A case that was handed down to a township or village (下发) waits for that unit until
// its day, belongs to who handed it down, and cannot be decided before the unit
// returned it or it was taken back.
//
// An objection (异议) of the person concerned is a case of its own about a decided
// one, for another person; a spot check (抽查) one about an attempt that passed.

#ifndef ANALYZER_CORE_CASE_H_
#define ANALYZER_CORE_CASE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/case_group.h"
#include "analyzer/core/contact_steps.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"

namespace analyzer {

enum class CaseKind : std::uint8_t { kAttempt, kReport, kRetro, kObjection, kSpotCheck };
template <>
inline constexpr auto kNames<CaseKind> =
    std::to_array<std::string_view>({"attempt", "report", "retro", "objection", "spot_check"});

enum class CaseState : std::uint8_t { kOpen, kClaimed, kSecondReview, kDecided };
template <>
inline constexpr auto kNames<CaseState> =
    std::to_array<std::string_view>({"open", "claimed", "second_review", "decided"});

// A person's final word, as staff know them (fraud.md 3.4).
enum class Disposition : std::uint8_t {
  kCleared,             // 排除疑点
  kConfirmedDeath,      // 属实-死亡
  kConfirmedPrison,     // 属实-服刑
  kConfirmedDuplicate,  // 属实-重复领取
  kConfirmedOther,      // 属实-非本人认证
  kFeeViolation,        // 违规代办收费
  kInsiderLead,         // 内部违规线索
  kUnreachable,         // 无法联系
  kTransferred,         // 移送
  kScam,                // 报告:属实诈骗信息
  kNotScam,             // 报告:正常信息
  kUndetermined,        // 报告:无法判断
  kUpheld,              // 异议:维持原结论
  kAmended,             // 异议成立:更正原结论
};
template <>
inline constexpr auto kNames<Disposition> = std::to_array<std::string_view>(
    {"cleared", "confirmed_death", "confirmed_prison", "confirmed_duplicate", "confirmed_other",
     "fee_violation", "insider_lead", "unreachable", "transferred", "scam", "not_scam",
     "undetermined", "upheld", "amended"});

// Why a flag turned out as it did; feeds the rules' statistics.
enum class Cause : std::uint8_t {
  kNone,
  kRuleTooWide,
  kBadData,
  kFamilyHelper,
  kRegisteredPoint,
  kWrongMatch,
  kLateRegistration,
  kEvidenceFound,
  kOther,
  kRepeated
};
template <>
inline constexpr auto kNames<Cause> = std::to_array<std::string_view>(
    {"none", "rule_too_wide", "bad_data", "family_helper", "registered_point", "wrong_match",
     "late_registration", "evidence_found", "other", "repeated"});

// True if the finding speaks against a person: it needs a note with the
// evidence and a second person of another name.
bool is_adverse(Disposition disposition);

// Where the finding itself says nothing else: what the caller of a held attempt is told.
ReviewOutcome review_outcome(Disposition disposition);

enum class CaseEventKind : std::uint8_t {
  kOpened,
  kObservationAdded,
  kClaimed,
  kRenewed,
  kReleased,
  kNoted,
  kProposed,
  kConfirmed,
  kRejected,
  kDecided,
  kReopened,
  kLapsed,
  kUndone,
  kSettled,
  kAssigned,
  kSnoozed,
  kContacted,
  kRecused,
  kChecked,
  kUnchecked,
  kExtensionAsked,
  kExtended,
  kExtensionRefused,
  kArchived,
  kAmended,
  kFileAdded,
  kFileWithdrawn,
  kReferred,
  kReferralReturned,
  kReferralRecalled,
  kSaved
};
template <>
inline constexpr auto kNames<CaseEventKind> =
    std::to_array<std::string_view>({"opened",   "observation_added", "claimed",
                                     "renewed",  "released",          "noted",
                                     "proposed", "confirmed",         "rejected",
                                     "decided",  "reopened",          "lapsed",
                                     "undone",   "settled",           "assigned",
                                     "snoozed",  "contacted",         "recused",
                                     "checked",  "unchecked",         "extension_asked",
                                     "extended", "extension_refused", "archived",
                                     "amended",  "file_added",        "file_withdrawn",
                                     "referred", "referral_returned", "referral_recalled",
                                     "saved"});

// For whose word a case waits: a unit that it was handed down to, or an office that a
// letter (函询) was sent to.
enum class CaseWait : std::uint8_t { kUnit, kUnitOverdue, kLetter };
template <>
inline constexpr auto kNames<CaseWait> = std::to_array<std::string_view>({"unit", "unit_overdue",
                                                                          "letter"});

// How long a decision may be taken back.
inline constexpr std::chrono::minutes kUndoTime{15};

// How long a case that was put off or sent back is kept for whose it was, once it is
// back in the queue; then anybody may take it.
inline constexpr std::chrono::hours kOwnerKeeps{72};

struct CaseEvent {
  CaseEventKind kind = CaseEventKind::kOpened;
  Time at{};
  std::string actor;  // account id, or "system"
  std::string note;   // free text of the reviewer; empty if none
  std::optional<Disposition> disposition;
  std::optional<Cause> cause;
  std::optional<Time> lease_until;
  std::string finding = {};                    // of a decision: id in data/casework.toml
  std::vector<std::string> destinations = {};  // ids of the same file
  std::optional<ReviewOutcome> outcome = {};   // of the finding; else by its disposition
  std::optional<double> amount_yuan = {};      // wrongly paid, as found
  std::optional<Time> until = {};              // kSnoozed, kExtensionAsked, kReferred
  std::string person = {};                     // kAssigned: account id
  std::optional<ContactWay> contact = {};      // kContacted
  std::optional<ContactResult> contact_result = {};
  std::string batch = {};      // of a decision or its undoing in bulk; what one call changed
  std::string companion = {};  // kContacted by a visit: the second person's name
  std::vector<std::string> files = {};    // kFileAdded ..., a decision: the files it rests on
  std::optional<double> saved_yuan = {};  // kSaved
};

struct Case {
  std::string id;  // "cas_" + time-ordered id
  CaseKind kind = CaseKind::kAttempt;
  CaseState state = CaseState::kOpen;
  std::string region;
  std::string title;  // one plain Chinese line for the list
  double score = 0.0;
  std::int64_t priority = 0;  // larger first
  bool held = false;          // an attempt waits for this decision
  bool escalated = false;
  std::optional<Time> decide_by;
  Time opened_at{};
  Time updated_at{};
  std::string assignee;  // account id, empty if none
  std::optional<Time> lease_until;
  std::optional<Disposition> disposition;
  std::optional<Cause> cause;
  std::string proposed_by;  // of an adverse finding that waits
  std::string decided_by;
  std::optional<Time> decided_at;
  std::uint32_t observations = 0;
  std::int64_t version = 0;  // counts events; the ETag
  std::string finding = {};  // id in data/casework.toml; empty if none was named
  std::vector<std::string> destinations = {};
  std::optional<ReviewOutcome> outcome = {};
  std::optional<double> amount_yuan = {};
  std::string owner = {};                // handed over to: next() gives it to nobody else
  std::optional<Time> owner_until = {};  // ... before this; nothing: without an end
  bool returned = false;                 // the second person sent it back
  std::optional<Time> snoozed_until = {};
  std::optional<Time> settles_at = {};  // a decision that may still be taken back
  ContactTally contacts = {};
  std::string batch = {};                    // decided in bulk by this call
  std::vector<std::string> recused = {};     // account ids
  std::string extension_by = {};             // who asked for more time and was not answered yet
  std::optional<Time> more_time_until = {};  // asked for or, if `extended`, granted
  bool extended = false;                     // once in the life of a case
  std::optional<Time> archived_at = {};
  std::optional<Time> referred_until = {};  // handed down and neither returned nor taken back
  std::optional<Time> letter_since = {};    // an answer to a letter is waited for
  std::vector<std::string> files = {};      // that the standing finding rests on
  std::optional<double> saved_yuan = {};    // loss prevented or got back, as entered last
  std::string saved_by = {};
  std::optional<Time> saved_at = {};
  CaseGroup group = {};  // whose waiting it counts as
};

// What the caller of a held attempt is told once the case is settled. The case
// must have a disposition.
ReviewOutcome outcome_of(const Case& c);

// Whether `account` may neither take nor decide the case.
bool is_recused(const Case& c, std::string_view account);

// Whether the case is kept for somebody else at that time.
bool is_anothers(const Case& c, std::string_view account, Time at);

// Returns `current` after `event`. `version` goes up by one.
//
// Fails with kConflict where the event does not fit the state: a live lease of
// another person, a decision by someone who does not hold the lease or is recused,
// a confirmation by the one who proposed, an undoing by another person or too
// late, `unreachable` before every step of contact_steps.h was gone, an adverse
// finding in bulk, a decision while a unit has the case, the withdrawal of a file that
// the standing finding rests on, more time granted by who asked for it or a second time, filing
// before the decision settled; with kInvalid where an adverse disposition or one on an
// objection lacks a note or, of attempts, a record of contact. What is missing stands
// in the error's fields.
Result<Case> apply(const Case& current, const CaseEvent& event);

}  // namespace analyzer

#endif  // ANALYZER_CORE_CASE_H_
