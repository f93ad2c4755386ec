// Campaigns.

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kMostTies = 8;       // campaigns of one link
constexpr std::size_t kMostOfBand = 16;    // sketches of one band
constexpr std::size_t kMostCompared = 64;  // sketches compared in full

constexpr std::string_view kCampaign =
    "SELECT id, title, domains, counties, reports, first_seen, last_seen, shape, merged_into"
    " FROM campaigns ";

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
  if (!query.is_null(7)) out.shape = query.key(7);
  out.merged_into = query.text(8);
  return out;
}

std::string join_numbers(const std::vector<std::uint32_t>& numbers) {
  std::vector<std::string> words;
  for (const std::uint32_t number : numbers) words.push_back(std::to_string(number));
  return join_words(words);
}

std::string text_of(const Query& query) { return std::string(query.text(0)); }

Result<std::optional<std::string>> first_text(Query& query) { return first_row(query, text_of); }

// Sketches are stored as their values, two bytes each, the lower byte first.
std::string bytes_of(const Sketch& sketch) {
  std::string out;
  out.reserve(Sketch::kValues * 2);
  for (const std::uint16_t value : sketch.values) {
    out.push_back(static_cast<char>(value & 0xFFU));
    out.push_back(static_cast<char>(value >> 8U));
  }
  return out;
}

std::optional<Sketch> sketch_of(std::string_view bytes) {
  if (bytes.size() != Sketch::kValues * 2) return std::nullopt;
  Sketch out;
  for (std::size_t i = 0; i < Sketch::kValues; ++i) {
    const auto low = static_cast<unsigned char>(bytes[2 * i]);
    const auto high = static_cast<unsigned char>(bytes[2 * i + 1]);
    out.values[i] = static_cast<std::uint16_t>(low | high << 8U);
  }
  return out;
}

}  // namespace

Status SqlCampaigns::put(const Campaign& campaign) {
  Query query(
      db_,
      "INSERT INTO campaigns (id, title, domains, counties, reports, first_seen, last_seen,"
      " shape, merged_into) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
      " title = excluded.title, domains = excluded.domains, counties = excluded.counties,"
      " reports = excluded.reports, first_seen = excluded.first_seen,"
      " last_seen = excluded.last_seen, shape = excluded.shape,"
      " merged_into = excluded.merged_into");
  query.bind(campaign.id).bind(campaign.title).bind(join_words(campaign.domains));
  query.bind(join_numbers(campaign.counties)).bind(campaign.reports);
  query.bind(campaign.first_seen).bind(campaign.last_seen);
  return query.bind(campaign.shape).bind(campaign.merged_into).run();
}

Result<std::optional<Campaign>> SqlCampaigns::find(std::string_view id) {
  Query query(db_, std::string(kCampaign) + "WHERE id = ?");
  return first_row(query.bind(id), read_campaign);
}

Result<CampaignPage> SqlCampaigns::list(const CampaignQuery& wanted) {
  std::int64_t seen = 0;
  std::string_view id;
  if (!wanted.cursor.empty()) {
    const std::string_view text = wanted.cursor;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seen);
    if (error != std::errc{} || end == text.data() + text.size() || *end != '.') {
      return tl::unexpected(
          Error{ErrorCode::kInvalid, "bad cursor", {{"?cursor", "cursor", "not of this list"}}});
    }
    id = text.substr(static_cast<std::size_t>(end - text.data()) + 1);
  }
  std::string sql = std::string(kCampaign) + "WHERE merged_into = ''";
  if (!wanted.text.empty()) {
    sql += " AND (id = ? OR title LIKE ? ESCAPE '\\' OR domains LIKE ? ESCAPE '\\')";
  }
  if (!wanted.cursor.empty()) sql += " AND (last_seen, id) < (?, ?)";
  Query query(db_, sql + " ORDER BY last_seen DESC, id DESC LIMIT ?");
  if (!wanted.text.empty()) {
    query.bind(wanted.text).bind(contains(wanted.text)).bind(contains(wanted.text));
  }
  if (!wanted.cursor.empty()) query.bind(seen).bind(id);
  auto found = all_rows(query.bind(wanted.limit + 1), read_campaign);
  if (!found) return tl::unexpected(found.error());
  CampaignPage page;
  page.campaigns = *std::move(found);
  if (page.campaigns.size() > wanted.limit) {
    page.campaigns.pop_back();
    const Campaign& last = page.campaigns.back();
    page.next_cursor = std::to_string(to_millis(last.last_seen)) + "." + last.id;
  }
  return page;
}

Result<std::vector<Campaign>> SqlCampaigns::parts(std::string_view id) {
  Query query(db_, std::string(kCampaign) +
                       "WHERE merged_into = ? AND merged_into <> ''"
                       " ORDER BY id");
  return all_rows(query.bind(id), read_campaign);
}

