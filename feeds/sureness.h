// What a listing may do follows from how sure the surest voice that calls the value
// bad is (Standing::confidence): persons of ours and imported lists are sure; a list
// that is fetched is as sure as data/feeds.toml lets it be.

#ifndef FEEDS_SURENESS_H_
#define FEEDS_SURENESS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "analyzer/core/names.h"

namespace analyzer::feeds {

// The link is only told to be listed; it counts as more suspicious; or it is highly
// suspicious at least.
enum class Effect : std::uint8_t { kInform, kRaise, kFloor };

inline constexpr double kRaisesFrom = 0.5;
inline constexpr double kFloorsFrom = 0.9;

constexpr Effect effect_of(double confidence) {
  if (confidence >= kFloorsFrom) return Effect::kFloor;
  return confidence >= kRaisesFrom ? Effect::kRaise : Effect::kInform;
}

// The confidence of a list that may do no more than `may`, however sure it is itself.
constexpr double bounded_confidence(double confidence, Effect may) {
  constexpr double kBelow = 0.01;
  if (may == Effect::kInform) return std::min(confidence, kRaisesFrom - kBelow);
  return may == Effect::kRaise ? std::min(confidence, kFloorsFrom - kBelow) : confidence;
}

}  // namespace analyzer::feeds

namespace analyzer {
template <>
inline constexpr auto kNames<feeds::Effect> = std::to_array<std::string_view>({"inform", "raise",
                                                                               "floor"});
}  // namespace analyzer

#endif  // FEEDS_SURENESS_H_
