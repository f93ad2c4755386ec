// Small pieces of the views of cases.

#ifndef ANALYZER_SERVICE_CASE_WORDS_H_
#define ANALYZER_SERVICE_CASE_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/names.h"

namespace analyzer {

inline json::String to_json(std::string_view text) {
  return json::String(text.data(), text.size());
}

template <class E>
json::Value word_or_null(const std::optional<E>& value) {
  if (!value) return nullptr;
  return to_json(name_of(*value));
}

inline json::Array words_of(const std::vector<std::string>& words) {
  json::Array out;
  for (const std::string& word : words) out.emplace_back(word);
  return out;
}

inline json::Value number_or_null(const std::optional<double>& number) {
  return number ? json::Value(*number) : json::Value(nullptr);
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_WORDS_H_
