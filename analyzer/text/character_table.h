// What normalization knows of each character by itself: what it becomes and
// what kind it is afterwards.

#ifndef ANALYZER_TEXT_CHARACTER_TABLE_H_
#define ANALYZER_TEXT_CHARACTER_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// The kinds that the steps on neighbouring characters ask for. Values are bits,
// so that a text's kinds can be gathered in one word.
enum Kind : std::uint32_t {
  kOtherKind = 0,
  kHan = 1U << 0,
  kLatin = 1U << 1,      // a to z
  kDigitKind = 1U << 2,  // 0 to 9
  kBlank = 1U << 3,      // blank, tab, line break
  kSeparator = 1U << 4,  // marks that may stand inside words
  kBracket = 1U << 5,
  kKana = 1U << 6,
  kForeignLetter = 1U << 7,  // Cyrillic, Greek and others that look like Latin letters
  kEmojiKind = 1U << 8,
  kHanDigit = 1U << 9,    // beside kHan
  kFormStart = 1U << 10,  // begins one of lexicon.h's forms
  kOddMark = 1U << 11,    // marks and symbols that Chinese typography has no use for
};

class CharacterTable {
 public:
  // The one table; built at the first call (some 20 ms), immutable afterwards.
  static const CharacterTable& get();

  enum class Action : std::uint8_t {
    kKeep,
    kReplace,  // by one character
    kExpand,   // by several, see expansion()
    kDrop,
    kCombine,  // depends on what stands before it: NFKC of the whole group
  };

  struct Entry {
    char32_t target = 0;  // kReplace
    Action action = Action::kKeep;
    std::uint8_t disguise = kNoDisguise;  // what a change counts as
    std::uint16_t kind = kOtherKind;      // of the character as it stands
  };
  static constexpr std::uint8_t kNoDisguise = 0xFF;

  Entry entry(char32_t c) const { return c < entries_.size() ? entries_[c] : rare_entry(c); }
  std::uint32_t kind(char32_t c) const { return entry(c).kind; }

  // What a kExpand character becomes.
  std::u32string expansion(char32_t c) const;

  // NFKC_Casefold, then the own character maps, of a whole group.
  std::u32string map_group(std::u32string_view group) const;

  // The Latin letter that a Cyrillic or Greek one looks like, or 0.
  char32_t latin_look_alike(char32_t c) const;
  // The Chinese character that a kana looks like, or 0.
  char32_t han_look_alike(char32_t c) const;
  // The word an emoji stands for, or empty.
  std::u32string_view emoji_word(char32_t c) const;

 private:
  CharacterTable();
  Entry rare_entry(char32_t c) const;
  Entry make_entry(char32_t c) const;
  std::uint16_t kind_of(char32_t c) const;
  std::uint8_t disguise_of(char32_t from, const std::u32string& to) const;
  std::optional<char32_t> own_map(char32_t c) const;  // none: dropped

  std::unordered_map<char32_t, char32_t> own_;  // traditional and look-alikes; 0 drops
  std::unordered_map<char32_t, char32_t> traditional_;
  std::unordered_map<char32_t, char32_t> latin_;
  std::unordered_map<char32_t, char32_t> kana_;
  std::unordered_map<char32_t, std::u32string_view> emoji_;
  std::vector<Entry> entries_;  // U+0000 to U+1FFFF
};

// The digit 0 to 9 that a Chinese digit (一 to 九, 零 〇 幺 两, 壹 to 玖) stands
// for, or -1.
int han_digit(char32_t c);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_CHARACTER_TABLE_H_
