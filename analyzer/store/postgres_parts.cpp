#include "analyzer/store/postgres_parts.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "analyzer/store/parts.h"
#include "analyzer/store/sql_erased.h"
#include "analyzer/store/sql_roles.h"
#include "analyzer/store/sql_session.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kAhead = 2;     // parts made before they are needed
constexpr std::int64_t kGroup = 250;  // rows removed at once
constexpr std::int64_t kMostKept = 20'000;
constexpr int kTries = 30;  // to take a part off while others read
constexpr std::chrono::milliseconds kBetween{300};
constexpr const char* kRest = "observations_rest";

std::string text(Seq seq) { return std::to_string(seq); }

std::string make_like(const std::string& table) {
  return "CREATE TABLE " + table + " (LIKE observations INCLUDING ALL)";
}

std::string attach(const std::string& table, Seq first, Seq past) {
  return "ALTER TABLE observations ATTACH PARTITION " + table + " FOR VALUES FROM (" + text(first) +
         ") TO (" + text(past) + ")";
}

Status run_all(Db& db, std::initializer_list<std::string> statements) {
  for (const std::string& sql : statements) {
    if (Status status = db.run(sql); !status) return status;
  }
  return {};
}

std::chrono::year_month month_of(Time time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return day.year() / day.month();
}

}  // namespace

Result<std::vector<ObservationParts::Part>> ObservationParts::list() {
  Query query(db_, "SELECT first, past, name, begun FROM observation_parts ORDER BY first");
  return all_rows(query, [](const Query& row) {
    return Part{static_cast<Seq>(row.number(0)), static_cast<Seq>(row.number(1)),
                std::string(row.text(2)), row.maybe_time(3)};
  });
}

Result<bool> ObservationParts::holds(const std::string& from_where) {
  const auto some =
      db_.number("SELECT count(*) FROM (SELECT 1 FROM " + from_where + " LIMIT 1) AS some_row");
  if (!some) return tl::unexpected(some.error());
  return *some > 0;
}

Result<ObservationParts::State> ObservationParts::look() {
  State out;
  const Result<Seq> last = SeqSource().refresh(db_);
  if (!last) return tl::unexpected(last.error());
  out.next = *last + 1;
  auto parts = list();
  if (!parts) return tl::unexpected(parts.error());
  out.parts = *std::move(parts);
  const Result<bool> rest = holds(kRest);
  if (!rest) return tl::unexpected(rest.error());
  out.rest = *rest;
  return out;
}

const ObservationParts::Part* ObservationParts::part_of(const std::vector<Part>& parts, Seq seq) {
  const auto it = std::find_if(parts.begin(), parts.end(), [seq](const Part& part) {
    return part.first <= seq && seq < part.past;
  });
  return it == parts.end() ? nullptr : &*it;
}

// First numbers of the parts that are to be made: for the next number, and ahead of it.
std::vector<Seq> ObservationParts::missing(const State& state) {
  const Part* now = part_of(state.parts, state.next);
  std::vector<Seq> out;
  Seq first = state.next - state.next % kSpan;
  if (now == nullptr) out.push_back(first);
  first = now == nullptr ? first + kSpan : now->past;
  for (std::size_t n = 0; n < kAhead; ++n, first += kSpan) {
    if (part_of(state.parts, first) == nullptr) out.push_back(first);
  }
  return out;
}

Result<bool> ObservationParts::due(Time now) {
  const Result<State> state = look();
  if (!state) return tl::unexpected(state.error());
  if (state->rest || !missing(*state).empty()) return true;
  const Part* part = part_of(state->parts, state->next);
  return !part->begun || month_of(*part->begun) < month_of(now);
}

Status ObservationParts::tend(Time now) {
  if (Status status = empty_rest(); !status) return status;
  // First, as the part that it begins is there already.
  if (Status status = begin_month(now); !status) return status;
  return make_ahead();
}

Status ObservationParts::locked(const std::function<Status()>& work) {
  if (Status status = db_.begin(true); !status) return status;
  Status status = db_.run("SET LOCAL lock_timeout = '200ms'");
  if (status) status = work();
  if (status) return db_.commit();
  static_cast<void>(db_.rollback());
  return status;
}

