// What can be read off one observation alone: normalized text, links as a
// browser would open them. Values only; made by analyzer/text, read by the
// rules, the engine and the stores.

#ifndef ANALYZER_CORE_FACTS_H_
#define ANALYZER_CORE_FACTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/names.h"

namespace analyzer {

// Half-open byte range [begin, end) of a text in UTF-8.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// What normalization undid, counted in characters or tokens. Weak signals:
// innocent texts carry them too.
enum class Disguise : std::uint8_t {
  kCompatibility,  // full-width, circled, mathematical letters and the like (NFKC)
  kInvisible,      // zero-width characters, variation selectors, blank look-alikes
  kTraditional,    // traditional characters
  kConfusable,     // Cyrillic, kana, radicals that look like another character
  kSplit,          // a character written as two (讠人)
  kSeparated,      // separators inside Chinese words
  kHomophone,      // pinyin or homophones of the domain's words
  kEmoji,          // emoji used as words or separators
  kDigit,          // Chinese or other digits for Arabic ones
};
template <>
inline constexpr auto kNames<Disguise> = std::to_array<std::string_view>(
    {"compatibility", "invisible", "traditional", "confusable", "split", "separated", "homophone",
     "emoji", "digit"});

// A text made comparable, and the way back to the bytes that were sent.
struct NormalizedText {
  std::string text;  // UTF-8
  // origin[i] is the offset in the original of the character that byte i of
  // `text` came from; origin[text.size()] is the original's size. Never falls.
  std::vector<std::uint32_t> origin;
  std::array<std::uint32_t, kNames<Disguise>.size()> changed{};

  std::uint32_t count(Disguise disguise) const {
    return changed[static_cast<std::size_t>(disguise)];
  }

  // The bytes of the original from which `span` of `text` came: whole characters,
  // also where one became several ((株) from ㈱).
  Span original(Span span) const {
    std::uint32_t end = span.end;
    while (end > span.begin && end < text.size() && origin[end] == origin[end - 1]) ++end;
    return {origin[span.begin], origin[end]};
  }
};

// How a link was written where it had to be found.
enum class LinkDisguise : std::uint8_t {
  kNoScheme,
  kHxxp,        // hxxp://, h**p://
  kDotWord,     // [.] (dot) 点 。 for a dot
  kSpaced,      // blanks or line breaks inside
  kFullWidth,   // full-width, circled or mathematical letters
  kInvisible,   // zero-width characters inside
  kSpoken,      // digits or letters spelled in Chinese (三个w, 八八六六)
  kEmbedded,    // the target inside another link's query
};
template <>
inline constexpr auto kNames<LinkDisguise> = std::to_array<std::string_view>(
    {"no_scheme", "hxxp", "dot_word", "spaced", "full_width", "invisible", "spoken", "embedded"});

// One link as a browser would open it (WHATWG URL), or as an app would.
struct UrlFacts {
  std::string raw;                // the bytes as they stood in the text or request
  std::optional<Span> span;       // of `raw` in the text as sent; none if given as a URL
  bool valid = false;             // false: a browser would not open it; only `raw` holds
  std::string url;                // serialized, fragment kept
  std::string scheme;             // "https", without colon; app schemes ("weixin") too
  bool has_credentials = false;   // user:password@
  std::string username;           // percent-encoded as in `url`
  std::string host;               // ASCII (punycode), IPv4 dotted, IPv6 in brackets
  std::string host_unicode;       // for display
  std::string registrable_domain; // eTLD+1 with private suffixes; host itself for an IP
  std::string public_suffix;      // "com.cn"; empty for an IP
  bool host_is_ip = false;
  std::optional<std::uint16_t> port;  // none if it is the scheme's own
  std::string path;               // begins with '/'
  std::string query;              // without '?'
  std::string fragment;           // without '#'
  std::vector<LinkDisguise> disguises;  // ascending
};

// Numbers found in a text, for indicators and masking.
enum class NumberKind : std::uint8_t { kMobile, kLandline, kHotline, kIdNumber, kBankCard, kQq, kWechat };
template <>
inline constexpr auto kNames<NumberKind> = std::to_array<std::string_view>(
    {"mobile", "landline", "hotline", "id_number", "bank_card", "qq", "wechat"});

struct FoundNumber {
  NumberKind kind = NumberKind::kMobile;
  Span span;           // in the text as sent
  std::string digits;  // plain ASCII, country code +86 dropped
};

// A text and what was found in it.
struct TextFacts {
  std::string original;  // as sent
  NormalizedText normalized;
  std::vector<FoundNumber> numbers;  // by position
};

struct Facts {
  std::optional<TextFacts> text;  // reports only
  std::vector<UrlFacts> urls;     // those given first, then those found in the text
};

}  // namespace analyzer

#endif  // ANALYZER_CORE_FACTS_H_
