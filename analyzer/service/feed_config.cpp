#include "analyzer/service/feed_config.h"

#include <algorithm>
#include <set>

#include "analyzer/core/digest.h"
#include "analyzer/core/known_words.h"
#include "analyzer/core/toml.h"
#include "feeds/own_sources.h"

namespace analyzer {
namespace {

template <class E>
E word(const toml::Table& table, const char* key, E otherwise) {
  const std::string text = table.text(key, name_of(otherwise));
  const auto value = parse_name<E>(text);
  if (!value) table.refuse(key, std::string(key) + " is one of" + known_words(kNames<E>));
  return value.value_or(otherwise);
}

feeds::Columns read_columns(const toml::Table& table) {
  const feeds::Columns usual;
  feeds::Columns out;
  out.kind = table.text("kind", usual.kind);
  out.value = table.text("value", usual.value);
  out.source = table.text("source", usual.source);
  out.confidence = table.text("confidence", usual.confidence);
  out.valid_from = table.text("valid_from", usual.valid_from);
  out.valid_until = table.text("valid_until", usual.valid_until);
  out.revoked = table.text("revoked", usual.revoked);
  out.reason = table.text("reason", usual.reason);
  table.done();
  return out;
}

bool is_name(const std::string& name) {
  return name.size() <= 40 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

void check_address(const toml::Table& table, const FeedConfig& feed) {
  const std::size_t scheme = feed.address.find("://");
  if (scheme == std::string::npos) return;  // a file or folder
  const std::string_view how = std::string_view(feed.address).substr(0, scheme);
  if (how != "https" && !(how == "http" && feed.intranet)) {
    table.refuse("address", "an address is https://, a file or a folder; http:// needs intranet");
  }
}

FeedConfig read_feed(const toml::Table& table) {
  FeedConfig out;
  out.name = table.text("name");
  if (!is_name(out.name)) table.refuse("name", "a name is of [a-z0-9-], at most 40");
  if (feeds::is_own_source(out.name)) {
    table.refuse("name", "'" + out.name + "' is what persons and cases of ours say");
  }
  out.title = table.text("title");
  out.address = table.text("address");
  out.taxii = table.text("format", "lines") == "taxii";
  out.format = out.taxii ? feeds::Format::kStix : word(table, "format", feeds::Format::kLines);
  if (const auto file = table.maybe_text("bearer_file")) {
    const Result<std::string> bytes = read_file(*file);
    if (!bytes) table.refuse("bearer_file", "the file cannot be read");
    if (bytes) out.bearer = bytes->substr(0, bytes->find_first_of("\r\n"));
  }
  out.every = std::chrono::minutes{table.integer("every_minutes", 360)};
  if (out.every < std::chrono::minutes{5} || out.every > std::chrono::hours{24 * 31}) {
    table.refuse("every_minutes", "every_minutes lies in [5, 44640]");
  }
  out.trust = table.number("trust");
  if (!(out.trust > 0.0 && out.trust <= 1.0)) table.refuse("trust", "trust lies in (0, 1]");
  out.licence = table.text("licence");
  out.may = word(table, "may", feeds::Effect::kInform);
  const std::string missing = table.text("missing", "revoke");
  if (missing != "revoke" && missing != "expire") table.refuse("missing", "revoke or expire");
  out.missing_revokes = missing == "revoke";
  out.intranet = table.flag("intranet", false);
  out.enabled = table.flag("enabled", true);
  const std::int64_t megabytes = table.integer("most_megabytes", 64);
  if (megabytes < 1 || megabytes > 1024) table.refuse("most_megabytes", "lies in [1, 1024]");
  out.most_bytes = static_cast<std::size_t>(std::clamp<std::int64_t>(megabytes, 1, 1024)) << 20U;
  if (table.has("expiry_days")) {
    const std::int64_t days = table.integer("expiry_days");
    if (days < 1 || days > 3650) table.refuse("expiry_days", "lies in [1, 3650]");
    out.expiry = std::chrono::hours{24 * days};
  }
  out.columns = read_columns(table.table("columns"));
  check_address(table, out);
  if (out.taxii && out.address.find("://") == std::string::npos) {
    table.refuse("address", "a TAXII collection has an address of https");
  }
  table.done();
  return out;
}

}  // namespace

Result<FeedsConfig> load_feeds(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  FeedsConfig out;
  if (!root && root.error().code == ErrorCode::kNotFound) return out;
  if (!root) return tl::unexpected(root.error());
  const toml::Table expiry = root->table("expiry_days");
  for (std::size_t i = 0; i < out.expiry.size(); ++i) {
    const auto kind = kNames<feeds::IndicatorKind>[i];
    const std::int64_t days = expiry.integer(kind, out.expiry[i].count() / 24);
    if (days < 1 || days > 3650) expiry.refuse(kind, std::string(kind) + ": days lie in [1, 3650]");
    out.expiry[i] = std::chrono::hours{24 * days};
  }
  expiry.done();
  const toml::Table hold = root->table("hold");
  out.shrinks = hold.number("shrinks", out.shrinks);
  out.grows = hold.number("grows", out.grows);
  out.small = static_cast<std::size_t>(std::max<std::int64_t>(0, hold.integer("small", 20)));
  if (!(out.shrinks > 0.0 && out.shrinks <= 1.0)) hold.refuse("shrinks", "lies in (0, 1]");
  if (!(out.grows > 1.0)) hold.refuse("grows", "lies above 1");
  hold.done();
  std::set<std::string> names;
  for (const toml::Table& table : root->tables("feed")) {
    out.feeds.push_back(read_feed(table));
    if (!names.insert(out.feeds.back().name).second) table.refuse("name", "the name is taken");
  }
  out.listing = read_listing_policy(root->table("dispositions"));
  root->done();
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return out;
}

std::chrono::hours expiry_of(const FeedsConfig& all, const FeedConfig& feed,
                             feeds::IndicatorKind kind) {
  const auto usual = all.expiry[std::min(static_cast<std::size_t>(kind), all.expiry.size() - 1)];
  return feed.expiry ? std::min(*feed.expiry, usual) : usual;
}

}  // namespace analyzer
