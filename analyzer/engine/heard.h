// What can be heard in the wording of a text (analyzer/engine/text_heard.h).

#ifndef ANALYZER_ENGINE_HEARD_H_
#define ANALYZER_ENGINE_HEARD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/words.h"

namespace analyzer {

// What a text tells of the person it happened to (data/corpus/README.md, "harm").
enum class ToldHarm : std::uint8_t {
  kGone,      // money, card, password, code or the telephone's control were given away
  kIdentity,  // face, papers, signature or number were
  kNear       // nothing yet, but it is about to happen or happening
};
template <>
inline constexpr auto kNames<ToldHarm> = std::to_array<std::string_view>({"gone", "identity",
                                                                          "near"});

struct Heard {
  std::vector<Tactic> tactics;  // ascending
  std::vector<ToldHarm> harm;   // ascending
};

// The probabilities from which something counts as heard, each within (0,1).
struct LeastHeard {
  double tactic = 0.5;
  std::array<double, kNames<ToldHarm>.size()> harm = {0.5, 0.5, 0.5};
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_HEARD_H_
