#include "models/ngram_features.h"

#include <bit>

#include "models/ngram_slots.h"

namespace analyzer::models {

std::vector<Feature> ngram_features(std::string_view text, int longest) {
  constexpr Feature kFree = 0;  // an n-gram that is hashed to it is left out
  constexpr int kBits = 32;
  thread_local std::vector<Feature> seen;  // an open-addressed set, at most half full
  std::vector<Feature> out;
  all_slots_of(text, {1, longest, kBits}, out);
  const std::size_t cells = std::bit_ceil(2 * out.size());
  seen.assign(cells, kFree);
  std::size_t kept = 0;
  for (const Feature ngram : out) {
    std::size_t cell = ngram & (cells - 1);
    while (seen[cell] != kFree && seen[cell] != ngram) cell = (cell + 1) & (cells - 1);
    if (seen[cell] == ngram) continue;
    seen[cell] = ngram;
    out[kept++] = ngram;
  }
  out.resize(kept);
  return out;
}

}  // namespace analyzer::models
