#include "analyzer/text/host.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "analyzer/text/ip_address.h"
#include "analyzer/text/percent.h"
#include "analyzer/text/utf8.h"

namespace analyzer::text {
namespace {

tl::unexpected<Error> bad_host() { return fail(ErrorCode::kInvalid, "not a host"); }

// The URL standard calls UTS 46 with VerifyDnsLength and CheckHyphens off, so
// these findings of ICU do not count.
constexpr std::uint32_t kIgnoredErrors =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

// Characters whose mapping newer versions of UTS 46 changed after ICU 72
// (Unicode 15); 0 drops the character.
struct Override {
  char32_t from;
  char32_t to;
};
constexpr Override kOverrides[] = {
    {U'\u1E9E', U'\u00DF'},
    {U'\u04C0', U'\u04CF'},
    {U'\u2183', U'\u2184'},
    {U'\u2132', U'\u214E'},
    {U'\U0002F868', U'\u36FC'},
    {U'\u180E', 0},
    {U'\u206A', 0},
    {U'\u206B', 0},
    {U'\u206C', 0},
    {U'\u206D', 0},
    {U'\u206E', 0},
    {U'\u206F', 0},
};

const icu::IDNA* uts46() {
  static const std::unique_ptr<const icu::IDNA> idna = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<const icu::IDNA>(icu::IDNA::createUTS46Instance(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
            UIDNA_NONTRANSITIONAL_TO_UNICODE,
        status));
  }();
  return idna.get();
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Valid UTF-8 with the overrides applied.
std::string prepare(std::string_view domain) {
  std::string out;
  out.reserve(domain.size());
  for (std::size_t at = 0; at < domain.size();) {
    char32_t c = next_character(domain, &at);
    const auto* found = std::find_if(std::begin(kOverrides), std::end(kOverrides),
                                     [c](const Override& o) { return o.from == c; });
    if (found != std::end(kOverrides)) c = found->to;
    if (c != 0 || found == std::end(kOverrides)) append_character(out, c);
  }
  return out;
}

// By byte; WHATWG's forbidden domain code points.
constexpr std::array<bool, 256> kForbidden = [] {
  std::array<bool, 256> set{};
  for (std::size_t byte = 0; byte <= 0x20; ++byte) set[byte] = true;
  for (const char c : std::string_view("#/:<>?@[\\]^|%\x7F")) {
    set[static_cast<unsigned char>(c)] = true;
  }
  return set;
}();

bool is_forbidden(char c) { return kForbidden[static_cast<unsigned char>(c)]; }

}  // namespace

Result<std::string> domain_to_ascii(std::string_view domain) {
  // ASCII passes as it is, without a look at what stands behind "xn--".
  if (is_ascii(domain)) return lower_ascii(domain);
  const icu::IDNA* idna = uts46();
  if (idna == nullptr) return fail(ErrorCode::kUnavailable, "ICU has no UTS 46 data");
  const std::string prepared = prepare(domain);
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna->nameToASCII_UTF8(
      icu::StringPiece(prepared.data(), static_cast<std::int32_t>(prepared.size())), sink, info,
      status);
  if (U_FAILURE(status) != 0 || (info.getErrors() & ~kIgnoredErrors) != 0) return bad_host();
  return ascii;
}

Result<std::string> read_host(std::string_view text) {
  if (text.starts_with('[')) {
    if (text.size() < 2 || !text.ends_with(']')) return bad_host();
    return read_ipv6(text.substr(1, text.size() - 2));
  }
  Result<std::string> host = domain_to_ascii(percent_decode(text));
  if (!host) return host;
  if (host->empty() || std::any_of(host->begin(), host->end(), is_forbidden)) return bad_host();
  if (ends_in_number(*host)) return read_ipv4(*host);
  return host;
}

std::string host_to_unicode(std::string_view host) {
  const icu::IDNA* idna = uts46();
  if (idna == nullptr || host.find("xn--") == std::string_view::npos) return std::string(host);
  std::string unicode;
  icu::StringByteSink<std::string> sink(&unicode);
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna->nameToUnicodeUTF8(icu::StringPiece(host.data(), static_cast<std::int32_t>(host.size())),
                          sink, info, status);
  return U_FAILURE(status) != 0 || info.hasErrors() != 0 ? std::string(host) : unicode;
}

}  // namespace analyzer::text
