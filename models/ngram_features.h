// The n-grams of a text as features: what Ngram, NgramHeads and HashNet read. A text is
// cut once and read by all of them.
//
// Texts are read as Unicode characters with a mark before the first and after the
// last; a byte that is not UTF-8 counts as a character of its own. The caller
// normalizes. Pure; any thread.

#ifndef MODELS_NGRAM_FEATURES_H_
#define MODELS_NGRAM_FEATURES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "models/feature.h"

namespace analyzer::models {

inline constexpr int kLongestNgram = 8;  // characters

// Whether a table of 2^bits places can be of n-grams this long.
constexpr bool sound_ngrams(int longest, int bits) {
  return longest >= 1 && longest <= kLongestNgram && bits >= 8 && bits <= 22;
}

// The distinct n-grams of one to `longest` characters, at most kLongestNgram. Takes some
// 10 us for 200 characters.
std::vector<Feature> ngram_features(std::string_view text, int longest = 3);

// An n-gram and where it stands, in characters with the leading mark as the first.
struct PlacedFeature {
  Feature feature;
  std::uint32_t first;
  std::uint32_t length;
};

struct PlacedFeatures {
  std::vector<PlacedFeature> features;    // every n-gram, as often as it stands there
  std::vector<std::uint32_t> characters;  // with the mark at either end
  std::vector<std::size_t> bytes;         // where each of them begins; the last ends
};

// As ngram_features(), with places.
PlacedFeatures placed_ngram_features(std::string_view text, int longest = 3);

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_FEATURES_H_
