// Words as a message about a wrong one names them.

#ifndef ANALYZER_CORE_KNOWN_WORDS_H_
#define ANALYZER_CORE_KNOWN_WORDS_H_

#include <span>
#include <string>
#include <string_view>

namespace analyzer {

// All of them, a space before each.
inline std::string known_words(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out.append(" ").append(word);
  return out;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_KNOWN_WORDS_H_
