// Tips on fund fraud (举报): when they came, what is due when, where they stand.
// What was told and by whom are two Secrets of the tip's id, kinds "tip" and
// "informant"; notes are encrypted as well. The store can read none of it.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_TIPS_H_
#define ANALYZER_STORE_TIPS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class TipState : std::uint8_t { kReceived, kAccepted, kTransferred, kRefused, kAnswered };

}  // namespace analyzer::store
namespace analyzer {
template <>
inline constexpr auto kNames<store::TipState> =
    std::to_array<std::string_view>({"received", "accepted", "transferred", "refused", "answered"});
}  // namespace analyzer
namespace analyzer::store {

struct Tip {
  std::string id;  // "tip-20260102-003": read back to the informant
  Time at{};
  std::string region;
  TipState state = TipState::kReceived;
  bool named = false;  // the informant left a name or number
  Date examine_by{};   // last day to accept, transfer or refuse it
  Date answer_by{};    // last day to tell a named informant
  std::int64_t version = 1;
  bool operator==(const Tip&) const = default;
};

struct TipEvent {
  TipState state = TipState::kReceived;
  Time at{};
  std::string actor;
  std::string note;  // encrypted bytes; may be empty
  bool operator==(const TipEvent&) const = default;
};

struct TipQuery {
  std::string region = {};  // code prefix
  bool unplaced = false;    // also those that tell no place
  std::string cursor = {};  // of the page before; empty: first page
  std::size_t limit = 50;
};

struct TipPage {
  std::vector<Tip> tips;
  std::string next_cursor;  // empty: no more
};

class Tips {
 public:
  virtual ~Tips() = default;
  // Writes `tip`; `expected` is the version it had, nothing for a new one. Fails
  // with kConflict otherwise.
  virtual Status put(const Tip& tip, std::optional<std::int64_t> expected) = 0;
  virtual Result<std::optional<Tip>> find(std::string_view id) = 0;
  // Those with something left to do first, by their next due day. Fails with kInvalid
  // if the cursor is not of this list.
  virtual Result<TipPage> list(const TipQuery& query) = 0;
  // How many have an id that begins so.
  virtual Result<std::uint64_t> count(std::string_view id_prefix) = 0;
  virtual Status append_event(std::string_view id, const TipEvent& event) = 0;
  virtual Result<std::vector<TipEvent>> events(std::string_view id) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_TIPS_H_
