// What an eye takes one writing for (Unicode Technical Standard 39, by ICU's
// uspoof): letters of other scripts that look Latin, and scripts mixed in a word.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_CONFUSABLE_H_
#define ANALYZER_TEXT_CONFUSABLE_H_

#include <string>
#include <string_view>

namespace analyzer::text {

// Returns the skeleton of `text` (UTF-8; UTS 39, section 4) in lower case and
// without the accents left over: two writings with one skeleton look the same.
// Returns `text` itself where ICU cannot. ASCII is looked up too ("m" becomes
// "rn"); what is ASCII only is cheaper compared otherwise. Takes some microseconds.
std::string confusable_skeleton(std::string_view text);

// True if a label of `host` (UTF-8, labels parted by dots) mixes scripts as no
// language does: beyond UTS 39's "highly restrictive", which allows Latin beside
// Chinese, Japanese or Korean. False for ASCII. Takes about a microsecond.
bool mixes_scripts(std::string_view host);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_CONFUSABLE_H_
