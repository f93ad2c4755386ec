// Objections of those who are listed, and what was handed to police and operators of
// what is never published.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_DISPUTES_H_
#define ANALYZER_STORE_DISPUTES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "feeds/indicator.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class DisputeState : std::uint8_t {
  kOpen,
  kGranted,  // taken back; some export may still hold it
  kClosed,   // granted, and no export holds it any more
  kRefused
};

struct Dispute {
  std::string id;  // "dsp_" + time-ordered id
  DisputeState state = DisputeState::kOpen;
  feeds::IndicatorKind kind = feeds::IndicatorKind::kUrl;
  std::string value;
  std::string label;
  std::string reason;
  std::string opened_by;  // account id, or a caller's name
  Time opened_at{};
  std::string decided_by = {};  // account id
  std::optional<Time> decided_at = {};
  std::string note = {};  // of the decision
  std::optional<Time> closed_at = {};
  std::string detail = {};  // why it is not closed yet
  std::int64_t version = 1;
};

struct Handover {
  std::string id;  // "hnd_" + time-ordered id
  Time at{};
  std::string caller;
  std::string recipient;
  std::string reference;  // of the document that orders it
  std::string purpose;
  std::uint64_t entries = 0;
};

class Disputes {
 public:
  virtual ~Disputes() = default;

  // Adds it, or replaces the one whose version is `expected`. Fails with kConflict if
  // there is another version.
  virtual Status put(const Dispute& dispute, std::optional<std::int64_t> expected) = 0;
  virtual Result<std::optional<Dispute>> find(std::string_view id) = 0;
  // Of one value and not yet decided.
  virtual Result<std::optional<Dispute>> open_of(feeds::IndicatorKind kind,
                                                 std::string_view value) = 0;
  // Oldest first; all states if none is given.
  virtual Result<std::vector<Dispute>> list(std::optional<DisputeState> state,
                                            std::size_t limit) = 0;

  virtual Status add_handover(const Handover& handover) = 0;
  // Newest first.
  virtual Result<std::vector<Handover>> handovers(std::size_t limit) = 0;
};

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::DisputeState> =
    std::to_array<std::string_view>({"open", "granted", "closed", "refused"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_DISPUTES_H_
