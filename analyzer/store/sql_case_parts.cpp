#include "analyzer/store/sql_case_parts.h"

#include <charconv>

namespace analyzer::store {
namespace {

// -- files --------------------------------------------------------------------------

std::string select_files() {
  return "SELECT id, case_id, name, type, bytes, sha256, purpose, personal, added_by, added_at,"
         " withdrawn_by, withdrawn_at, withdrawn_why,"
         " CASE WHEN EXISTS (SELECT 1 FROM secrets s WHERE s.owner = case_files.id) THEN 1 ELSE 0"
         " END FROM case_files ";
}

CaseFile read_file(const Query& row) {
  CaseFile out;
  out.id = row.text(0);
  out.case_id = row.text(1);
  out.name = row.text(2);
  out.type = row.text(3);
  out.bytes = static_cast<std::uint64_t>(row.number(4));
  out.sha256 = row.text(5);
  out.purpose = row.text(6);
  out.personal = row.number(7) != 0;
  out.added_by = row.text(8);
  out.added_at = row.time(9);
  out.withdrawn_by = row.text(10);
  out.withdrawn_at = row.maybe_time(11);
  out.withdrawn_why = row.text(12);
  out.kept = row.number(13) != 0;
  return out;
}

// -- referrals ----------------------------------------------------------------------

constexpr std::string_view kReferralColumns =
    "id, case_id, unit_region, unit_name, sent_by, sent_at, due_at, state, ended_by, ended_at,"
    " found_by, found_on";

std::string select_referrals() {
  return "SELECT " + std::string(kReferralColumns) + " FROM case_referrals ";
}

Referral read_referral(const Query& row) {
  Referral out;
  out.id = row.text(0);
  out.case_id = row.text(1);
  out.unit_region = row.text(2);
  out.unit_name = row.text(3);
  out.sent_by = row.text(4);
  out.sent_at = row.time(5);
  out.due_at = row.time(6);
  out.state = row.word<ReferralState>(7);
  out.ended_by = row.text(8);
  out.ended_at = row.maybe_time(9);
  out.found_by = row.text(10);
  if (!row.is_null(11)) out.found_on = Date{std::chrono::days{row.number(11)}};
  return out;
}

// The last row's time and id.
std::string write_cursor(const Referral& last) {
  return std::to_string(to_millis(last.due_at)) + "." + last.id;
}

struct Place {
  std::int64_t due = 0;
  std::string id;
};

Result<Place> read_cursor(std::string_view text) {
  Place place;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.due);
  const auto read = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || read >= text.size() || text[read] != '.') {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "bad cursor", {{"?cursor", "cursor", "not of this list"}}});
  }
  place.id = text.substr(read + 1);
  return place;
}

// -- conflicts ----------------------------------------------------------------------

constexpr std::string_view kConflictColumns =
    "id, account, kind, region, note, stated_by, stated_at, ended_by, ended_at, ended_why";

std::string select_conflicts() {
  return "SELECT " + std::string(kConflictColumns) + " FROM conflicts ";
}

Conflict read_conflict(const Query& row) {
  Conflict out;
  out.id = row.text(0);
  out.account = row.text(1);
  out.kind = row.word<ConflictKind>(2);
  out.region = row.text(3);
  out.note = row.text(4);
  out.stated_by = row.text(5);
  out.stated_at = row.time(6);
  out.ended_by = row.text(7);
  out.ended_at = row.maybe_time(8);
  out.ended_why = row.text(9);
  return out;
}

}  // namespace

Status SqlCaseFiles::append(const CaseFile& file) {
  Query query(db_,
              "INSERT INTO case_files (id, case_id, name, type, bytes, sha256, purpose, personal,"
              " added_by, added_at, withdrawn_by, withdrawn_at, withdrawn_why) VALUES " +
                  marks(13));
  query.bind(file.id).bind(file.case_id).bind(file.name).bind(file.type).bind(file.bytes);
  query.bind(Blob{file.sha256}).bind(file.purpose).bind(file.personal).bind(file.added_by);
  query.bind(file.added_at).bind(file.withdrawn_by).bind(file.withdrawn_at);
  return query.bind(file.withdrawn_why).run();
}

Result<std::optional<CaseFile>> SqlCaseFiles::find(std::string_view id) {
  Query query(db_, select_files() + "WHERE id = ?");
  return first_row(query.bind(id), read_file);
}

Result<std::vector<CaseFile>> SqlCaseFiles::of_case(std::string_view case_id) {
  Query query(db_, select_files() + "WHERE case_id = ? ORDER BY id");
  return all_rows(query.bind(case_id), read_file);
}

