// The review queue: cases, their events and the links that bind them.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_CASES_H_
#define ANALYZER_STORE_CASES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// The numbers are part of cursors.
enum class CaseOrder : std::uint8_t {
  kUrgent,   // held by decide_by first, then priority, then oldest: as next() picks
  kNewest,   // opened_at, newest first
  kUpdated,  // updated_at, newest first
};

// Which cases a list shows; what is left out does not restrict.
struct CaseQuery {
  std::vector<CaseState> states = {};
  std::vector<CaseKind> kinds = {};
  std::vector<Level> levels = {};  // of Cases::level()
  std::string region_prefix = {};  // administrative code; what the account may see
  bool unplaced = false;           // also those of no region
  std::string assignee = {};       // works on it, or it was handed over to
  std::optional<bool> held = {};
  std::optional<bool> snoozed = {};  // put off beyond `now`
  Time now{};
  std::optional<bool> escalated = {};
  std::optional<bool> archived = {};
  bool asks_extension = false;         // only those whose extension waits for an answer
  std::optional<CaseWait> waits = {};  // only those that wait so at `now`
  std::optional<Disposition> disposition = {};
  std::string text = {};  // part of the title or the whole id
  CaseOrder order = CaseOrder::kUrgent;
  std::string cursor = {};  // of the page before; empty: first page
  std::size_t limit = 50;
};

struct CasePage {
  std::vector<Case> cases;
  std::string next_cursor;  // empty: no more
};

// Who asks for work, and when.
struct ClaimQuery {
  std::string region_prefix = {};
  bool unplaced = false;             // also those of no region
  std::vector<CaseKind> kinds = {};  // empty: all
  std::vector<Level> levels = {};    // of Cases::level(); empty: all
  Time now{};                        // leases that end at or before it are free
  std::string actor = {};            // skips what this person skipped, proposed or is recused from,
                                     // what is another's, and what is put off
  bool first_review = true;          // open cases and those whose lease ran out
  bool second_review = false;        // findings that wait for a second person
};

struct CaseCounts {
  struct Row {
    CaseKind kind = CaseKind::kAttempt;
    CaseState state = CaseState::kOpen;
    std::uint64_t count = 0;
    std::uint64_t held = 0;
  };
  std::vector<Row> rows;               // every kind and state that occurs
  std::optional<Time> oldest_open;     // opened_at of the oldest undecided case
  std::optional<Time> next_decide_by;  // of the held ones
};

// Of whom and as of when figures are.
struct FigureQuery {
  std::string region_prefix = {};  // and what has no region
  std::string actor = {};          // whose own decisions are told apart
  Time now{};
  Time soon{};          // a decision due before it is due soon
  Time today{};         // when the day began
  Time decided_from{};  // older decisions are left out
};

struct CaseFigures {
  struct Open {
    CaseKind kind = CaseKind::kAttempt;
    CaseState state = CaseState::kOpen;
    std::uint64_t count = 0;
    std::uint64_t held = 0;
    std::uint64_t overdue = 0;
    std::uint64_t due_soon = 0;
  };
  struct Decided {
    Disposition disposition = Disposition::kCleared;
    std::uint64_t count = 0;
    std::uint64_t settled = 0;  // may no longer be taken back
    std::uint64_t today = 0;
    std::uint64_t today_by_actor = 0;
  };
  std::vector<Open> open;  // every kind and state that occurs but kDecided
  std::vector<Decided> decided;
  std::optional<Time> oldest_open;
};

class Cases {
 public:
  virtual ~Cases() = default;

  // Writes `c`. `expected` is the version it was read with; nothing: a new case.
  //
  // Fails with kConflict if the stored version is another one or, for a new
  // case, if the id is taken; with kNotFound if `expected` is given and no such
  // case exists.
  virtual Status put(const Case& c, std::optional<std::int64_t> expected) = 0;

  // Returns the case, or nothing.
  virtual Result<std::optional<Case>> find(std::string_view id) = 0;

  // The highest level of its reports; nothing where it has none.
  virtual Result<std::optional<Level>> level(std::string_view id) = 0;

  // Fails with kInvalid if the cursor is not one of this query's order.
  virtual Result<CasePage> list(const CaseQuery& query) = 0;

  // Returns the most urgent case that `query.actor` may take, or nothing. To
  // claim it: begin(), next(), apply(), put(expected version), commit(); two
  // sessions never get the same case that way.
  virtual Result<std::optional<Case>> next(const ClaimQuery& query) = 0;

  // Leaves the case out of next() for `actor` until `until`.
  virtual Status skip(std::string_view id, std::string_view actor, Time until) = 0;

  // Undecided held cases with decide_by <= `now`, earliest first: to be lapsed.
  virtual Result<std::vector<Case>> lapsed(Time now, std::size_t limit) = 0;

  // Decisions that may no longer be taken back at `now`, earliest first.
  virtual Result<std::vector<Case>> settling(Time now, std::size_t limit) = 0;

  // Decided cases not archived whose decision settled and was made before `decided`,
  // earliest first.
  virtual Result<std::vector<Case>> done_with(Time decided, std::size_t limit) = 0;

  // Cases whose standing decision was made in bulk by that call, by id.
  virtual Result<std::vector<Case>> of_batch(std::string_view batch) = 0;

  // The case's diary, oldest first.
  virtual Status append_event(std::string_view id, const CaseEvent& event) = 0;
  virtual Result<std::vector<CaseEvent>> events(std::string_view id) = 0;

  // Adds links to a case; those it has already are left as they are.
  virtual Status add_links(std::string_view id, std::span<const Link> links) = 0;
  virtual Result<std::vector<Link>> links(std::string_view id) = 0;

  // Notes that a case is about an observation that stands in another one. No effect if
  // that is noted, or where one of the two is not there.
  virtual Status mention(std::string_view id, Seq observation) = 0;
  // By number.
  virtual Result<std::vector<Seq>> mentions(std::string_view id) = 0;

  // Ids of undecided cases that have one of `links`, those with most links in
  // common first, then the oldest.
  virtual Result<std::vector<std::string>> find_open_by_links(std::span<const Link> links) = 0;

  // The same of decided cases, but the latest of each link alone, then the latest decided;
  // at most `limit`.
  virtual Result<std::vector<std::string>> find_decided_by_links(std::span<const Link> links,
                                                                 std::size_t limit) = 0;

  virtual Result<CaseCounts> counts() = 0;
  virtual Result<CaseFigures> figures(const FigureQuery& query) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_CASES_H_
