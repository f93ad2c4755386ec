// Counts by day and county.

#include <span>

#include "analyzer/store/sql_case_rows.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

std::int64_t day_number(Date date) { return date.time_since_epoch().count(); }
Date date_of_number(std::int64_t days) { return Date{std::chrono::days{days}}; }

}  // namespace

Status SqlDailyCounts::add(const std::vector<DailyCount>& counts) {
  // Many rows a statement; few sizes, so that few statements are prepared.
  for (std::size_t done = 0; done < counts.size();) {
    const std::size_t left = counts.size() - done;
    const std::size_t size = left >= 64 ? 64 : left >= 8 ? 8 : 1;
    std::string sql =
        "INSERT INTO daily_counts (day, county, measure, word, count) VALUES (?, ?, ?, ?, ?)";
    for (std::size_t i = 1; i < size; ++i) sql += ", (?, ?, ?, ?, ?)";
    sql +=
        " ON CONFLICT (day, county, measure, word)"
        " DO UPDATE SET count = daily_counts.count + excluded.count";
    Query query(db_, sql);
    for (const DailyCount& count : std::span(counts).subspan(done, size)) {
      query.bind(day_number(count.day)).bind(count.county).bind(count.measure).bind(count.word);
      query.bind(count.count);
    }
    if (Status status = query.run(); !status) return status;
    done += size;
  }
  return {};
}

Result<std::vector<DailyCount>> SqlDailyCounts::list(Date from, Date to, std::string_view region) {
  Query query(db_,
              "SELECT day, substr(county, 1, ?) AS place, measure, word, CAST(sum(count) AS BIGINT)"
              " FROM daily_counts WHERE day BETWEEN ? AND ?"
              " AND measure NOT LIKE 'signal%' AND substr(county, 1, ?) = ?"
              " GROUP BY day, place, measure, word ORDER BY day, place, measure, word");
  constexpr std::size_t kCounty = 6;
  constexpr std::size_t kWhole = 12;
  query.bind(region.size() > kCounty ? kWhole : kCounty).bind(day_number(from));
  query.bind(day_number(to)).bind(region.size()).bind(region);
  std::vector<DailyCount> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    DailyCount count;
    count.day = date_of_number(query.number(0));
    count.county = query.text(1);
    count.measure = query.text(2);
    count.word = query.text(3);
    count.count = static_cast<std::uint64_t>(query.number(4));
    out.push_back(std::move(count));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::vector<DailyCount>> SqlDailyCounts::signals(Date from, Date to) {
  Query query(db_,
              "SELECT measure, word, CAST(sum(count) AS BIGINT), CAST(max(day) AS BIGINT)"
              " FROM daily_counts WHERE day BETWEEN ? AND ?"
              " AND measure LIKE 'signal%' GROUP BY measure, word ORDER BY measure, word");
  query.bind(day_number(from)).bind(day_number(to));
  std::vector<DailyCount> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    out.push_back({date_of_number(query.number(3)), "", std::string(query.text(0)),
                   std::string(query.text(1)), static_cast<std::uint64_t>(query.number(2))});
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::vector<Countable>> SqlDailyCounts::uncounted(Seq after, std::size_t limit) {
  Query query(db_,
              "SELECT seq, kind, arrived_at, region, decision, level, verdict FROM observations"
              " WHERE seq > ? ORDER BY seq LIMIT ?");
  query.bind(after).bind(limit);
  std::vector<Countable> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    Countable one;
    one.seq = static_cast<Seq>(query.number(0));
    one.kind = query.word<ObservationKind>(1);
    one.arrived_at = query.time(2);
    one.region = query.text(3);
    one.decision = query.maybe_word<Decision>(4);
    one.level = query.maybe_word<Level>(5);
    one.verdict = query.text(6);
    out.push_back(std::move(one));
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Status SqlDailyCounts::decided(Time from, Time to, std::string_view region,
                               const std::function<void(const DecidedCase&)>& each) {
  Query query(db_,
              "SELECT kind, region, opened_at, decided_at, disposition, coalesce(cause, 0), scheme,"
              " age_band, rural"
              " FROM cases WHERE decided_at >= ? AND decided_at < ? AND disposition IS NOT NULL"
              " AND state = 3 AND settles_at IS NULL AND substr(region, 1, ?) = ?");
  query.bind(from).bind(to).bind(region.size()).bind(region);
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    each({query.word<CaseKind>(0), std::string(query.text(1)), query.time(2), query.time(3),
          query.word<Disposition>(4), query.word<Cause>(5), read_group(query, 6)});
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

Status SqlDailyCounts::waiting(std::string_view region,
                               const std::function<void(const WaitingCase&)>& each) {
  Query query(db_,
              "SELECT kind, region, opened_at, scheme, age_band, rural FROM cases"
              " WHERE state <> 3 AND substr(region, 1, ?) = ?");
  query.bind(region.size()).bind(region);
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    each(
        {query.word<CaseKind>(0), std::string(query.text(1)), query.time(2), read_group(query, 3)});
  }
  if (!row) return tl::unexpected(row.error());
  return {};
}

Result<std::vector<SavedAmount>> SqlDailyCounts::saved(Time from, Time to,
                                                       std::string_view region) {
  Query query(db_,
              "SELECT id, region, saved_yuan, saved_by, saved_at FROM cases WHERE saved_at >= ?"
              " AND saved_at < ? AND substr(region, 1, ?) = ?"
              " ORDER BY saved_at DESC, id");
  query.bind(from).bind(to).bind(region.size()).bind(region);
  return all_rows(query, [](const Query& row) {
    return SavedAmount{std::string(row.text(0)), std::string(row.text(1)), row.real(2),
                       std::string(row.text(3)), row.time(4)};
  });
}

}  // namespace analyzer::store
