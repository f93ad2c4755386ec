#include "models/ngram_slots.h"

#include <algorithm>

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

// Calls `visit(slot, first, length)` for every n-gram.
template <class Visit>
void each_slot(const std::vector<std::uint32_t>& characters, const NgramRange& range, Visit visit) {
  const std::size_t n = characters.size();
  const unsigned shift = 64U - static_cast<unsigned>(range.bits);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (int length = 1; length <= range.longest && i + length <= n; ++length) {
      hash = (hash ^ characters[i + length - 1]) * 0xD6E8FEB86659FD93ULL;
      hash ^= hash >> 32;
      if (length < range.shortest) continue;
      visit(static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15ULL) >> shift), i, length);
    }
  }
}

}  // namespace

bool NgramRange::sound() const {
  return shortest >= 1 && longest >= shortest && longest <= 8 && bits >= 8 && bits <= 22;
}

void all_slots_of(std::string_view text, const NgramRange& range, std::vector<std::uint32_t>& out) {
  thread_local std::vector<std::uint32_t> characters;
  decode(text, characters, nullptr);
  out.clear();
  each_slot(characters, range,
            [&out](std::uint32_t slot, std::size_t, int) { out.push_back(slot); });
}

void slots_of(std::string_view text, const NgramRange& range, std::vector<std::uint32_t>& out) {
  all_slots_of(text, range, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

void placed_slots_of(std::string_view text, const NgramRange& range, PlacedSlots& out) {
  decode(text, out.characters, &out.bytes);
  out.slots.clear();
  each_slot(out.characters, range, [&out](std::uint32_t slot, std::size_t first, int length) {
    out.slots.push_back(
        {slot, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(length)});
  });
}

}  // namespace analyzer::models
