#include "analyzer/service/feed_config.h"

#include <algorithm>
#include <set>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"
#include "analyzer/service/feed_fields.h"
#include "analyzer/service/listing_policy.h"

namespace analyzer {
namespace {

FeedConfig read_feed(const toml::Table& table) {
  FeedFields fields;
  fields.name = table.text("name");
  fields.title = table.text("title");
  fields.address = table.text("address");
  fields.format = table.text("format", fields.format);
  fields.every_minutes = table.integer("every_minutes", fields.every_minutes);
  fields.trust = table.number("trust");
  fields.licence = table.text("licence");
  fields.may = table.text("may", fields.may);
  fields.missing = table.text("missing", fields.missing);
  if (table.has("expiry_days")) fields.expiry_days = table.integer("expiry_days");
  fields.intranet = table.flag("intranet", false);
  fields.enabled = table.flag("enabled", true);
  fields.most_megabytes = table.integer("most_megabytes", fields.most_megabytes);
  const toml::Table columns = table.table("columns");
  for (const std::string& name : columns.keys()) fields.columns[name] = columns.text(name);
  std::vector<FeedMistake> mistakes;
  FeedConfig out = make_feed(fields, nullptr, mistakes);
  for (const FeedMistake& mistake : mistakes) {
    if (mistake.code != "required") table.refuse(mistake.field, mistake.message);  // said already
  }
  if (const auto file = table.maybe_text("bearer_file")) {
    const Result<std::string> bytes = read_file(*file);
    if (!bytes) table.refuse("bearer_file", "the file cannot be read");
    if (bytes) out.bearer = bytes->substr(0, bytes->find_first_of("\r\n"));
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
  const toml::Table console = root->table("console");
  out.console.folder = console.text("folder", "");
  out.console.intranet = console.flag("intranet", false);
  console.done();
  (void)read_listing_policy(root->table("dispositions"));  // of list_rules.h: checked here too
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
