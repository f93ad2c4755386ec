// The steps of normalization that look at neighbouring characters. Each works on
// a text as a row of units, changes it in place, counts what it changed, and
// returns whether it changed anything.

#ifndef ANALYZER_TEXT_NORMALIZE_STEPS_H_
#define ANALYZER_TEXT_NORMALIZE_STEPS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// One character on its way, and where in the original it came from.
struct Unit {
  char32_t c = 0;
  std::uint32_t origin = 0;  // byte offset of its character in the original
  std::uint32_t kind = 0;    // Kind bits
};

struct Draft {
  std::vector<Unit> units;
  std::vector<Unit> spare;  // the row that a step writes into
  std::uint32_t kinds = 0;  // all units' kinds together
  std::array<std::uint32_t, kNames<Disguise>.size()> changed{};

  void count(Disguise disguise, std::uint32_t n = 1) {
    changed[static_cast<std::size_t>(disguise)] += n;
  }
  bool has(std::uint32_t kind) const { return (kinds & kind) != 0; }
  // Appends to `spare` a character that stands where `origin` points.
  void emit(char32_t c, std::uint32_t origin);
  void accept_spare() { units.swap(spare); }
};

// Each character by itself: NFKC_Casefold and the own character maps.
bool map_characters(Draft& draft);

// Emoji that stand for words become the words.
bool read_emoji(Draft& draft);

// Cyrillic and Greek letters inside Latin words, and words of them in Chinese texts;
// kana beside Chinese characters.
bool replace_look_alikes(Draft& draft);

// Blanks between Chinese characters, and marks that cut Chinese words into
// single characters.
bool squeeze_separators(Draft& draft);

// Whether a word of lexicon.h would stand across the gap [begin, end) if it and the
// other gaps in the word were not there, one of the pieces that the gap leaves being a
// single character.
bool word_cut_at(const std::vector<Unit>& units, std::size_t begin, std::size_t end);

// lexicon.h's forms: split characters and known misspellings, longest first.
bool replace_forms(Draft& draft);

// Chinese digits in runs of four or more, or mixed with Arabic ones.
bool replace_digits(Draft& draft);

// Words of lexicon.h in pinyin or in characters of the same sound.
bool replace_sounds(Draft& draft);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_NORMALIZE_STEPS_H_
