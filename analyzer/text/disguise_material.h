// What disguises are made of. Most of it comes from ICU's data or from frauds as
// they were seen, so that it is not the tables of normalization read backwards:
// text_disguises_test.cpp holds how much of it those tables know.

#ifndef ANALYZER_TEXT_DISGUISE_MATERIAL_H_
#define ANALYZER_TEXT_DISGUISE_MATERIAL_H_

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace analyzer::tricks {

// Words that frauds hide, longest first among those that begin alike.
std::span<const std::u32string_view> hidden_words();

extern const std::u32string_view kZeroWidths;
extern const std::u32string_view kBlanks;
extern const std::u32string_view kSymbols;
extern const std::u32string_view kMarks;
extern const std::u32string_view kLooseEmoji;  // between characters

struct Picture {
  char32_t emoji;
  std::u32string_view word;
};
extern const std::span<const Picture> kPictures;

// Triples: a character, then its two halves.
extern const std::u32string_view kHalves;

// A character and the ways of writing it that look like it or count the same.
using Alternatives = std::map<char32_t, std::u32string>;
const Alternatives& foreign_letters();  // ICU's confusables and handwriting
const Alternatives& look_alikes();      // compatibility characters by NFKC and by eye
const Alternatives& digit_writings();   // every character that ICU takes for the digit
const Alternatives& traditional_variants();

// Characters of GB 2312 that ICU reads as it reads `c`, `c` among them.
const std::u32string& same_sound(char32_t c);
// ICU's reading without tone; empty if none.
const std::string& reading(char32_t c);

// ICU's traditional writing of a whole text.
std::u32string traditional(std::u32string_view text);

}  // namespace analyzer::tricks

#endif  // ANALYZER_TEXT_DISGUISE_MATERIAL_H_
