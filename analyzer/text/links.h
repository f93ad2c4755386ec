// Links in running text, however they are written.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_LINKS_H_
#define ANALYZER_TEXT_LINKS_H_

#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Finds the links in `original` (any bytes) with the bytes each was written in,
// by position: glued to Chinese words, without scheme, hxxp, [.] 点 。 for dots,
// blanks and line breaks inside, full-width, circled or invisible characters, IP
// addresses, Chinese domain names, links that open apps. Behind a link whose
// query or path holds another link stands that one, with kEmbedded and its own
// bytes. `disguises` says how a link was written.
//
// `dictated` is for text written down from speech: 三个w, Chinese digits, 横杠,
// 斜杠, 冒号 are read too. A 杠 between Latin letters tells such a text by itself.
//
// E-mail addresses, version numbers, prices, dates and file names are not
// links. A link with a scheme that no browser would open comes with `valid`
// false.
//
// Takes time linear in the text (tests/bench/text_bench.cpp).
std::vector<UrlFacts> find_links(std::string_view original, bool dictated = false);

// True if `text` holds a letter, a digit or a Chinese character outside its links.
// Costs as much as find_links().
bool says_more_than_links(std::string_view text, bool dictated = false);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LINKS_H_
