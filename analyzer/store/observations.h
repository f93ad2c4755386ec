// What came in and what was answered: one row an accepted attempt or report,
// never changed but for its case and for what became of it later.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_OBSERVATIONS_H_
#define ANALYZER_STORE_OBSERVATIONS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/core/case.h"
#include "analyzer/core/link.h"
#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/window_event.h"
#include "analyzer/core/words.h"

namespace analyzer::store {

// Place of an observation in the order of acceptance; counts from 1, gaps are
// possible. The `arrival` of window events is this number.
using Seq = std::uint64_t;

// SHA-256 as raw bytes.
using Digest = std::array<std::uint8_t, 32>;

// The numbers are stored: append only.
enum class ObservationKind : std::uint8_t { kAttempt, kReport };

// Who sent it and under which name: the key of idempotency.
struct ObservationKey {
  ObservationKind kind = ObservationKind::kAttempt;
  std::string caller;       // the caller's stable name, not the API key
  std::string external_id;  // attempt_id or report_id
  auto operator<=>(const ObservationKey&) const = default;
};

// An observation about to be recorded. All texts are UTF-8.
struct NewObservation {
  Seq seq = 0;  // from next_seq(); 0: append() takes the next one
  ObservationKey key;
  Digest body_digest{};  // SHA-256 of the canonical JSON body
  Time occurred_at{};    // received_at of a report
  Time arrived_at{};
  std::string region;                // administrative code, decides who may see it
  std::optional<Outcome> outcome;    // of attempts
  std::optional<Decision> decision;  // of attempts
  std::optional<Level> level;        // of reports
  double score = 0.0;                // calibrated probability in [0,1]
  bool degraded = false;
  std::string case_id;            // empty: none
  std::optional<LinkKey> person;  // canonical key (see Aliases)
  // What a list may name later: places of links and of the referrer, numbers. Kept for
  // at_place() alone; get() does not give them back.
  std::vector<LinkKey> places = {};
  // The AttemptEvent or ReportEvent by kind; its `arrival` is ignored and given
  // back as `seq` by scan(). None: the observation does not count in windows.
  std::variant<std::monostate, AttemptEvent, ReportEvent> event;
  std::string facts;    // JSON, masked
  std::string verdict;  // JSON; with the History where it is reviewed or held
  std::string answer;   // the answer's bytes as sent
  int status = 201;     // HTTP status of the first answer
};

// What a repeated request is answered with.
struct StoredAnswer {
  Seq seq = 0;
  Digest body_digest{};
  std::string answer;
  int status = 201;
  std::string case_id;
};

// What is known of an attempt after it was answered (POST .../outcome).
struct LaterOutcome {
  std::string outcome;  // "passed", "failed", "withdrawn"
  Time at{};
  std::string source;
  bool operator==(const LaterOutcome&) const = default;
};

struct StoredObservation {
  NewObservation observation;          // with seq
  std::vector<LaterOutcome> outcomes;  // oldest first
};

// One line of a list.
struct ObservationSummary {
  Seq seq = 0;
  ObservationKey key;
  Time occurred_at{};
  std::string region;
  std::optional<Outcome> outcome;
  std::optional<Decision> decision;
  std::optional<Level> level;
  double score = 0.0;
  bool degraded = false;
  std::string case_id;
  Time arrived_at{};
};

enum class ReviewState : std::uint8_t { kNone, kOpen, kDecided };
}  // namespace analyzer::store
namespace analyzer {
template <>
inline constexpr auto kNames<store::ObservationKind> = std::to_array<std::string_view>({"attempt",
                                                                                        "report"});
template <>
inline constexpr auto kNames<store::ReviewState> = std::to_array<std::string_view>({"none", "open",
                                                                                    "decided"});
}  // namespace analyzer
namespace analyzer::store {

// How the review of an observation stands.
struct Review {
  ReviewState state = ReviewState::kNone;
  std::string case_id;
  std::optional<Disposition> disposition;  // when decided
  std::optional<Time> decided_at;
  std::optional<ReviewOutcome> outcome = {};  // of the finding, if it says one of its own
  bool lapsed = false;  // open, but its hold ended undecided: accepted for now
};

struct RecentQuery {
  std::optional<ObservationKind> kind = {};
  std::string region_prefix = {};  // empty: everywhere
  bool degraded_only = false;      // those to be judged again
  Seq before = 0;                  // only seq < before; 0: from the newest
  std::size_t limit = 50;
};

class Observations {
 public:
  virtual ~Observations() = default;

  // Returns the stored answer to `key`, or nothing if it was never accepted.
  virtual Result<std::optional<StoredAnswer>> find(const ObservationKey& key) = 0;

  // Reserves the next number in the order of acceptance: greater than all that
  // were given before by any session of this store. An unused one leaves a gap.
  virtual Result<Seq> next_seq() = 0;

  // Records `observation` and returns its seq. Durable after commit().
  //
  // Fails with kConflict if its key or seq is taken; then nothing is changed
  // and the transaction goes on.
  virtual Result<Seq> append(const NewObservation& observation) = 0;

  // Fails with kNotFound.
  virtual Result<StoredObservation> get(Seq seq) = 0;

  // All of one case, oldest first.
  virtual Result<std::vector<ObservationSummary>> of_case(std::string_view case_id) = 0;

  // The latest of one person first, by the canonical key. Takes one index probe.
  virtual Result<std::vector<ObservationSummary>> of_person(LinkKey person, std::size_t limit) = 0;

  // Observations with this among their `places`, after `after`, in their order.
  virtual Result<std::vector<Seq>> at_place(LinkKey place, Seq after, std::size_t limit) = 0;

  // Newest first.
  virtual Result<std::vector<ObservationSummary>> recent(const RecentQuery& query) = 0;

  // Puts the observation into a case (or another one). Fails with kNotFound.
  virtual Status set_case(Seq seq, std::string_view case_id) = 0;

  // Replaces what a degraded answer's second judgement found; the answer's
  // bytes stay. A report's level is `level` from now on where one is given. Clears
  // `degraded`. Fails with kNotFound.
  virtual Status set_verdict(Seq seq, std::string_view verdict, double score,
                             std::string_view case_id, std::optional<Level> level) = 0;

  // Replaces the answer's bytes by those that the caller was given while it was not
  // known whether the observation is here. Fails with kNotFound.
  virtual Status set_answer(Seq seq, std::string_view answer) = 0;

  // Adds what became of it; earlier ones are kept. Fails with kNotFound.
  virtual Status set_outcome(Seq seq, const LaterOutcome& outcome) = 0;

  // Fails with kNotFound if the observation is not there.
  virtual Result<Review> review_of(Seq seq) = 0;

  // Says which keys find() will be asked for in this transaction, one with the right to
  // write: where a question costs a round trip they are asked together. find() answers as
  // without it.
  virtual Status look_ahead(const std::vector<ObservationKey>& keys) = 0;

  // Those with numbers after `after`, in their order.
  virtual Result<std::vector<NewObservation>> following(Seq after, std::size_t limit) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_OBSERVATIONS_H_
