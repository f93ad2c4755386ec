// Names that a message gives to apps, mini-programs, public accounts, shops and
// payees. Internal to find_mentions().

#ifndef ANALYZER_TEXT_MENTION_NAMES_H_
#define ANALYZER_TEXT_MENTION_NAMES_H_

#include <vector>

#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/mentions.h"

namespace analyzer::text {

// Adds what is named in `glyphs`: in quotation marks beside 小程序 and its like,
// behind a colon, between 下载 and APP; a payee behind 收款人 or 户名.
void find_names(const std::vector<Glyph>& glyphs, std::vector<Mention>& out);

// Whether `word` (lower case) stands at glyph `at`.
bool stands_at(const std::vector<Glyph>& glyphs, std::size_t at, std::u32string_view word);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_MENTION_NAMES_H_
