// Hash tables with texts as keys that are asked by std::string_view, without a copy
// of what is looked for.

#ifndef ANALYZER_CORE_TEXT_MAP_H_
#define ANALYZER_CORE_TEXT_MAP_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace analyzer {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

}  // namespace analyzer

#endif  // ANALYZER_CORE_TEXT_MAP_H_
