// What the small models over bags of features read (models/hash_net.h, ngram.h,
// ngram_heads.h): numbers that stand for pieces of a thing.

#ifndef MODELS_FEATURE_H_
#define MODELS_FEATURE_H_

#include <cstdint>

namespace analyzer::models {

// A number that its maker hashed a piece to, well spread over all 32 bits.
using Feature = std::uint32_t;

// The place of `feature` in a table of 2^bits, bits 1 to 32: its leading bits.
constexpr std::uint32_t slot_of(Feature feature, int bits) { return feature >> (32 - bits); }

}  // namespace analyzer::models

#endif  // MODELS_FEATURE_H_
