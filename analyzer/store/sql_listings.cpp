// Listings.

#include "analyzer/store/sql_listings.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kListing =
    "SELECT l.case_id, l.kind, l.value, l.label, l.state, l.why, l.at, l.by_account, l.decided_by,"
    " l.decided_at, l.note, l.version FROM listings l ";

Listing read_listing(const Query& query) {
  Listing out;
  out.case_id = query.text(0);
  out.kind = query.word<feeds::IndicatorKind>(1);
  out.value = query.text(2);
  out.label = query.text(3);
  out.state = query.word<ListingState>(4);
  out.why = query.text(5);
  out.at = query.time(6);
  out.by = query.text(7);
  out.decided_by = query.text(8);
  out.decided_at = query.maybe_time(9);
  out.note = query.text(10);
  out.version = query.number(11);
  return out;
}

}  // namespace

Status SqlListings::put(const Listing& l, std::optional<std::int64_t> expected) {
  Query query(db_, expected
                       ? "UPDATE listings SET state = ?, why = ?, at = ?, by_account = ?,"
                         " decided_by = ?, decided_at = ?, note = ?, version = ?"
                         " WHERE case_id = ? AND kind = ? AND value = ? AND version = ?"
                       : "INSERT INTO listings (state, why, at, by_account, decided_by, decided_at,"
                         " note, version, case_id, kind, value, label)"
                         " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
                         " ON CONFLICT (case_id, kind, value) DO NOTHING");
  query.bind(l.state).bind(l.why).bind(l.at).bind(l.by).bind(l.decided_by).bind(l.decided_at);
  query.bind(l.note).bind(l.version).bind(l.case_id).bind(l.kind).bind(l.value);
  if (expected) {
    query.bind(*expected);
  } else {
    query.bind(l.label);
  }
  if (Status status = query.run(); !status) return status;
  if (db_.changes() == 0) return fail(ErrorCode::kConflict, "the entry was changed meanwhile");
  return {};
}

Result<std::optional<Listing>> SqlListings::find(std::string_view case_id,
                                                 feeds::IndicatorKind kind,
                                                 std::string_view value) {
  Query query(db_, std::string(kListing) + "WHERE l.case_id = ? AND l.kind = ? AND l.value = ?");
  query.bind(case_id).bind(kind).bind(value);
  return first_row(query, read_listing);
}

Result<std::vector<Listing>> SqlListings::of_case(std::string_view case_id) {
  Query query(db_, std::string(kListing) + "WHERE l.case_id = ? ORDER BY l.kind, l.value");
  query.bind(case_id);
  return all_rows(query, read_listing);
}

Result<std::vector<Listing>> SqlListings::listed_by(feeds::IndicatorKind kind,
                                                    std::string_view value) {
  Query query(db_, std::string(kListing) +
                       "WHERE l.kind = ? AND l.value = ? AND l.state = 0 ORDER BY l.case_id");
  query.bind(kind).bind(value);
  return all_rows(query, read_listing);
}

Result<std::vector<Listing>> SqlListings::listed() {
  Query query(db_, std::string(kListing) + "WHERE l.state = 0 ORDER BY l.kind, l.value, l.at");
  return all_rows(query, read_listing);
}

Result<std::vector<Listing>> SqlListings::waiting(std::string_view region, std::size_t limit) {
  std::string sql(kListing);
  if (!region.empty()) sql += "JOIN cases c ON c.id = l.case_id ";
  sql += "WHERE l.state = 1 ";
  if (!region.empty()) sql += "AND (c.region = '' OR substr(c.region, 1, ?) = ?) ";
  sql += "ORDER BY l.at, l.case_id, l.kind, l.value LIMIT ?";
  Query query(db_, sql);
  if (!region.empty()) query.bind(region.size()).bind(region);
  query.bind(limit);
  return all_rows(query, read_listing);
}

}  // namespace analyzer::store
