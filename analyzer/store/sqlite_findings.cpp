// Labels, campaigns and aliases.

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "analyzer/store/sqlite_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kLabel =
    "SELECT observation, case_id, disposition, cause, at, by_whom FROM labels ";

Label read_label(const Query& query) {
  return {static_cast<Seq>(query.number(0)),
          std::string(query.text(1)),
          query.word<Disposition>(2),
          query.word<Cause>(3),
          query.time(4),
          std::string(query.text(5))};
}

constexpr std::string_view kCampaign =
    "SELECT id, title, domains, counties, reports, first_seen, last_seen FROM campaigns ";

Campaign read_campaign(const Query& query) {
  Campaign out;
  out.id = query.text(0);
  out.title = query.text(1);
  out.domains = split_words(query.text(2));
  for (const std::string& word : split_words(query.text(3))) {
    std::uint32_t county = 0;
    std::from_chars(word.data(), word.data() + word.size(), county);
    out.counties.push_back(county);
  }
  out.reports = static_cast<std::uint32_t>(query.number(4));
  out.first_seen = query.time(5);
  out.last_seen = query.time(6);
  return out;
}

std::string join_numbers(const std::vector<std::uint32_t>& numbers) {
  std::vector<std::string> words;
  for (const std::uint32_t number : numbers) words.push_back(std::to_string(number));
  return join_words(words);
}

Result<std::vector<Link>> campaign_links(Db& db, std::string_view id) {
  Query query(db, "SELECT kind, key FROM campaign_links WHERE campaign_id = ? ORDER BY kind, key");
  query.bind(id);
  std::vector<Link> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back({query.word<LinkKind>(0), query.key(1)});
  if (!row) return tl::unexpected(row.error());
  return out;
}

// Campaigns gain links and hardly ever lose one, so only the difference is written.
Status write_links(Db& db, const Campaign& campaign) {
  Result<std::vector<Link>> read = campaign_links(db, campaign.id);
  if (!read) return tl::unexpected(read.error());
  std::vector<Link> stored = *std::move(read);
  std::sort(stored.begin(), stored.end());
  std::vector<Link> wanted = campaign.links;
  std::sort(wanted.begin(), wanted.end());
  Query add(db,
            "INSERT INTO campaign_links (campaign_id, kind, key) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING");
  Query remove(db, "DELETE FROM campaign_links WHERE campaign_id = ? AND kind = ? AND key = ?");
  const auto write = [&](Query& query, const Link& link) -> Status {
    Status status = query.bind(campaign.id).bind(link.kind).bind(link.key).run();
    query.reset();
    return status;
  };
  for (const Link& link : wanted) {
    if (std::binary_search(stored.begin(), stored.end(), link)) continue;
    if (Status status = write(add, link); !status) return status;
  }
  for (const Link& link : stored) {
    if (std::binary_search(wanted.begin(), wanted.end(), link)) continue;
    if (Status status = write(remove, link); !status) return status;
  }
  return {};
}

}  // namespace

Status SqliteLabels::append(const Label& label) {
  Query query(db_,
              "INSERT INTO labels (observation, case_id, disposition, cause, at, by_whom)"
              " VALUES (?, ?, ?, ?, ?, ?)");
  query.bind(label.observation).bind(label.case_id).bind(label.disposition).bind(label.cause);
  return query.bind(label.at).bind(label.by).run();
}

Result<std::vector<Label>> SqliteLabels::of(Seq observation) {
  Query query(db_, std::string(kLabel) + "WHERE observation = ? ORDER BY id");
  query.bind(observation);
  std::vector<Label> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(read_label(query));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqliteLabels::scan(const std::function<Status(const Label&)>& each) {
  Query query(db_, std::string(kLabel) +
                       "WHERE id IN (SELECT max(id) FROM labels GROUP BY observation)"
                       " ORDER BY observation");
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (Status status = each(read_label(query)); !status) return status;
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

Status SqliteCampaigns::put(const Campaign& campaign) {
  Query query(db_,
              "INSERT INTO campaigns (id, title, domains, counties, reports, first_seen, last_seen)"
              " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title,"
              " domains = excluded.domains, counties = excluded.counties,"
              " reports = excluded.reports, first_seen = excluded.first_seen,"
              " last_seen = excluded.last_seen");
  query.bind(campaign.id).bind(campaign.title).bind(join_words(campaign.domains));
  query.bind(join_numbers(campaign.counties)).bind(campaign.reports);
  if (Status status = query.bind(campaign.first_seen).bind(campaign.last_seen).run(); !status) {
    return status;
  }
  return write_links(db_, campaign);
}

Result<std::vector<Campaign>> SqliteCampaigns::read(Query& query) {
  std::vector<Campaign> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.push_back(read_campaign(query));
    Result<std::vector<Link>> links = campaign_links(db_, out.back().id);
    if (!links) return tl::unexpected(links.error());
    out.back().links = *std::move(links);
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::optional<Campaign>> SqliteCampaigns::find(std::string_view id) {
  Query query(db_, std::string(kCampaign) + "WHERE id = ?");
  Result<std::vector<Campaign>> found = read(query.bind(id));
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return std::optional<Campaign>{};
  return std::move(found->front());
}

Result<std::vector<Campaign>> SqliteCampaigns::find_by_links(std::span<const Link> links) {
  std::map<std::string, Campaign> found;
  Query query(db_, std::string(kCampaign) +
                       "WHERE id IN (SELECT campaign_id FROM campaign_links"
                       " WHERE key = ? AND kind = ?)");
  for (const Link& link : links) {
    Result<std::vector<Campaign>> some = read(query.bind(link.key).bind(link.kind));
    if (!some) return tl::unexpected(some.error());
    for (Campaign& campaign : *some) found.try_emplace(campaign.id, std::move(campaign));
    query.reset();
  }
  std::vector<Campaign> out;
  for (auto& [id, campaign] : found) out.push_back(std::move(campaign));
  std::sort(out.begin(), out.end(), [](const Campaign& a, const Campaign& b) {
    return std::tie(b.last_seen, a.id) < std::tie(a.last_seen, b.id);
  });
  return out;
}

Result<std::vector<Campaign>> SqliteCampaigns::recent(std::size_t limit, std::size_t offset) {
  Query query(db_, std::string(kCampaign) + "ORDER BY last_seen DESC, id LIMIT ? OFFSET ?");
  return read(query.bind(limit).bind(offset));
}

Result<LinkKey> SqliteAliases::canonical(LinkKey key) {
  Query query(db_, "SELECT target FROM aliases WHERE alias = ?");
  const Result<bool> row = query.bind(key).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.key(0) : key;
}

Status SqliteAliases::join(LinkKey alias, LinkKey target) {
  const Result<LinkKey> from = canonical(alias);
  if (!from) return tl::unexpected(from.error());
  const Result<LinkKey> to = canonical(target);
  if (!to) return tl::unexpected(to.error());
  if (*from == *to) return {};
  // Chains stay one step long: whatever was counted as `from` follows it.
  Query move(db_, "UPDATE aliases SET target = ? WHERE target = ?");
  if (Status status = move.bind(*to).bind(*from).run(); !status) return status;
  Query add(db_, "INSERT INTO aliases (alias, target) VALUES (?, ?)");
  return add.bind(*from).bind(*to).run();
}

Status SqliteAliases::scan(const std::function<Status(LinkKey alias, LinkKey target)>& each) {
  Query query(db_, "SELECT alias, target FROM aliases ORDER BY alias");
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (Status status = each(query.key(0), query.key(1)); !status) return status;
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

}  // namespace analyzer::store
