#include "analyzer/service/listed_links.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "analyzer/core/digest.h"
#include "analyzer/text/number_kinds.h"
#include "analyzer/text/text_shape.h"
#include "analyzer/text/url.h"
#include "feeds/naming.h"
#include "feeds/sureness.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;

constexpr std::string_view kSite;
constexpr std::size_t kMostPlaces = 32;    // a list of links in one report
constexpr std::size_t kShortestText = 12;  // Chinese characters, of three bytes each
constexpr std::size_t kShortestPhone = 7;  // digits
constexpr std::size_t kShortestAccount = 6;

std::string digits_of(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

void add_place(std::vector<LinkKey>& places, LinkKey key) {
  if (places.size() >= kMostPlaces) return;
  if (std::find(places.begin(), places.end(), key) == places.end()) places.push_back(key);
}

// Who calls it bad, if he may do more than inform.
std::string sources_of(const feeds::IndicatorIndex& index, IndicatorKind kind,
                       const std::string& value, Time at) {
  const auto said = index.find(kind, value);
  if (!said) return {};
  const feeds::Standing standing = said->standing(at);
  if (!standing.listed || feeds::effect_of(standing.confidence) == feeds::Effect::kInform) {
    return {};
  }
  std::string out;
  for (const std::string& source : standing.sources) out += (out.empty() ? "" : ", ") + source;
  return out;
}

void look(Text& out, const feeds::IndicatorIndex& index, IndicatorKind kind,
          const std::optional<LinkKey>& key, Time at) {
  if (!key || out) return;
  std::string sources = sources_of(index, kind, hex_of(*key), at);
  if (!sources.empty()) out = std::move(sources);
}

// What a QR code that is no link is found again by.
LinkKey place_of_code(const std::string& payload, const SiteKeys& keys) {
  return keys.link(LinkKind::kAddress, kSite, "qr " + payload);
}
LinkKey place_of_text(const std::string& fingerprint, const SiteKeys& keys) {
  return keys.link(LinkKind::kShape, kSite, "text " + fingerprint);
}

std::optional<LinkKind> link_kind(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kPhone:
      return LinkKind::kPhone;
    case IndicatorKind::kPayee:
      return LinkKind::kPayee;
    case IndicatorKind::kContact:
      return LinkKind::kContact;
    case IndicatorKind::kDevice:
      return LinkKind::kDevice;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string hex_of(LinkKey key) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(32);
  for (const std::uint64_t half : {key.high, key.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[half >> shift & 15U];
  }
  return out;
}

std::optional<LinkKey> key_of(std::string_view hex) {
  constexpr std::size_t kHalf = 16;
  if (hex.size() != kHalf * 2) return std::nullopt;
  LinkKey out;
  const char* begin = hex.data();
  const auto high = std::from_chars(begin, begin + kHalf, out.high, 16);
  const auto low = std::from_chars(begin + kHalf, begin + kHalf * 2, out.low, 16);
  if (high.ec != std::errc{} || low.ec != std::errc{} || high.ptr != begin + kHalf ||
      low.ptr != begin + kHalf * 2) {
    return std::nullopt;
  }
  return out;
}

Result<LinkKey> listed_key(IndicatorKind kind, std::string_view written,
                           std::string_view name_space, const Register& official,
                           const SiteKeys& keys) {
  const auto link = link_kind(kind);
  if (!link) return fail(ErrorCode::kInvalid, "values of this kind are not stated by persons");
  std::string plain(written);
  if (kind == IndicatorKind::kPhone) {
    plain = plain_phone(written);
    if (plain.size() < kShortestPhone) return fail(ErrorCode::kInvalid, "no telephone number");
    if (text::is_hotline(plain) || official.official_name(plain)) {
      return fail(ErrorCode::kInvalid, "a public number");
    }
  } else if (kind == IndicatorKind::kPayee) {
    const std::string digits = digits_of(written);
    const bool number = written.find('@') == std::string_view::npos && digits.size() >= 9;
    plain = number ? digits : lower_ascii(written);
  } else if (kind == IndicatorKind::kContact) {
    plain = lower_ascii(written);
  }
  if (plain.size() < kShortestAccount) return fail(ErrorCode::kInvalid, "too short");
  return keys.link(*link, kind == IndicatorKind::kDevice ? name_space : kSite, plain);
}

ListedLinks listed_links(const AttemptEvent& event, const feeds::IndicatorIndex& index) {
  ListedLinks out;
  if (index.size() == 0) return out;
  look(out.phone, index, IndicatorKind::kPhone, event.operator_phone, event.at);
  look(out.device, index, IndicatorKind::kDevice, event.device, event.at);
  look(out.payee, index, IndicatorKind::kPayee, event.fee_payee, event.at);
  return out;
}

std::optional<std::string> fingerprint_of(const Facts& facts) {
  if (!facts.text) return std::nullopt;
  const std::string shape = text::shape_of(facts.text->normalized.text);
  if (shape.size() < kShortestText * 3) return std::nullopt;
  return sha256_hex(shape);
}

ListedLinks listed_links(const ReportEvent& event, const Facts& facts,
                         const feeds::IndicatorIndex& index) {
  ListedLinks out;
  if (index.size() == 0) return out;
  for (const LinkKey& key : event.numbers) {
    for (const IndicatorKind kind :
         {IndicatorKind::kPhone, IndicatorKind::kPayee, IndicatorKind::kContact}) {
      look(out.number, index, kind, key, event.at);
    }
  }
  const auto look_up = [&](Text& found, IndicatorKind kind, const std::string& value) {
    std::string sources = sources_of(index, kind, value, event.at);
    if (!found && !sources.empty()) found = std::move(sources);
  };
  if (const auto text = fingerprint_of(facts)) look_up(out.text, IndicatorKind::kText, *text);
  for (const UrlFacts& url : facts.urls) {
    const Result<std::string> code = feeds::name_value(IndicatorKind::kQr, url.raw);
    if (code) look_up(out.code, IndicatorKind::kQr, *code);
  }
  return out;
}

std::optional<LinkKey> place_of(const UrlFacts& url, const SiteKeys& keys) {
  const std::string& name = url.registrable_domain.empty() ? url.host : url.registrable_domain;
  if (!url.valid || name.empty()) return std::nullopt;
  return keys.link(LinkKind::kDomain, kSite, name);
}

std::vector<LinkKey> places_of(const SealedAttempt& sealed, const SiteKeys& keys) {
  std::vector<LinkKey> out;
  if (const Text& referrer = sealed.attempt.session.referrer) {
    const Result<UrlFacts> url = text::parse_url(*referrer);
    if (const auto place = url ? place_of(*url, keys) : std::nullopt) add_place(out, *place);
  }
  // A person's own number is nobody's lead.
  const bool own = sealed.attempt.operator_.role == OperatorRole::kSelf;
  if (sealed.event.operator_phone && !own) add_place(out, *sealed.event.operator_phone);
  return out;
}

std::vector<LinkKey> places_of(const Facts& facts, const ReportEvent& event, const SiteKeys& keys) {
  std::vector<LinkKey> out;
  if (const auto text = fingerprint_of(facts)) add_place(out, place_of_text(*text, keys));
  for (const UrlFacts& url : facts.urls) {
    if (const auto place = place_of(url, keys)) {
      add_place(out, *place);
    } else if (const auto code = feeds::name_value(IndicatorKind::kQr, url.raw)) {
      add_place(out, place_of_code(*code, keys));
    }
  }
  for (const LinkKey& number : event.numbers) add_place(out, number);
  return out;
}

Whereabouts whereabouts_of(IndicatorKind kind, const std::string& value, const SiteKeys& keys) {
  Whereabouts out;
  if (kind == IndicatorKind::kText) {
    out.place = place_of_text(value, keys);
    return out;
  }
  if (kind == IndicatorKind::kQr) {
    const Result<UrlFacts> url = text::parse_url(value);
    if (url) out.place = place_of(*url, keys);
    if (!out.place) out.place = place_of_code(value, keys);
    return out;
  }
  if (!feeds::is_hashed(kind)) {
    const Result<UrlFacts> url = text::parse_url("http://" + value);
    if (url) out.place = place_of(*url, keys);
    return out;
  }
  const auto link = link_kind(kind);
  const auto key = key_of(value);
  if (!link || !key) return out;
  out.place = key;
  out.link = Link{*link, *key};
  return out;
}

}  // namespace analyzer
