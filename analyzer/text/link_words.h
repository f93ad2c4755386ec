// The small lists by which the link finder tells links from other words.

#ifndef ANALYZER_TEXT_LINK_WORDS_H_
#define ANALYZER_TEXT_LINK_WORDS_H_

#include <string_view>

namespace analyzer::text {

// Top-level domains that are no word of any sentence, so that a blank may stand
// before them.
bool is_strong_top_level(std::string_view label);

// Top-level domains that are common English words (in, to, me).
bool is_word_top_level(std::string_view label);

// Top-level domains that are better known as endings of file names (zip, py).
bool is_file_ending(std::string_view label);

// Top-level domains in Chinese (中国, 公司, 政务).
bool is_chinese_top_level(std::u32string_view label);

// Words that stand directly before an address and are no part of it (登录, 打开);
// returns how many of `before`'s last characters belong to the address.
std::size_t own_characters(std::u32string_view before);

// Whether `before` ends in a word that announces an address (网址, 浏览器输入),
// with at most a 是 or 叫 behind it.
bool announces_address(std::u32string_view before);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LINK_WORDS_H_
