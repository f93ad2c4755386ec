// QQ numbers and WeChat ids behind the words that announce them.

#ifndef ANALYZER_TEXT_CHAT_IDS_H_
#define ANALYZER_TEXT_CHAT_IDS_H_

#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/text/link_glyphs.h"

namespace analyzer::text {

struct ChatId {
  NumberKind kind = NumberKind::kQq;
  std::size_t begin = 0;  // glyphs
  std::size_t end = 0;
  std::string text;  // ASCII, lower case
};

std::vector<ChatId> find_chat_ids(const std::vector<Glyph>& glyphs);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_CHAT_IDS_H_
