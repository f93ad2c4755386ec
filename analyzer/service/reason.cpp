#include "analyzer/service/reason.h"

#include <algorithm>

#include "analyzer/service/form.h"
#include "analyzer/text/normalize.h"

namespace analyzer {
namespace {

constexpr std::ptrdiff_t kFewest = 2;  // characters

// Normalized text has no invisible characters, and one kind of blank.
bool says_something(std::string_view text) {
  const std::string plain = text::normalize(text).text;
  return std::count_if(plain.begin(), plain.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte > ' ' && (byte & 0xC0U) != 0x80U;
         }) >= kFewest;
}

}  // namespace

Status check_reason(std::string_view reason, std::string pointer, std::size_t most) {
  if (reason.size() > most) {
    return tl::unexpected(
        field_error(std::move(pointer), "too_long", "at most " + std::to_string(most) + " bytes"));
  }
  if (says_something(reason)) return {};
  return tl::unexpected(field_error(std::move(pointer), "required", "a reason is needed"));
}

}  // namespace analyzer
