#include "analyzer/service/listing_policy.h"

#include <algorithm>

#include "analyzer/core/known_words.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;

constexpr std::int64_t kLongest = 3650;  // days
constexpr std::int64_t kUsual = 90;

// Devices belong to their callers' name spaces, shapes to the site, folders to nobody.
bool may_be_shown(IndicatorKind kind) {
  return kind != IndicatorKind::kPath && kind != IndicatorKind::kDevice &&
         kind != IndicatorKind::kShape;
}

std::optional<IndicatorKind> kind_in(const toml::Table& table, const std::string& key,
                                     const std::string& name) {
  const auto kind = parse_name<IndicatorKind>(name);
  if (kind && may_be_shown(*kind)) return kind;
  table.refuse(key, "'" + name + "' is no kind of value that a report shows");
  return std::nullopt;
}

void read_levels(const toml::Table& table, ListingPolicy& out) {
  for (const std::string& name : table.keys()) {
    const std::string level = table.text(name);
    const auto kind = kind_in(table, name, name);
    if (!kind) continue;
    const auto from = parse_name<Level>(level);
    if (!feeds::is_place(*kind)) {
      table.refuse(name, "only links have a level: '" + name + "' needs a second person");
    } else if (!from || *from < Level::kMedium) {
      table.refuse(name, "a level from medium on is one of medium high critical");
    } else {
      out.rules[static_cast<std::size_t>(*kind)].by_itself_from = *from;
    }
  }
}

void read_days(const toml::Table& table, ListingPolicy& out) {
  for (const std::string& name : table.keys()) {
    const std::int64_t days = table.integer(name);
    const auto kind = kind_in(table, name, name);
    if (days < 1 || days > kLongest) table.refuse(name, name + ": days lie in [1, 3650]");
    if (kind) out.rules[static_cast<std::size_t>(*kind)].counts = std::chrono::hours{24 * days};
  }
}

}  // namespace

ListingPolicy read_listing_policy(const toml::Table& table) {
  ListingPolicy out;
  for (ListingRule& rule : out.rules) rule.counts = std::chrono::hours{24 * kUsual};
  read_levels(table.table("by_itself"), out);
  read_days(table.table("expiry_days"), out);
  for (const std::string& name : table.texts("second_person")) {
    const auto kind = kind_in(table, "second_person", name);
    if (kind) out.rules[static_cast<std::size_t>(*kind)].second_person = true;
  }
  table.done();
  return out;
}

Result<ListingPolicy> load_listing_policy(const std::string& path) {
  const Result<toml::Table> root = toml::load(path);
  if (!root && root.error().code == ErrorCode::kNotFound) return ListingPolicy{};
  if (!root) return tl::unexpected(root.error());
  ListingPolicy out = read_listing_policy(root->table("dispositions"));
  if (Status status = root->finish(); !status) return tl::unexpected(status.error());
  return out;
}

}  // namespace analyzer
