// Cases that were handed down to a township or village (下发) and what came back (回收).
// What is asked and what was found are Secrets of kinds "asked" and "findings" whose
// owner is the referral's id.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_REFERRALS_H_
#define ANALYZER_STORE_REFERRALS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

enum class ReferralState : std::uint8_t { kSent, kReturned, kRecalled };

struct Referral {
  std::string id;  // "ref_" + time-ordered id
  std::string case_id;
  std::string unit_region;  // code of nine or twelve digits
  std::string unit_name;
  std::string sent_by;  // account id
  Time sent_at{};
  Time due_at{};  // first moment after its last day
  ReferralState state = ReferralState::kSent;
  std::string ended_by;  // account id of who entered the return or took it back
  std::optional<Time> ended_at;
  std::string found_by;  // who looked, as the unit named them
  std::optional<Date> found_on;
  bool operator==(const Referral&) const = default;
};

struct ReferralQuery {
  std::string unit_prefix = {};  // code prefix of the units
  std::optional<ReferralState> state = {};
  std::string cursor = {};  // of the page before; empty: first page
  std::size_t limit = 50;
};

struct ReferralPage {
  std::vector<Referral> referrals;
  std::string next_cursor;  // empty: no more
};

class Referrals {
 public:
  virtual ~Referrals() = default;
  // Writes the row of `referral.id`, replacing what was there.
  virtual Status put(const Referral& referral) = 0;
  virtual Result<std::optional<Referral>> find(std::string_view id) = 0;
  // Oldest first.
  virtual Result<std::vector<Referral>> of_case(std::string_view case_id) = 0;
  // What is due first comes first. Fails with kInvalid if the cursor is not of this list.
  virtual Result<ReferralPage> list(const ReferralQuery& query) = 0;
};

}  // namespace analyzer::store

template <>
inline constexpr auto analyzer::kNames<analyzer::store::ReferralState> =
    std::to_array<std::string_view>({"sent", "returned", "recalled"});

#endif  // ANALYZER_STORE_REFERRALS_H_
