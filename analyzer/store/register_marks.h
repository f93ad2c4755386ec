// What people of the bureaus say about entries of the official register and the table of
// brands (data/official.toml): that they checked one, or that one is wrong. The file stays
// as it was shipped.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_REGISTER_MARKS_H_
#define ANALYZER_STORE_REGISTER_MARKS_H_

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
enum class MarkKind : std::uint8_t {
  kConfirmation,  // the entry is right
  kCorrection,    // it is not; what it should say
};
enum class MarkState : std::uint8_t {
  kProposed,  // waits for a second person
  kInForce,
  kRefused,  // by the second person, or taken back by who proposed it
  kWithdrawn,
};

struct RegisterMark {
  std::string id;     // "mrk_" + time-ordered id
  std::string entry;  // RegisterEntry::id or RegisterBrand::id: of what the entry says now
  std::string name;   // of the entry, for who reads the mark later
  MarkKind kind = MarkKind::kConfirmation;
  MarkState state = MarkState::kProposed;
  std::string bureau;    // who checked it
  std::string evidence;  // how, or what the entry should say
  std::string by;        // account id
  Time at{};
  std::string decided_by = {};  // account id
  std::optional<Time> decided_at = {};
  std::string ended_by = {};  // who withdrew it
  std::optional<Time> ended_at = {};
  std::string note = {};  // of the refusal or the withdrawal
  std::int64_t version = 1;
  bool operator==(const RegisterMark&) const = default;
};

class Session;

class RegisterMarks {
 public:
  virtual ~RegisterMarks() = default;

  // Adds it, or replaces the one whose version is `expected`. Fails with kConflict if
  // there is another version.
  virtual Status put(const RegisterMark& mark, std::optional<std::int64_t> expected) = 0;
  virtual Result<std::optional<RegisterMark>> find(std::string_view id) = 0;
  // Proposed and in force, oldest first.
  virtual Result<std::vector<RegisterMark>> current() = 0;
  // All that was ever said about one entry, newest first.
  virtual Result<std::vector<RegisterMark>> of_entry(std::string_view entry) = 0;
  // Grows with every change.
  virtual Result<std::uint64_t> revision() = 0;
};

// The session's role; lives as long as the session.
RegisterMarks& register_marks(Session& session);

}  // namespace analyzer::store

namespace analyzer {
template <>
inline constexpr auto kNames<store::MarkKind> = std::to_array<std::string_view>({"confirmation",
                                                                                 "correction"});
template <>
inline constexpr auto kNames<store::MarkState> =
    std::to_array<std::string_view>({"proposed", "in_force", "refused", "withdrawn"});
}  // namespace analyzer

#endif  // ANALYZER_STORE_REGISTER_MARKS_H_
