// Plain messages written as frauds write them to slip past programs: what a person
// still reads as the same message. For measuring and testing, not for judging.
//
// Pure functions; any number of threads may call them at once.
//
// Example:
//   disguised("请认证养老金", Trick::kSplit)      // 请讠人讠正养老金

#ifndef ANALYZER_SERVICE_TEXT_DISGUISES_H_
#define ANALYZER_SERVICE_TEXT_DISGUISES_H_

#include <string>
#include <string_view>

#include "analyzer/core/names.h"

namespace analyzer {

enum class Trick : std::uint8_t {
  kZeroWidth,    // characters that show nothing between the others, in links too
  kFullWidth,    // full-width letters, digits and marks
  kTraditional,  // traditional characters and their variants
  kSpaces,       // blanks inside words
  kSymbols,      // marks between characters: 养*老*金
  kEmoji,        // emoji between characters and for words
  kLetters,      // letters of other scripts for Latin ones, in links too
  kRadicals,     // radicals, strokes and characters that look alike: ⼈, 囗, 曰
  kSplit,        // characters written as their halves: 讠人
  kHomophones,   // words with characters of the same sound
  kPinyin,       // words in pinyin, in whole or in part
  kDigits,       // Chinese, circled and keycap digits, those of other scripts
  kMarks,        // variation selectors and marks that combine with any character
  kLinks,        // links broken up: [.], 。, 点, blanks
  kMixed,        // three of these
};
template <>
inline constexpr auto kNames<Trick> = std::to_array<std::string_view>(
    {"zero_width", "full_width", "traditional", "spaces", "symbols", "emoji", "letters", "radicals",
     "split", "homophones", "pinyin", "digits", "marks", "links", "mixed"});

// Returns `text` (UTF-8) with `trick` played on it: the same text gives the same
// result. Where nothing of the kind can be done to `text`, returns it as it is.
//
// `change_targets`: whether kLetters may put other letters into links, which makes
// them links to somewhere else.
std::string disguised(std::string_view text, Trick trick, bool change_targets = true);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TEXT_DISGUISES_H_
