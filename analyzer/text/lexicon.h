// The closed vocabulary of pension certification and of the frauds around it,
// and the ways in which its words are written to slip past programs.

#ifndef ANALYZER_TEXT_LEXICON_H_
#define ANALYZER_TEXT_LEXICON_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Words that are recognized by their sound: written in pinyin in whole or in
// part; from three characters on, with other characters of the same sound; and of two,
// with rare characters (level 2 of GB 2312 and seldom_characters()) of the same sound.
std::span<const std::u32string_view> sounded_words();

// Characters so common that they never count as a homophone for another
// (养老今年 is not 养老金年).
std::u32string_view common_characters();

// Characters of level 1 of GB 2312 that are as good as never used in messages.
std::u32string_view seldom_characters();

// Rare characters that are common in names and for trees, so that they are no
// homophones of others (李婷发来 is not 停发, 银杏 no bank).
bool is_name_character(char32_t c);

// A way of writing and what it stands for, matched as it is, the longest one
// first; two characters at least. `from` equal to `to` is a guard: it keeps what looks like another
// form as it is (自己停 keeps its 己).
struct Form {
  std::u32string from;
  std::u32string to;
  std::optional<Disguise> counts_as;  // none: a spelling that anybody uses (登陆)
  bool among_splits = false;          // read so only where the text holds split characters (女子)
};
const std::vector<Form>& forms();

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LEXICON_H_
