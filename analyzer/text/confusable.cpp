#include "analyzer/text/confusable.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

struct CloseSpoof {
  void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};
using Spoof = std::unique_ptr<USpoofChecker, CloseSpoof>;

// Null where ICU's data lacks confusables. Read by any number of threads.
const USpoofChecker* spoof() {
  static const Spoof checker = [] {
    UErrorCode status = U_ZERO_ERROR;
    Spoof out(uspoof_open(&status));
    uspoof_setChecks(out.get(), USPOOF_RESTRICTION_LEVEL, &status);
    uspoof_setRestrictionLevel(out.get(), USPOOF_HIGHLY_RESTRICTIVE);
    if (U_FAILURE(status) != 0) out.reset();
    return out;
  }();
  return checker.get();
}

icu::UnicodeString unicode_of(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

bool mixed(std::string_view label) {
  if (is_ascii(label) || spoof() == nullptr) return false;
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t failed =
      uspoof_check2UnicodeString(spoof(), unicode_of(label), nullptr, &status);
  return U_SUCCESS(status) != 0 && (failed & USPOOF_RESTRICTION_LEVEL) != 0;
}

}  // namespace

std::string confusable_skeleton(std::string_view text) {
  if (spoof() == nullptr) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString bones;
  uspoof_getSkeletonUnicodeString(spoof(), 0, unicode_of(text), bones, &status);
  if (U_FAILURE(status) != 0) return std::string(text);
  bones.foldCase();
  icu::UnicodeString plain;
  for (std::int32_t at = 0; at < bones.length();) {
    const UChar32 c = bones.char32At(at);
    at += U16_LENGTH(c);
    if (u_charType(c) != U_NON_SPACING_MARK) plain.append(c);
  }
  std::string out;
  return plain.toUTF8String(out);
}

bool mixes_scripts(std::string_view host) {
  for (std::string_view rest = host; !rest.empty();) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    if (mixed(rest.substr(0, dot))) return true;
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  return false;
}

}  // namespace analyzer::text
