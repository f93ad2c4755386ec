#include "models/ngram_features.h"

#include <bit>

namespace analyzer::models {
namespace {

constexpr std::uint32_t kBegin = 2;  // control characters, which normalized texts do not hold
constexpr std::uint32_t kEnd = 3;

// Characters of `text` between the marks; a byte out of place as 0x110000 + byte.
// `bytes`, if any, gets where each begins.
void decode(std::string_view text, std::vector<std::uint32_t>& out,
            std::vector<std::size_t>* bytes) {
  out.clear();
  out.push_back(kBegin);
  if (bytes != nullptr) bytes->assign(1, 0);
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    std::uint32_t character = length == 1   ? lead
                              : length == 2 ? lead & 0x1FU
                              : length == 3 ? lead & 0x0FU
                                            : lead & 0x07U;
    bool good = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; good && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      good = (next & 0xC0U) == 0x80U;
      character = (character << 6) | (next & 0x3FU);
    }
    out.push_back(good ? character : 0x110000U + lead);
    if (bytes != nullptr) bytes->push_back(i);
    i += good ? length : 1;
  }
  out.push_back(kEnd);
  if (bytes != nullptr) bytes->insert(bytes->end(), 2, text.size());
}

// Calls `visit(feature, first, length)` for every n-gram.
template <class Visit>
void each_ngram(const std::vector<std::uint32_t>& characters, int longest, Visit visit) {
  const std::size_t n = characters.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (int length = 1; length <= longest && i + length <= n; ++length) {
      hash = (hash ^ characters[i + length - 1]) * 0xD6E8FEB86659FD93ULL;
      hash ^= hash >> 32;
      visit(static_cast<Feature>((hash * 0x9E3779B97F4A7C15ULL) >> 32), i, length);
    }
  }
}

}  // namespace

std::vector<Feature> ngram_features(std::string_view text, int longest) {
  constexpr Feature kFree = 0;  // an n-gram that is hashed to it is left out
  thread_local std::vector<std::uint32_t> characters;
  thread_local std::vector<Feature> seen;  // an open-addressed set, at most half full
  decode(text, characters, nullptr);
  const std::size_t most = characters.size() * static_cast<std::size_t>(longest);
  const std::size_t cells = std::bit_ceil(2 * most);
  seen.assign(cells, kFree);
  std::vector<Feature> out;
  out.reserve(most);
  each_ngram(characters, longest, [&](Feature ngram, std::size_t, int) {
    std::size_t cell = ngram & (cells - 1);
    while (seen[cell] != kFree && seen[cell] != ngram) cell = (cell + 1) & (cells - 1);
    if (seen[cell] == ngram) return;
    seen[cell] = ngram;
    out.push_back(ngram);
  });
  return out;
}

PlacedFeatures placed_ngram_features(std::string_view text, int longest) {
  PlacedFeatures out;
  decode(text, out.characters, &out.bytes);
  out.features.reserve(out.characters.size() * static_cast<std::size_t>(longest));
  each_ngram(out.characters, longest, [&out](Feature feature, std::size_t first, int length) {
    out.features.push_back(
        {feature, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(length)});
  });
  return out;
}

}  // namespace analyzer::models
