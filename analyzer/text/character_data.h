// The character tables that normalization is built from, as plain data.

#ifndef ANALYZER_TEXT_CHARACTER_DATA_H_
#define ANALYZER_TEXT_CHARACTER_DATA_H_

#include <span>
#include <string_view>

namespace analyzer::text {

// Pairs: a traditional character, then its simplified one.
extern const std::u32string_view kTraditionalSimplified;

// Pairs: a symbol, radical or letter, then the character it is drawn like; for
// those that mean nothing else in Chinese texts.
extern const std::u32string_view kLookAlikes;

// Pairs: a Cyrillic or Greek letter, then the Latin one it looks like. Applied
// only inside words that hold Latin letters.
extern const std::u32string_view kLatinLookAlikes;

// Pairs: a kana or bopomofo letter, then the Chinese character it looks like. Applied only beside
// Chinese characters and away from other kana.
extern const std::u32string_view kKanaLookAlikes;

// Characters that NFKC_Casefold keeps though they show nothing.
extern const std::u32string_view kBlanks;

// Marks that are set between Chinese characters to split words, beside blanks.
extern const std::u32string_view kSeparators;

// An emoji and the word it is read as.
struct EmojiWord {
  char32_t emoji;
  std::u32string_view word;
};
extern const std::span<const EmojiWord> kEmojiWords;

// A syllable and the characters read so.
struct Reading {
  std::string_view syllable;  // pinyin without tone, a to z
  std::u32string_view characters;
};
extern const std::span<const Reading> kReadings;

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_CHARACTER_DATA_H_