// `with_rest`: with the rows that the default part, taken off by now, holds of it.
Status ObservationParts::make(Seq first, bool with_rest) {
  const std::string table = "observations_" + text(first / kSpan);
  const Seq past = first + kSpan;
  if (Status status = db_.run(make_like(table)); !status) return status;
  if (with_rest) {
    Status status = db_.run("INSERT INTO " + table + " SELECT * FROM " + kRest +
                            " WHERE seq >= " + text(first) + " AND seq < " + text(past));
    if (!status) return status;
  }
  if (Status status = db_.run(attach(table, first, past)); !status) return status;
  Query note(db_, "INSERT INTO observation_parts (first, past, name) VALUES (?, ?, ?)");
  return note.bind(first).bind(past).bind(table).run();
}

Status ObservationParts::empty_rest() {
  const Result<bool> some = holds(kRest);
  if (!some) return tl::unexpected(some.error());
  if (!*some) return {};
  return locked([this]() -> Status {
    const std::string alter = "ALTER TABLE observations ";
    Status status = db_.run(alter + "DETACH PARTITION " + kRest);
    if (!status) return status;
    Query query(db_, "SELECT DISTINCT seq / " + std::to_string(kSpan) + " FROM " + kRest);
    const auto blocks =
        all_rows(query, [](const Query& row) { return static_cast<Seq>(row.number(0)); });
    if (!blocks) return tl::unexpected(blocks.error());
    for (const Seq block : *blocks) {
      if (status = make(block * kSpan, true); !status) return status;
    }
    return run_all(
        db_, {std::string("TRUNCATE ") + kRest, alter + "ATTACH PARTITION " + kRest + " DEFAULT"});
  });
}

Status ObservationParts::make_ahead() {
  const Result<State> before = look();
  if (!before) return tl::unexpected(before.error());
  if (missing(*before).empty()) return {};
  return locked([this]() -> Status {
    const Result<State> state = look();  // another server may have been faster
    if (!state) return tl::unexpected(state.error());
    for (const Seq first : missing(*state)) {
      if (Status status = make(first, false); !status) return status;
    }
    return {};
  });
}

Status ObservationParts::cover(const std::vector<Seq>& blocks) {
  return locked([&]() -> Status {
    const auto parts = list();
    if (!parts) return tl::unexpected(parts.error());
    for (const Seq block : blocks) {
      const Seq first = block * kSpan;
      if (part_of(*parts, first) != nullptr) continue;
      if (Status status = make(first, false); !status) return status;
    }
    return {};
  });
}

Status ObservationParts::note_begun(const Part& part, Time now) {
  Query query(db_, "UPDATE observation_parts SET begun = ? WHERE first = ?");
  return query.bind(now).bind(part.first).run();
}

// From here on the next part's numbers are given, by every server: each looks at the
// floor when it begins to write.
Status ObservationParts::begin_month(Time now) {
  return locked([&]() -> Status {
    const Result<State> state = look();
    if (!state) return tl::unexpected(state.error());
    const Part* part = part_of(state->parts, state->next);
    if (part == nullptr) return {};
    if (!part->begun) return note_begun(*part, now);
    if (month_of(*part->begun) >= month_of(now)) return {};
    const Result<bool> used = holds(part->table);
    if (!used) return tl::unexpected(used.error());
    if (!*used) return note_begun(*part, now);
    const Part* next = part_of(state->parts, part->past);
    if (next == nullptr) return {};  // made first, begun by the next call
    if (Status status = SeqSource::keep_floor(db_, part->past - 1); !status) return status;
    return note_begun(*next, now);
  });
}

Status ObservationParts::remove_old(Time before, const OnRemoved& removed, const Between& between) {
  const Result<State> state = look();
  if (!state) return tl::unexpected(state.error());
  for (const Part& part : state->parts) {
    if (part.past > state->next) break;  // numbers of it are still to be given
    if (Status status = remove_part(part, before, removed, between); !status) return status;
  }
  return {};
}

