#include "feeds/naming.h"

#include <algorithm>
#include <array>

#include "analyzer/text/host.h"
#include "analyzer/text/ip_address.h"
#include "analyzer/text/list_form.h"
#include "analyzer/text/utf8.h"

namespace analyzer::feeds {
namespace {

tl::unexpected<Error> wrong(const char* why) { return fail(ErrorCode::kInvalid, why); }

bool is_web(std::string_view value) {
  const std::size_t end = value.find("://");
  if (end == std::string_view::npos || value.find_first_of("/?") < end) return true;
  std::string scheme(value.substr(0, end));
  for (char& c : scheme) c = static_cast<char>(c | 0x20);
  return scheme == "http" || scheme == "https" || scheme == "ftp";
}

// A host that a name can have; addresses are checked by list_form().
bool is_host(const text::ListForm& form) {
  if (form.host_is_ip) return !form.host.starts_with('[') || form.host.ends_with(']');
  if (form.host.size() > 253 || form.host.find('%') != std::string::npos) return false;
  constexpr std::string_view kNever = " \"'()*,:;<=>@[\\]^`{|}~!$&+";
  if (form.host.find_first_of(kNever) != std::string::npos) return false;
  return text::domain_to_ascii(form.host).has_value();
}

// What a QR code says: text, with each run of blanks and control characters as one blank.
Result<std::string> name_code(std::string_view payload) {
  std::string out;
  for (std::size_t at = 0; at < payload.size();) {
    const char32_t c = text::next_character(payload, &at);
    if (c == text::kReplacement) return wrong("not text");
    if (c <= U' ' || c == 0x7F) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      text::append_character(out, c);
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  if (out.empty()) return wrong("a value is needed");
  return out;
}

Result<std::string> name_fingerprint(std::string_view digits) {
  constexpr std::size_t kDigits = 64;
  if (digits.size() != kDigits ||
      digits.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return wrong("a text's fingerprint is 64 lower-case hexadecimal digits");
  }
  return std::string(digits);
}

}  // namespace

Result<std::string> name_value(IndicatorKind kind, std::string_view value) {
  if (is_hashed(kind)) return wrong("values of this kind are hashes");
  if (value.empty()) return wrong("a value is needed");
  if (value.size() > kLongestValue) return wrong("at most 2048 bytes");
  if (kind == IndicatorKind::kQr) return name_code(value);
  if (kind == IndicatorKind::kText) return name_fingerprint(value);
  if (!is_web(value)) return wrong("not a link that a browser opens");
  std::string bracketed;
  if (kind == IndicatorKind::kIp && std::count(value.begin(), value.end(), ':') >= 2 &&
      !value.starts_with('[')) {
    bracketed = "[" + std::string(value) + "]";
    value = bracketed;
  }
  Result<text::ListForm> form = text::list_form(value);
  if (form && form->host.starts_with('[') && form->host.ends_with(']')) {
    const auto address =
        text::read_ipv6(std::string_view(form->host).substr(1, form->host.size() - 2));
    if (!address) return wrong("not a link or host");
    form->host = *address;
  }
  if (!form || !is_host(*form)) return wrong("not a link or host");
  const bool bare =
      kind == IndicatorKind::kIp || kind == IndicatorKind::kHost || kind == IndicatorKind::kDomain;
  if (bare && form->host_is_ip != (kind == IndicatorKind::kIp)) {
    return wrong("an address is of kind 'ip', a name of kind 'host' or 'domain'");
  }
  std::string named = form->host;
  if (kind == IndicatorKind::kUrl) named = form->text();
  if (kind == IndicatorKind::kPath) {
    if (!form->path.ends_with('/')) return wrong("a folder ends with '/'");
    named += form->path;
  }
  if (bare && (form->path != "/" || !form->query.empty())) return wrong("a host has no path");
  if (kind == IndicatorKind::kDomain && named.find('.') == std::string::npos) {
    return wrong("a domain has two labels at least");
  }
  if (named.size() > kLongestValue) return wrong("at most 2048 bytes");
  return named;
}

IndicatorKind kind_of(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme != std::string_view::npos && scheme < text.find_first_of("/?")) {
    return IndicatorKind::kUrl;
  }
  const std::size_t slash = text.find_first_of("/?");
  if (slash != std::string_view::npos && (text[slash] == '?' || slash + 1 < text.size())) {
    return IndicatorKind::kUrl;
  }
  const std::string_view host = text.substr(0, slash);
  const bool numbers = std::all_of(host.begin(), host.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  const bool v6 = host.starts_with('[') || std::count(host.begin(), host.end(), ':') >= 2;
  const bool v4 = numbers && std::count(host.begin(), host.end(), '.') == 3;
  return v4 || v6 ? IndicatorKind::kIp : IndicatorKind::kDomain;
}

bool is_ipv6(std::string_view address) { return address.starts_with('['); }

}  // namespace analyzer::feeds
