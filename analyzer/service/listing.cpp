#include "analyzer/service/listing.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "analyzer/service/form.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/url.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Opinion;
using feeds::Statement;

tl::unexpected<Error> protects(const std::string& what) {
  return tl::unexpected(field_error("/value", "protected", "would cover " + what));
}

// A code that pays somebody is a payee: no list shows it.
Status check_code(const Statement& statement, const Register& official) {
  if (is_payment_code(statement.value)) {
    return tl::unexpected(field_error("/value", "payee", "a payment code is of kind 'payee'"));
  }
  const Result<UrlFacts> url = text::parse_url(statement.value);
  if (url && statement.opinion == Opinion::kBad && official.official(*url)) {
    return protects("a page of the official register");
  }
  return {};
}

}  // namespace

bool is_payment_code(std::string_view payload) {
  // WeChat's and Alipay's collection codes, and UnionPay's.
  constexpr std::string_view kBegins[] = {"wxp://", "https://qr.alipay.com/",
                                          "https://qr.95516.com/", "alipays://", "weixin://wxpay/"};
  std::string lower(payload.substr(0, 32));
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return std::any_of(std::begin(kBegins), std::end(kBegins),
                     [&](std::string_view begin) { return lower.starts_with(begin); });
}

Status check_reach(const Statement& statement, const Register& official) {
  if (statement.revokes || feeds::is_hashed(statement.kind)) return {};
  const bool bad = statement.opinion == Opinion::kBad;
  const bool below = statement.kind == IndicatorKind::kDomain;
  if (statement.kind == IndicatorKind::kQr) return check_code(statement, official);
  if (!feeds::is_place(statement.kind)) return {};
  const Result<UrlFacts> url = text::parse_url("http://" + statement.value);
  if (!url) return {};
  if (below && url->registrable_domain == url->public_suffix) return protects("a public suffix");
  if (below || statement.kind == IndicatorKind::kHost) {
    const std::optional<std::string> honest = official.honest_host(statement.value, below);
    const bool shared =
        official.is_neutral(*url) || official.is_short_link(*url) || official.is_free_hosting(*url);
    if (bad ? honest.has_value() : shared) return protects(honest.value_or(statement.value));
  } else if (bad && official.official(*url)) {
    return protects("a page of the official register");
  }
  return {};
}

std::string indicator_label(IndicatorKind kind, const std::string& value) {
  if (kind == IndicatorKind::kText) return value;  // digits of a hash
  return text::mask(value, text::find_numbers(value));
}

std::string personal_label(std::string_view written) {
  constexpr std::size_t kLong = 10;
  const std::u32string letters = text::to_utf32(written);
  const std::size_t first = letters.size() > kLong ? 3 : 1;
  const std::size_t last = letters.size() > kLong ? 4 : 1;
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool shown = i < first || i + last >= letters.size();
    text::append_character(out, shown ? letters[i] : U'*');
  }
  return out;
}

}  // namespace analyzer