Status ObservationParts::remove_part(const Part& part, Time before, const OnRemoved& removed,
                                     const Between& between) {
  const Result<bool> young =
      holds(part.table + " WHERE arrived_at >= " + std::to_string(to_millis(before)));
  if (!young) return tl::unexpected(young.error());
  if (*young) return {};
  const Result<bool> any = holds(part.table);
  if (!any) return tl::unexpected(any.error());
  const Result<bool> going =
      holds(part.table + " o WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = o.case_id)");
  if (!going) return tl::unexpected(going.error());
  if (*any && !*going) return {};  // all that is left of it stays
  const auto kept =
      db_.number("SELECT count(*) FROM " + part.table + " o JOIN cases c ON c.id = o.case_id");
  if (!kept) return tl::unexpected(kept.error());
  if (*kept > kMostKept) return {};
  if (Status status = remove_rows(part, removed, between); !status) return status;
  Status status;
  for (int tries = 0; tries < kTries; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(kBetween);
    status = locked([&] { return take_off(part); });
    if (status || status.error().code != ErrorCode::kUnavailable) break;
  }
  if (status) removed("observation_parts", 1);
  if (status || status.error().code != ErrorCode::kUnavailable) return status;
  return fail(ErrorCode::kUnavailable,
              part.table + ": others read for too long, or the database is away; purge again");
}

Status ObservationParts::remove_rows(const Part& part, const OnRemoved& removed,
                                     const Between& between) {
  Seq from = part.first;
  while (true) {
    const auto to = db_.number(
        "SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM observation_keys"
        " WHERE seq >= " +
        text(from) + " AND seq < " + text(part.past) + " ORDER BY seq LIMIT " +
        std::to_string(kGroup) + ") AS next_ones");
    if (!to) return tl::unexpected(to.error());
    if (*to == 0) return {};
    const auto last = static_cast<Seq>(*to);
    Status status = locked([&, from] { return remove_range(part, from, last, removed); });
    if (status && between) status = between();
    if (!status) return status;
    from = last + 1;
  }
}

// Everything but the rows themselves, which go with the part.
Status ObservationParts::remove_range(const Part& part, Seq from, Seq to,
                                      const OnRemoved& removed) {
  const std::string held = " NOT IN (SELECT o.seq FROM " + part.table +
                           " o JOIN cases c ON c.id = o.case_id WHERE o.seq BETWEEN ?1 AND ?2)";
  const std::string keys = "observation_keys WHERE seq BETWEEN ?1 AND ?2 AND seq" + held;
  const auto erase = [&](std::string_view table, const std::string& sql) -> Status {
    Query query(db_, "DELETE FROM " + sql);
    if (Status status = query.bind(from).bind(to).run(); !status) return status;
    removed(table, db_.changes());
    return {};
  };
  Status status =
      erase("secrets", "secrets WHERE owner IN (SELECT CAST(seq AS TEXT) FROM " + keys + ")");
  for (const char* table :
       {"labels", "outcomes", "follow_ups", "explanations", "observation_places"}) {
    if (!status) return status;
    status = erase(
        table, std::string(table) + " WHERE observation BETWEEN ?1 AND ?2 AND observation" + held);
  }
  return status ? erase("observations", keys) : status;
}

// What has a key stays, in a part of the same range.
Status ObservationParts::take_off(const Part& part) {
  const std::string range =
      " WHERE k.seq >= " + text(part.first) + " AND k.seq < " + text(part.past);
  if (Status s = db_.run("ALTER TABLE observations DETACH PARTITION " + part.table); !s) return s;
  // Only now: whoever looks sees the rows until here.
  if (Status s = note_erased(db_, part.first, part.past - 1); !s) return s;
  const Result<bool> some = holds("observation_keys k" + range);
  if (!some) return tl::unexpected(some.error());
  if (!*some) {
    Query forget(db_, "DELETE FROM observation_parts WHERE first = ?");
    if (Status status = forget.bind(part.first).run(); !status) return status;
    return db_.run("DROP TABLE " + part.table);
  }
  const std::string stays = part.table + "_stays";
  return run_all(
      db_, {make_like(stays),
            "INSERT INTO " + stays + " SELECT o.* FROM observation_keys k JOIN " + part.table +
                " o ON o.seq = k.seq" + range,
            "DROP TABLE " + part.table, "ALTER TABLE " + stays + " RENAME TO " + part.table,
            attach(part.table, part.first, part.past)});
}

Status tend_parts(Store& store, Session& reading, Time now) {
  // SqlSession is the one implementation.
  Db& look = static_cast<SqlSession&>(reading).db();
  if (!look.has_parts()) return {};
  const Result<bool> due = ObservationParts(look).due(now);
  if (!due) return tl::unexpected(due.error());
  if (!*due) return {};
  const auto session = store.open_session(Mode::kReadWrite);
  if (!session) return tl::unexpected(session.error());
  return ObservationParts(static_cast<SqlSession&>(**session).db()).tend(now);
}

}  // namespace analyzer::store