Status SqlCampaigns::remove_links(std::string_view id, std::span<const Link> links) {
  Query query(db_, "DELETE FROM campaign_links WHERE campaign_id = ? AND kind = ? AND key = ?");
  for (const Link& link : links) {
    if (Status status = query.bind(id).bind(link.kind).bind(link.key).run(); !status) return status;
    query.reset();
  }
  return {};
}

Result<std::vector<Campaign>> SqlCampaigns::recent(std::size_t limit, std::size_t offset) {
  Query query(db_, std::string(kCampaign) + "ORDER BY last_seen DESC, id LIMIT ? OFFSET ?");
  query.bind(limit).bind(offset);
  return all_rows(query, read_campaign);
}

Status SqlCampaigns::add_links(std::string_view id, std::span<const Link> links) {
  Query query(db_,
              "INSERT INTO campaign_links (campaign_id, kind, key) VALUES (?, ?, ?)"
              " ON CONFLICT DO NOTHING");
  for (const Link& link : links) {
    if (Status status = query.bind(id).bind(link.kind).bind(link.key).run(); !status) return status;
    query.reset();
  }
  return {};
}

Result<std::vector<Link>> SqlCampaigns::links(std::string_view id) {
  Query query(db_, "SELECT kind, key FROM campaign_links WHERE campaign_id = ? ORDER BY kind, key");
  query.bind(id);
  return all_rows(query, [](const Query& row) { return Link{row.word<LinkKind>(0), row.key(1)}; });
}

Result<std::vector<CampaignTie>> SqlCampaigns::ties(std::span<const Link> links) {
  std::vector<CampaignTie> out;
  Query query(db_,
              "SELECT campaign_id FROM campaign_links WHERE key = ? AND kind = ?"
              " ORDER BY campaign_id LIMIT ?");
  for (const Link& link : links) {
    query.bind(link.key).bind(link.kind).bind(kMostTies);
    auto found = all_rows(query, text_of);
    if (!found) return tl::unexpected(found.error());
    for (std::string& id : *found) out.push_back({link, std::move(id)});
    query.reset();
  }
  return out;
}

Status SqlCampaigns::add_sketch(std::string_view id, const Sketch& sketch) {
  Query add(db_, "INSERT INTO campaign_sketches (campaign_id, sketch) VALUES (?, ?) RETURNING id");
  const std::string bytes = bytes_of(sketch);
  const Result<std::int64_t> number = add.bind(id).bind(Blob{bytes}).given_number();
  if (!number) return tl::unexpected(number.error());
  Query band(db_, "INSERT INTO campaign_bands (band, sketch_id) VALUES (?, ?)");
  for (const std::uint64_t key : bands(sketch)) {
    if (Status status = band.bind(key).bind(*number).run(); !status) return status;
    band.reset();
  }
  return {};
}

Result<std::uint32_t> SqlCampaigns::sketch_count(std::string_view id) {
  Query query(db_, "SELECT count(*) FROM campaign_sketches WHERE campaign_id = ?");
  const Result<bool> row = query.bind(id).step();
  if (!row) return tl::unexpected(row.error());
  return static_cast<std::uint32_t>(query.number(0));
}

// Numbers of the sketches that share most bands, at most kMostCompared.
Result<std::vector<std::int64_t>> SqlCampaigns::sharing_bands(const Sketch& sketch) {
  std::map<std::int64_t, std::size_t> shared;
  Query query(
      db_, "SELECT sketch_id FROM campaign_bands WHERE band = ? ORDER BY sketch_id DESC LIMIT ?");
  for (const std::uint64_t key : bands(sketch)) {
    query.bind(key).bind(kMostOfBand);
    Result<bool> row = query.step();
    for (; row && *row; row = query.step()) ++shared[query.number(0)];
    if (!row) return tl::unexpected(row.error());
    query.reset();
  }
  std::vector<std::pair<std::size_t, std::int64_t>> order;
  for (const auto& [id, count] : shared) order.emplace_back(count, id);
  std::sort(order.rbegin(), order.rend());
  if (order.size() > kMostCompared) order.resize(kMostCompared);
  std::vector<std::int64_t> out;
  for (const auto& [count, id] : order) out.push_back(id);
  return out;
}

