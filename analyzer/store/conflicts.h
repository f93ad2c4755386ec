// Conflicts of interest that a person stated (回避): for whose region he pays or approves
// benefits, or where his relatives live. They recuse him from every case there until
// they are ended.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_CONFLICTS_H_
#define ANALYZER_STORE_CONFLICTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

enum class ConflictKind : std::uint8_t {
  kPaying,      // 待遇发放岗
  kApproving,   // 待遇审批岗
  kRelatives,   // 亲属在该地领取待遇
  kSameVillage  // 本村(社区)
};

struct Conflict {
  std::string id;       // "cfl_" + time-ordered id
  std::string account;  // whose
  ConflictKind kind = ConflictKind::kPaying;
  std::string region;  // code prefix of the cases, at least a county
  std::string note;
  std::string stated_by;  // account id
  Time stated_at{};
  std::string ended_by;  // account id, empty while it is in force
  std::optional<Time> ended_at;
  std::string ended_why;
  bool operator==(const Conflict&) const = default;
};

class Conflicts {
 public:
  virtual ~Conflicts() = default;
  // Writes the row of `conflict.id`, replacing what was there.
  virtual Status put(const Conflict& conflict) = 0;
  virtual Result<std::optional<Conflict>> find(std::string_view id) = 0;
  // Of one account or, where that is empty, of all; newest first.
  virtual Result<std::vector<Conflict>> list(std::string_view account, std::size_t limit) = 0;
  // One of the account's in force that takes in the region.
  virtual Result<std::optional<Conflict>> against(std::string_view account,
                                                  std::string_view region) = 0;
};

}  // namespace analyzer::store

template <>
inline constexpr auto analyzer::kNames<analyzer::store::ConflictKind> =
    std::to_array<std::string_view>({"paying", "approving", "relatives", "same_village"});

#endif  // ANALYZER_STORE_CONFLICTS_H_
