#include "analyzer/store/sql_case_rows.h"

namespace analyzer::store {
namespace {

constexpr std::int64_t kSpare = 1;
constexpr std::int64_t kVillage = 2;
constexpr std::int64_t kVisit = 4;
constexpr std::int64_t kReached = 8;

ContactTally read_contacts(const Query& row) {
  ContactTally out;
  out.entries = static_cast<std::uint32_t>(row.number(29));
  out.calls = static_cast<std::uint32_t>(row.number(30));
  out.call_days = static_cast<std::uint32_t>(row.number(31));
  if (!row.is_null(32)) out.last_call_day = Date{std::chrono::days{row.number(32)}};
  const std::int64_t ways = row.number(33);
  out.spare_tried = (ways & kSpare) != 0;
  out.village_asked = (ways & kVillage) != 0;
  out.visited = (ways & kVisit) != 0;
  out.reached = (ways & kReached) != 0;
  return out;
}

void bind_contacts(Query& query, const ContactTally& tally) {
  query.bind(tally.entries).bind(tally.calls).bind(tally.call_days);
  std::optional<std::int64_t> day;
  if (tally.last_call_day) day = tally.last_call_day->time_since_epoch().count();
  query.bind(day);
  query.bind((tally.spare_tried ? kSpare : 0) | (tally.village_asked ? kVillage : 0) |
             (tally.visited ? kVisit : 0) | (tally.reached ? kReached : 0));
}

std::optional<double> maybe_real(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.real(column);
}

}  // namespace

CaseGroup read_group(const Query& row, int column) {
  CaseGroup out;
  out.scheme = row.maybe_word<Scheme>(column);
  out.age = row.maybe_word<AgeBand>(column + 1);
  if (!row.is_null(column + 2)) out.rural = row.number(column + 2) != 0;
  return out;
}

Case read_case(const Query& row) {
  Case c;
  c.id = row.text(0);
  c.kind = row.word<CaseKind>(1);
  c.state = row.word<CaseState>(2);
  c.region = row.text(3);
  c.title = row.text(4);
  c.score = row.real(5);
  c.priority = row.number(6);
  c.held = row.number(7) != 0;
  c.escalated = row.number(8) != 0;
  c.decide_by = row.maybe_time(9);
  c.opened_at = row.time(10);
  c.updated_at = row.time(11);
  c.assignee = row.text(12);
  c.lease_until = row.maybe_time(13);
  c.disposition = row.maybe_word<Disposition>(14);
  c.cause = row.maybe_word<Cause>(15);
  c.proposed_by = row.text(16);
  c.decided_by = row.text(17);
  c.decided_at = row.maybe_time(18);
  c.observations = static_cast<std::uint32_t>(row.number(19));
  c.version = row.number(20);
  c.finding = row.text(21);
  c.destinations = split_words(row.text(22));
  c.outcome = row.maybe_word<ReviewOutcome>(23);
  c.amount_yuan = maybe_real(row, 24);
  c.owner = row.text(25);
  c.returned = row.number(26) != 0;
  c.snoozed_until = row.maybe_time(27);
  c.settles_at = row.maybe_time(28);
  c.contacts = read_contacts(row);
  c.batch = row.text(34);
  c.recused = split_words(row.text(35));
  c.owner_until = row.maybe_time(36);
  c.extension_by = row.text(37);
  c.more_time_until = row.maybe_time(38);
  c.extended = row.number(39) != 0;
  c.archived_at = row.maybe_time(40);
  c.referred_until = row.maybe_time(41);
  c.letter_since = row.maybe_time(42);
  c.files = split_words(row.text(43));
  c.saved_yuan = maybe_real(row, 44);
  c.saved_by = row.text(45);
  c.saved_at = row.maybe_time(46);
  c.group = read_group(row, 47);
  return c;
}

void bind_case(Query& query, const Case& c) {
  query.bind(c.kind).bind(c.state).bind(c.region).bind(c.title).bind(c.score).bind(c.priority);
  query.bind(c.held).bind(c.escalated).bind(c.decide_by).bind(c.opened_at).bind(c.updated_at);
  query.bind(c.assignee).bind(c.lease_until).bind(c.disposition).bind(c.cause);
  query.bind(c.proposed_by).bind(c.decided_by).bind(c.decided_at).bind(c.observations);
  query.bind(c.version).bind(c.finding).bind(join_words(c.destinations)).bind(c.outcome);
  query.bind(c.amount_yuan).bind(c.owner).bind(c.returned).bind(c.snoozed_until);
  query.bind(c.settles_at);
  bind_contacts(query, c.contacts);
  query.bind(c.batch).bind(join_words(c.recused)).bind(c.owner_until).bind(c.extension_by);
  query.bind(c.more_time_until).bind(c.extended).bind(c.archived_at);
  query.bind(c.referred_until).bind(c.letter_since).bind(join_words(c.files)).bind(c.saved_yuan);
  query.bind(c.saved_by).bind(c.saved_at).bind(c.group.scheme).bind(c.group.age);
  query.bind(c.group.rural);
}

CaseEvent read_event(const Query& row) {
  CaseEvent event;
  event.kind = row.word<CaseEventKind>(0);
  event.at = row.time(1);
  event.actor = row.text(2);
  event.note = row.text(3);
  event.disposition = row.maybe_word<Disposition>(4);
  event.cause = row.maybe_word<Cause>(5);
  event.lease_until = row.maybe_time(6);
  event.finding = row.text(7);
  event.destinations = split_words(row.text(8));
  event.outcome = row.maybe_word<ReviewOutcome>(9);
  event.amount_yuan = maybe_real(row, 10);
  event.until = row.maybe_time(11);
  event.person = row.text(12);
  event.contact = row.maybe_word<ContactWay>(13);
  event.contact_result = row.maybe_word<ContactResult>(14);
  event.batch = row.text(15);
  event.companion = row.text(16);
  event.files = split_words(row.text(17));
  event.saved_yuan = maybe_real(row, 18);
  return event;
}

void bind_event(Query& query, const CaseEvent& event) {
  query.bind(event.kind).bind(event.at).bind(event.actor).bind(event.note);
  query.bind(event.disposition).bind(event.cause).bind(event.lease_until);
  query.bind(event.finding).bind(join_words(event.destinations)).bind(event.outcome);
  query.bind(event.amount_yuan).bind(event.until).bind(event.person);
  query.bind(event.contact).bind(event.contact_result).bind(event.batch);
  query.bind(event.companion).bind(join_words(event.files)).bind(event.saved_yuan);
}

std::string of_level(std::size_t levels) {
  return " AND (SELECT max(o.level) FROM observations o WHERE o.case_id = cases.id) IN " +
         marks(levels);
}

}  // namespace analyzer::store