Result<std::vector<CampaignLikeness>> SqlCampaigns::alike(const Sketch& sketch, double least) {
  const auto candidates = sharing_bands(sketch);
  if (!candidates) return tl::unexpected(candidates.error());
  std::map<std::string, double> best;
  Query query(db_, "SELECT campaign_id, sketch FROM campaign_sketches WHERE id = ?");
  for (const std::int64_t id : *candidates) {
    const Result<bool> row = query.bind(id).step();
    if (!row) return tl::unexpected(row.error());
    if (*row) {
      const std::optional<Sketch> stored = sketch_of(query.text(1));
      if (!stored) return fail(ErrorCode::kCorrupt, "a campaign's sketch cannot be read");
      const double found = likeness(sketch, *stored);
      double& known = best[text_of(query)];
      known = std::max(known, found);
    }
    query.reset();
  }
  std::vector<CampaignLikeness> out;
  for (const auto& [id, found] : best) {
    if (found >= least) out.push_back({id, found});
  }
  std::sort(out.begin(), out.end(), [](const CampaignLikeness& a, const CampaignLikeness& b) {
    return std::tie(b.likeness, a.campaign) < std::tie(a.likeness, b.campaign);
  });
  return out;
}

Status SqlCampaigns::count(std::string_view id, Date day, std::uint32_t county) {
  Query query(db_,
              "INSERT INTO campaign_counts (campaign_id, day, county, reports) VALUES (?, ?, ?, 1)"
              " ON CONFLICT (campaign_id, day, county)"
              " DO UPDATE SET reports = campaign_counts.reports + 1");
  return query.bind(id).bind(day.time_since_epoch().count()).bind(county).run();
}

Result<std::vector<CampaignCount>> SqlCampaigns::counts(std::string_view id) {
  Query query(
      db_,
      "SELECT day, county, CAST(sum(reports) AS BIGINT) FROM campaign_counts WHERE campaign_id = ?"
      " OR campaign_id IN (SELECT id FROM campaigns WHERE merged_into = ? AND merged_into <> '')"
      " GROUP BY day, county ORDER BY day, county");
  query.bind(id).bind(id);
  return all_rows(query, [](const Query& row) {
    return CampaignCount{Date{std::chrono::days{row.number(0)}},
                         static_cast<std::uint32_t>(row.number(1)),
                         static_cast<std::uint32_t>(row.number(2))};
  });
}

Status SqlCampaigns::relate(std::string_view id, std::string_view other) {
  if (id == other) return {};
  Query query(db_,
              "INSERT INTO campaign_relations (campaign_id, other_id) VALUES (?, ?)"
              " ON CONFLICT DO NOTHING");
  return query.bind(std::min(id, other)).bind(std::max(id, other)).run();
}

Result<std::vector<std::string>> SqlCampaigns::related(std::string_view id) {
  Query query(db_,
              "SELECT other_id FROM campaign_relations WHERE campaign_id = ?1 UNION"
              " SELECT campaign_id FROM campaign_relations WHERE other_id = ?1 ORDER BY 1");
  query.bind(id);
  return all_rows(query, text_of);
}

Status SqlCampaigns::set_case(std::string_view id, std::string_view bureau,
                              std::string_view case_id) {
  Query query(db_,
              "INSERT INTO campaign_cases (campaign_id, bureau, case_id) VALUES (?, ?, ?)"
              " ON CONFLICT (campaign_id, bureau) DO UPDATE SET case_id = excluded.case_id");
  return query.bind(id).bind(bureau).bind(case_id).run();
}

Result<std::optional<std::string>> SqlCampaigns::case_of(std::string_view id,
                                                         std::string_view bureau) {
  Query query(db_,
              "SELECT l.case_id FROM campaign_cases l JOIN campaigns c ON c.id = l.campaign_id"
              " WHERE (c.id = ? OR (c.merged_into = ? AND c.merged_into <> '')) AND l.bureau = ?"
              " ORDER BY CASE WHEN c.id = ? THEN 0 ELSE 1 END, c.last_seen DESC, c.id LIMIT 1");
  query.bind(id).bind(id).bind(bureau).bind(id);
  return first_text(query);
}

Result<std::vector<std::string>> SqlCampaigns::cases(std::string_view id) {
  Query query(db_,
              "SELECT l.case_id, min(l.bureau) AS place FROM campaign_cases l"
              " JOIN campaigns c ON c.id = l.campaign_id"
              " WHERE c.id = ? OR (c.merged_into = ? AND c.merged_into <> '')"
              " GROUP BY l.case_id ORDER BY place, l.case_id");
  query.bind(id).bind(id);
  return all_rows(query, text_of);
}

Result<std::optional<std::string>> SqlCampaigns::of_case(std::string_view case_id) {
  Query query(db_,
              "SELECT CASE c.merged_into WHEN '' THEN c.id ELSE c.merged_into END"
              " FROM campaign_cases l JOIN campaigns c ON c.id = l.campaign_id"
              " WHERE l.case_id = ? ORDER BY c.last_seen DESC, c.id LIMIT 1");
  query.bind(case_id);
  return first_text(query);
}

}  // namespace analyzer::store
