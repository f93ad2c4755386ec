#include "analyzer/service/case_shown.h"

#include <algorithm>
#include <map>
#include <optional>

#include "analyzer/engine/listed.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/text/local_address.h"
#include "analyzer/text/read.h"
#include "analyzer/text/url.h"
#include "feeds/naming.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;

constexpr std::size_t kMostRead = 500;    // reports of one case, the latest
constexpr std::size_t kMostValues = 200;  // of one case
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = std::size_t{8} << 20U};

const json::Value* member(const json::Value& value, std::string_view name) {
  return value.is_object() ? value.get_object().if_contains({name.data(), name.size()}) : nullptr;
}

std::string text_of(const json::Value& value, std::string_view name) {
  const json::Value* found = member(value, name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

class Collection {
 public:
  Collection(ServiceImpl& service, const ListingPolicy& policy)
      : service_(service), policy_(policy) {}

  void add_links(const json::Value& verdict) {
    const json::Value* urls = member(verdict, "urls");
    if (urls == nullptr || !urls->is_array()) return;
    for (const json::Value& url : urls->get_array()) add_link(url);
  }

  void add_message(const json::Value& report) {
    if (!wanted(IndicatorKind::kText)) return;
    const std::string message = text_of(report, "text");
    // What was masked in it makes it another message to those who have it whole.
    const auto text = fingerprint_of(text::read(message, {}, false));
    if (text) add(IndicatorKind::kText, *text, Level::kLow);
  }

  void add_numbers(const json::Value& suspects) {
    constexpr std::pair<std::string_view, IndicatorKind> kLists[] = {
        {"phones", IndicatorKind::kPhone},
        {"accounts", IndicatorKind::kPayee},
        {"contacts", IndicatorKind::kContact}};
    for (const auto& [name, kind] : kLists) {
      const json::Value* list = member(suspects, name);
      if (!wanted(kind) || list == nullptr || !list->is_array()) continue;
      for (const json::Value& one : list->get_array()) {
        if (one.is_string()) add_number(kind, std::string(one.get_string()));
      }
    }
  }

  std::vector<ShownValue> take() {
    std::vector<ShownValue> out;
    for (auto& [key, value] : values_) {
      judge_way(service_, value);
      out.push_back(std::move(value));
    }
    return out;
  }

 private:
  bool wanted(IndicatorKind kind) const {
    const ListingRule& rule = policy_.of(kind);
    return rule.second_person || rule.by_itself_from.has_value();
  }

  void add(IndicatorKind kind, const std::string& value, Level level) {
    if (!wanted(kind)) return;
    const auto [at, fresh] = values_.try_emplace({kind, value});
    if (fresh && values_.size() > kMostValues) {
      values_.erase(at);
      return;
    }
    ShownValue& shown = at->second;
    shown.kind = kind;
    shown.value = value;
    shown.level = std::max(shown.level, level);
    if (fresh) shown.label = indicator_label(kind, value);
  }

  void add_named(IndicatorKind kind, const std::string& written, Level level) {
    const Result<std::string> value = feeds::name_value(kind, written);
    if (value) add(kind, *value, level);
  }

  void add_link(const json::Value& link) {
    const Level level = parse_name<Level>(text_of(link, "level")).value_or(Level::kLow);
    const std::string url = text_of(link, "url");
    const std::string raw = text_of(link, "raw");
    if (url.empty() || text_of(link, "host").empty()) {
      add_named(IndicatorKind::kQr, raw, level);
      return;
    }
    const Result<UrlFacts> facts = text::parse_url(url);
    if (!facts) return;
    add_named(IndicatorKind::kUrl, url, level);
    if (facts->registrable_domain.empty()) {
      add_named(IndicatorKind::kIp, facts->host, level);
      return;
    }
    add_named(IndicatorKind::kHost, facts->host, level);
    add_named(IndicatorKind::kDomain, facts->registrable_domain, level);
  }

  void add_number(IndicatorKind kind, const std::string& written) {
    const auto snapshot = service_.snapshot();
    const auto key = listed_key(kind, written, "", snapshot->official(), service_.keys());
    if (!key) return;  // no number, or everybody's
    const std::string value = hex_of(*key);
    add(kind, value, Level::kLow);
    const auto at = values_.find({kind, value});
    if (at == values_.end()) return;
    at->second.label = personal_label(written);
    at->second.clear = written;
  }

  ServiceImpl& service_;
  const ListingPolicy& policy_;
  std::map<std::pair<IndicatorKind, std::string>, ShownValue> values_;
};

Result<json::Value> suspects_of(ServiceImpl& service, store::Session& session,
                                const store::ObservationSummary& row) {
  const auto secret = session.secrets().find(row.case_id, "subject:" + row.key.external_id);
  if (!secret) return tl::unexpected(secret.error());
  if (!*secret) return json::Value(nullptr);
  const Result<std::string> clear = service.keys().decrypt((*secret)->bytes, row.case_id);
  // What no key opens any more is listed by nobody; the case must settle all the same.
  if (!clear) return json::Value(nullptr);
  Result<json::Value> value = json::parse(*clear, kStored);
  if (!value) return json::Value(nullptr);
  return value;
}

// Why it must not be listed by a case, or "".
std::string never_because(ServiceImpl& service, const ShownValue& value,
                          const std::optional<UrlFacts>& url) {
  if (url && text::is_local_address(url->host)) return "local";
  const auto snapshot = service.snapshot();
  const Register& official = snapshot->official();
  feeds::Statement statement;
  statement.kind = value.kind;
  statement.value = value.value;
  if (const Status reach = check_reach(statement, official); !reach) {
    const auto& fields = reach.error().fields;
    if (!fields.empty() && fields.front().code == "payee") return "payee";
    return url && official.official(*url) ? "official" : "shared";
  }
  if (!feeds::is_hashed(value.kind) && value.label != value.value) return "personal";
  if (url && official.official(*url)) return "official";
  if (url && official.is_brand_owner(*url)) return "shared";
  if (service.list_rules().benign()->holds(value.kind, value.value)) return "benign";
  const feeds::IndicatorIndex& index = snapshot->indicators();
  if (url && standing_of(*url, index, service.now()).allowed) return "allowed";
  const auto said = index.find(value.kind, value.value);
  if (!said) return "";
  if (said->standing(service.now()).allowed) return "allowed";
  const auto& all = said->latest();
  const bool back = std::any_of(all.begin(), all.end(), [](const feeds::Statement& s) {
    return s.origin == feeds::Origin::kManual && s.opinion == feeds::Opinion::kBad && s.revokes;
  });
  return back ? "withdrawn" : "";
}

}  // namespace

void judge_way(ServiceImpl& service, ShownValue& value) {
  const auto policy = service.list_rules().policy();
  const ListingRule& rule = policy->of(value.kind);
  std::optional<UrlFacts> url;
  if (feeds::is_place(value.kind)) {
    if (auto read = text::parse_url("http://" + value.value)) url = *std::move(read);
  } else if (value.kind == IndicatorKind::kQr) {
    if (auto read = text::parse_url(value.value)) url = *std::move(read);
  }
  value.why = never_because(service, value, url);
  value.way = ListingWay::kNever;
  if (!value.why.empty()) return;
  const auto snapshot = service.snapshot();
  const bool page = value.kind == IndicatorKind::kUrl && url;
  const bool shared =
      page && (snapshot->official().is_neutral(*url) || snapshot->official().is_short_link(*url) ||
               service.list_rules().benign()->has_host(url->host));
  if (shared && url->path.size() <= 1 && url->query.empty()) {
    value.why = "shared";  // the platform's own first page
    return;
  }
  if (!shared && rule.by_itself_from && value.level >= *rule.by_itself_from) {
    value.way = ListingWay::kItself;
    return;
  }
  value.way = ListingWay::kSecond;
  value.why = shared ? "shared_place" : rule.by_itself_from ? "level" : "kind";
}

Result<std::vector<ShownValue>> shown_by(ServiceImpl& service, store::Session& session,
                                         const Case& c) {
  const auto policy = service.list_rules().policy();
  const auto rows = session.observations().of_case(c.id);
  if (!rows) return tl::unexpected(rows.error());
  Collection all(service, *policy);
  std::size_t read = 0;
  for (auto row = rows->rbegin(); row != rows->rend() && read < kMostRead; ++row) {
    if (row->key.kind != store::ObservationKind::kReport) continue;
    if (c.decided_at && row->arrived_at > *c.decided_at) continue;  // nobody looked at it
    ++read;
    const auto stored = session.observations().get(row->seq);
    if (!stored) return tl::unexpected(stored.error());
    const auto judged = json::parse(stored->observation.verdict, kStored);
    if (const json::Value* verdict = judged ? member(*judged, "verdict") : nullptr) {
      all.add_links(*verdict);
    }
    if (const auto report = json::parse(stored->observation.facts, kStored)) {
      all.add_message(*report);
    }
    const auto suspects = suspects_of(service, session, *row);
    if (!suspects) return tl::unexpected(suspects.error());
    all.add_numbers(*suspects);
  }
  return all.take();
}

}  // namespace analyzer
