// The n-grams of a text as slots of a hashed table: what Ngram and NgramHeads read.
// Private to models/.
//
// Texts are read as Unicode characters with a mark before the first and after the
// last; a byte that is not UTF-8 counts as a character of its own.

#ifndef MODELS_NGRAM_SLOTS_H_
#define MODELS_NGRAM_SLOTS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace analyzer::models {

struct NgramRange {
  int shortest = 1;
  int longest = 3;
  int bits = 18;

  // Characters 1 to 8, bits 8 to 22.
  bool sound() const;
};

// The slot of every n-gram of `text`, as it comes.
void all_slots_of(std::string_view text, const NgramRange& range, std::vector<std::uint32_t>& out);

// Slots of the distinct n-grams of `text`, ascending.
void slots_of(std::string_view text, const NgramRange& range, std::vector<std::uint32_t>& out);

// Calls `visit(slot)` once for every distinct n-gram of `text`, in the order they come.
template <class Visit>
void each_distinct_slot(std::string_view text, const NgramRange& range, Visit visit) {
  constexpr std::uint32_t kBits = 64;
  thread_local std::vector<std::uint32_t> slots;
  thread_local std::vector<std::uint64_t> seen;  // a bit a slot; all clear between calls
  all_slots_of(text, range, slots);
  const std::size_t words = (std::size_t{1} << range.bits) / kBits;
  if (seen.size() < words) seen.resize(words);
  for (const std::uint32_t slot : slots) {
    const std::uint64_t bit = std::uint64_t{1} << slot % kBits;
    if ((seen[slot / kBits] & bit) != 0) continue;
    seen[slot / kBits] |= bit;
    visit(slot);
  }
  for (const std::uint32_t slot : slots) seen[slot / kBits] = 0;
}

// An n-gram and where it stands, in characters with the leading mark as the first.
struct PlacedSlot {
  std::uint32_t slot;
  std::uint32_t first;
  std::uint32_t length;
};

struct PlacedSlots {
  std::vector<PlacedSlot> slots;
  std::vector<std::uint32_t> characters;  // with the mark at either end
  std::vector<std::size_t> bytes;         // where each of them begins; the last ends
};

// As all_slots_of(), with places.
void placed_slots_of(std::string_view text, const NgramRange& range, PlacedSlots& out);

}  // namespace analyzer::models

#endif  // MODELS_NGRAM_SLOTS_H_