Status SqlCaseFiles::withdraw(std::string_view id, std::string_view by, Time at,
                              std::string_view why) {
  Query query(db_,
              "UPDATE case_files SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_why = ?"
              " WHERE id = ? AND withdrawn_at IS NULL");
  return query.bind(by).bind(at).bind(why).bind(id).run();
}

Status SqlReferrals::put(const Referral& referral) {
  Query query(db_, "INSERT INTO case_referrals (" + std::string(kReferralColumns) + ") VALUES " +
                       marks(12) +
                       " ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
                       " ended_by = excluded.ended_by, ended_at = excluded.ended_at,"
                       " found_by = excluded.found_by, found_on = excluded.found_on");
  query.bind(referral.id).bind(referral.case_id).bind(referral.unit_region);
  query.bind(referral.unit_name).bind(referral.sent_by).bind(referral.sent_at);
  query.bind(referral.due_at).bind(referral.state).bind(referral.ended_by);
  query.bind(referral.ended_at).bind(referral.found_by);
  std::optional<std::int64_t> day;
  if (referral.found_on) day = referral.found_on->time_since_epoch().count();
  return query.bind(day).run();
}

Result<std::optional<Referral>> SqlReferrals::find(std::string_view id) {
  Query query(db_, select_referrals() + "WHERE id = ?");
  return first_row(query.bind(id), read_referral);
}

Result<std::vector<Referral>> SqlReferrals::of_case(std::string_view case_id) {
  Query query(db_, select_referrals() + "WHERE case_id = ? ORDER BY id");
  return all_rows(query.bind(case_id), read_referral);
}

Result<ReferralPage> SqlReferrals::list(const ReferralQuery& wanted) {
  Place after;
  if (!wanted.cursor.empty()) {
    Result<Place> read = read_cursor(wanted.cursor);
    if (!read) return tl::unexpected(read.error());
    after = *std::move(read);
  }
  std::string sql = select_referrals() + "WHERE substr(unit_region, 1, ?) = ?";
  if (wanted.state) sql += " AND state = ?";
  if (!wanted.cursor.empty()) sql += " AND (due_at, id) > (?, ?)";
  Query query(db_, sql + " ORDER BY due_at, id LIMIT ?");
  query.bind(wanted.unit_prefix.size()).bind(wanted.unit_prefix);
  if (wanted.state) query.bind(*wanted.state);
  if (!wanted.cursor.empty()) query.bind(after.due).bind(after.id);
  auto rows = all_rows(query.bind(wanted.limit + 1), read_referral);
  if (!rows) return tl::unexpected(rows.error());
  ReferralPage page{*std::move(rows), {}};
  if (page.referrals.size() > wanted.limit) {
    page.referrals.pop_back();
    page.next_cursor = write_cursor(page.referrals.back());
  }
  return page;
}

Status SqlConflicts::put(const Conflict& conflict) {
  Query query(db_, "INSERT INTO conflicts (" + std::string(kConflictColumns) + ") VALUES " +
                       marks(10) +
                       " ON CONFLICT (id) DO UPDATE SET ended_by = excluded.ended_by,"
                       " ended_at = excluded.ended_at, ended_why = excluded.ended_why");
  query.bind(conflict.id).bind(conflict.account).bind(conflict.kind).bind(conflict.region);
  query.bind(conflict.note).bind(conflict.stated_by).bind(conflict.stated_at);
  return query.bind(conflict.ended_by).bind(conflict.ended_at).bind(conflict.ended_why).run();
}

Result<std::optional<Conflict>> SqlConflicts::find(std::string_view id) {
  Query query(db_, select_conflicts() + "WHERE id = ?");
  return first_row(query.bind(id), read_conflict);
}

Result<std::vector<Conflict>> SqlConflicts::list(std::string_view account, std::size_t limit) {
  const std::string where = account.empty() ? "" : "WHERE account = ? ";
  Query query(db_, select_conflicts() + where + "ORDER BY id DESC LIMIT ?");
  if (!account.empty()) query.bind(account);
  return all_rows(query.bind(limit), read_conflict);
}

Result<std::optional<Conflict>> SqlConflicts::against(std::string_view account,
                                                      std::string_view region) {
  Query query(db_, select_conflicts() +
                       "WHERE account = ? AND ended_at IS NULL"
                       " AND substr(?, 1, length(region)) = region ORDER BY id LIMIT 1");
  return first_row(query.bind(account).bind(region), read_conflict);
}

}  // namespace analyzer::store
