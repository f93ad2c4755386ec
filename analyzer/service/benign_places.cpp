#include "analyzer/service/benign_places.h"

#include <algorithm>
#include <array>

#include "analyzer/core/sort_once.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/text_corpus.h"
#include "analyzer/text/read.h"
#include "feeds/naming.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;

// Messages that are somebody's own words about his own business.
constexpr auto kKinds = std::to_array<std::string_view>(
    {"app_push",         "bank",          "commercial",   "community_notice",
     "courier",          "email_notice",  "genuine_code", "genuine_fee",
     "hospital",         "links_legit",   "news",         "notice_long",
     "nursing_employer", "official_call", "official_sms", "old_age_allowance",
     "pension_raise",    "qr_notice",     "telecom",      "utility",
     "village_notice",   "volunteer"});

bool holds_one(const std::vector<std::string>& sorted, std::string_view value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

std::string backwards(std::string_view host) {
  if (host.starts_with("www.")) host.remove_prefix(4);
  return {host.rbegin(), host.rend()};
}

}  // namespace

BenignPlaces BenignPlaces::read(const std::string& folder) {
  BenignPlaces out;
  const Result<Corpus> corpus = read_corpus(folder);
  if (!corpus) return out;
  const auto in_fraud = [&](const std::string& host) {
    return std::any_of(corpus->messages.begin(), corpus->messages.end(), [&](const Message& m) {
      return m.scam && m.text.find(host) != std::string::npos;
    });
  };
  for (const Message& message : corpus->messages) {
    if (message.scam || std::find(kKinds.begin(), kKinds.end(), message.kind) == kKinds.end()) {
      continue;
    }
    const Facts facts = text::read(message.text, {}, false);
    if (auto text = fingerprint_of(facts)) out.texts_.push_back(*std::move(text));
    for (const UrlFacts& url : facts.urls) {
      if (!url.valid || url.host.empty()) continue;
      std::string host = backwards(url.host);
      const bool known = std::find(out.hosts_.begin(), out.hosts_.end(), host) != out.hosts_.end();
      if (!known && in_fraud(url.host)) continue;
      if (!known) out.hosts_.push_back(std::move(host));
      const auto form = feeds::name_value(IndicatorKind::kUrl, url.raw);
      if (form) out.urls_.push_back(*form);
    }
  }
  for (auto* list : {&out.hosts_, &out.urls_, &out.texts_}) sort_once(*list);
  return out;
}

bool BenignPlaces::has_host(std::string_view host) const {
  return holds_one(hosts_, backwards(host));
}

bool BenignPlaces::holds(IndicatorKind kind, std::string_view value) const {
  switch (kind) {
    case IndicatorKind::kHost:
      return has_host(value);
    case IndicatorKind::kDomain: {
      const std::string wanted = backwards(value);
      if (holds_one(hosts_, wanted)) return true;
      const auto below = std::lower_bound(hosts_.begin(), hosts_.end(), wanted + '.');
      return below != hosts_.end() && below->starts_with(wanted + '.');
    }
    case IndicatorKind::kUrl:
      return holds_one(urls_, value);
    case IndicatorKind::kPath: {
      const auto within = std::lower_bound(urls_.begin(), urls_.end(), value);
      return within != urls_.end() && within->starts_with(value);
    }
    case IndicatorKind::kQr: {  // a code that leads there
      const auto link = feeds::name_value(IndicatorKind::kUrl, value);
      return link && holds_one(urls_, *link);
    }
    case IndicatorKind::kText:
      return holds_one(texts_, value);
    default:
      return false;
  }
}

}  // namespace analyzer
