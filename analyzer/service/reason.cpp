#include "analyzer/service/reason.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "analyzer/service/form.h"

namespace analyzer {
namespace {

constexpr std::size_t kFewest = 2;  // characters

bool says_something(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  std::size_t seen = 0;
  for (std::int32_t at = 0; at < size && seen < kFewest;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c >= 0 && u_isgraph(c) != 0) ++seen;
  }
  return seen == kFewest;
}

}  // namespace

Status check_reason(std::string_view reason, std::string pointer) {
  if (reason.size() > kLongestReason) {
    return tl::unexpected(field_error(std::move(pointer), "too_long", "at most 2000 bytes"));
  }
  if (says_something(reason)) return {};
  return tl::unexpected(field_error(std::move(pointer), "required", "a reason is needed"));
}

}  // namespace analyzer
