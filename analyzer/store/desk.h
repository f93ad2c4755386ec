// The hotline's own view of the reports taken at its desk: who is to be called
// back, what was added later, whom a report was passed on to.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_DESK_H_
#define ANALYZER_STORE_DESK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"
#include "analyzer/store/observations.h"

namespace analyzer::store {

// The numbers are stored: append only.
enum class Callback : std::uint8_t { kNone, kDue, kDone };
enum class DeskEntryKind : std::uint8_t { kReferral, kCallback, kSupplement };

}  // namespace analyzer::store
namespace analyzer {
template <>
inline constexpr auto kNames<store::Callback> = std::to_array<std::string_view>({"none", "due",
                                                                                 "done"});
template <>
inline constexpr auto kNames<store::DeskEntryKind> =
    std::to_array<std::string_view>({"referral", "callback", "supplement"});
}  // namespace analyzer
namespace analyzer::store {

// A report taken at the desk. The caller's number is a Secret of kind "contact"
// whose owner is the seq in decimal, and only while a call back is due.
struct DeskReport {
  Seq seq = 0;
  std::string report_id;
  Time at{};
  std::string region;
  Level level = Level::kLow;
  std::string source;  // words of the report, empty where not told
  std::string medium;
  std::string agent;
  std::optional<double> paid_yuan;
  std::optional<LinkKey> caller;  // keyed hash of the caller's number
  Callback callback = Callback::kNone;
  std::string missing;  // words of what was not asked yet, separated by blanks
  std::string case_id;  // of the observation, as it is now; ignored by add()
  bool operator==(const DeskReport&) const = default;
};

// What was done about one afterwards; append only.
struct DeskEntry {
  DeskEntryKind kind = DeskEntryKind::kReferral;
  Time at{};
  std::string by;               // account id
  std::string recipient;        // of a referral: "96110" ...
  std::string receipt;          // the recipient's own number for it
  std::optional<bool> reached;  // of a call back
  std::string note;             // encrypted bytes; may be empty
  bool operator==(const DeskEntry&) const = default;
};

// A note that was written before notes were encrypted.
struct ClearNote {
  std::int64_t entry = 0;
  Seq report = 0;
  std::string text;
};

struct DeskQuery {
  std::string region = {};  // code prefix; those that tell no place are everybody's
  std::optional<Callback> callback = {};
  std::string text = {};  // part of the report's id
  std::optional<LinkKey> caller = {};
  Seq before = 0;  // only smaller ones; 0: from the newest
  std::size_t limit = 50;
};

class Desk {
 public:
  virtual ~Desk() = default;
  // Fails with kConflict if the report is there already.
  virtual Status add(const DeskReport& report) = 0;
  virtual Result<std::optional<DeskReport>> find(std::string_view report_id) = 0;
  // Newest first, but calls that are due oldest first.
  virtual Result<std::vector<DeskReport>> list(const DeskQuery& query) = 0;
  virtual Status append(Seq report, const DeskEntry& entry) = 0;
  // Notes still in clear, and putting encrypted bytes in the place of one.
  virtual Result<std::vector<ClearNote>> clear_notes(std::size_t limit) = 0;
  virtual Status seal_note(const ClearNote& entry, std::string_view sealed) = 0;
  // Oldest first.
  virtual Result<std::vector<DeskEntry>> entries(Seq report) = 0;
  virtual Status set_callback(Seq report, Callback callback) = 0;
  virtual Status set_missing(Seq report, std::string_view words) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_DESK_H_
