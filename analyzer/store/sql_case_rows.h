// A case and an entry of its diary as rows. Internal to this layer.

#ifndef ANALYZER_STORE_SQL_CASE_ROWS_H_
#define ANALYZER_STORE_SQL_CASE_ROWS_H_

#include <string>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/store/sql.h"

namespace analyzer::store {

// In the order in which read_case() reads them; the id stands first.
inline constexpr std::string_view kCaseColumns =
    "id, kind, state, region, title, score, priority, held, escalated, decide_by, opened_at,"
    " updated_at, assignee, lease_until, disposition, cause, proposed_by, decided_by, decided_at,"
    " observations, version, finding, destinations, outcome, amount_yuan, owner, returned,"
    " snoozed_until, settles_at, contact_entries, contact_calls, contact_call_days,"
    " contact_last_day, contact_ways, batch, recused, owner_until, extension_by, more_time_until,"
    " extended, archived_at, referred_until, letter_since, files, saved_yuan, saved_by, saved_at,"
    " scheme, age_band, rural";
inline constexpr std::size_t kCaseColumnCount = 50;

Case read_case(const Query& row);
// From `column` on: scheme, band of age, rural.
CaseGroup read_group(const Query& row, int column);
// Binds all but the id.
void bind_case(Query& query, const Case& c);

// " AND ..." for a WHERE about `cases`: its level is one of so many that are bound there.
std::string of_level(std::size_t levels);

inline constexpr std::string_view kEventColumns =
    "kind, at, actor, note, disposition, cause, lease_until, finding, destinations, outcome,"
    " amount_yuan, until, person, contact, contact_result, batch, companion, files, saved_yuan";
inline constexpr std::size_t kEventColumnCount = 19;

CaseEvent read_event(const Query& row);
void bind_event(Query& query, const CaseEvent& event);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_CASE_ROWS_H_
