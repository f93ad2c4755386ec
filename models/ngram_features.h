// What a HashNet (models/hash_net.h) reads of a text: its distinct n-grams of
// characters, hashed. Pure; any thread.

#ifndef MODELS_NGRAM_FEATURES_H_
#define MODELS_NGRAM_FEATURES_H_

#include <string_view>
#include <vector>

#include "models/hash_net.h"

namespace analyzer::models {

// The n-grams of one to `longest` characters, at most 8. The caller normalizes. Takes
// some 10 us for 200 characters.
std::vector<Feature> ngram_features(std::string_view text, int longest = 3);

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_FEATURES_H_
