// How what is due goes: step by step, with a note of the numbers for those who count in
// memory. What is due is found by erasing_plan.cpp.

#include "analyzer/store/erasing.h"

#include <algorithm>
#include <utility>

#include "analyzer/store/event_codec.h"
#include "analyzer/store/sql_erased.h"
#include "analyzer/store/sql_session.h"

namespace analyzer::store {
namespace {

constexpr std::size_t kSteps = 100'000;  // of which notes are kept
constexpr Seq kGap = 256;                // numbers that are near enough for one range

Db& database_of(Session& session) {
  return static_cast<SqlSession&>(session).db();  // the one implementation
}

Result<std::uint64_t> next_number(Db& db) {
  Query count(db,
              "INSERT INTO numbers (name, value) VALUES ('erasures', 1) ON CONFLICT (name)"
              " DO UPDATE SET value = numbers.value + 1");
  if (Status status = count.run(); !status) return tl::unexpected(status.error());
  const auto number = db.number("SELECT value FROM numbers WHERE name = 'erasures'");
  if (!number) return tl::unexpected(number.error());
  return static_cast<std::uint64_t>(*number);
}

// Numbers are never given out twice, even if the newest rows go.
Status keep_seq_floor(Db& db) {
  const Result<Seq> last = SeqSource().refresh(db);
  if (!last) return tl::unexpected(last.error());
  return SeqSource::keep_floor(db, *last);
}

// Takes the capture's hash out of one stored event; false if there was none.
Result<bool> drop_capture(Db& db, Seq seq, bool dry_run) {
  Query query(db, "SELECT event FROM observations WHERE seq = ? AND event IS NOT NULL");
  const Result<bool> row = query.bind(seq).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return false;
  Result<WindowChange> change = decode(query.text(0), seq);
  if (!change) return tl::unexpected(change.error());
  auto* attempt = std::get_if<AttemptEvent>(&*change);
  if (attempt == nullptr || !attempt->capture) return false;
  if (dry_run) return true;
  attempt->capture.reset();
  const std::string event = encode(*change);
  Query update(db, "UPDATE observations SET event = ? WHERE seq = ?");
  if (Status status = update.bind(Blob{event}).bind(seq).run(); !status) {
    return tl::unexpected(status.error());
  }
  return true;
}

}  // namespace

Status note_erased(Db& db, Seq first, Seq last) {
  const Result<std::uint64_t> number = next_number(db);
  if (!number) return tl::unexpected(number.error());
  Query note(db, "INSERT INTO erased (number, first, last) VALUES (?, ?, ?)");
  if (Status status = note.bind(*number).bind(first).bind(last).run(); !status) return status;
  if (*number <= kSteps) return {};
  Query forget(db, "DELETE FROM erased WHERE number <= ?");
  return forget.bind(*number - kSteps).run();
}

Status note_erased(Db& db, std::vector<Seq> seqs) {
  std::sort(seqs.begin(), seqs.end());
  for (std::size_t begin = 0, i = 1; i <= seqs.size(); ++i) {
    if (i < seqs.size() && seqs[i] - seqs[i - 1] <= kGap) continue;
    if (Status status = note_erased(db, seqs[begin], seqs[i - 1]); !status) return status;
    begin = i;
  }
  return {};
}

std::size_t Erasing::Task::size() const {
  return std::visit([](const auto& list) { return list.size(); }, ids);
}

void Erasing::skip_empty() {
  while (at_.task < tasks_.size() && at_.id >= tasks_[at_.task].size()) {
    ++at_.task;
    at_.id = 0;
  }
}

std::size_t Erasing::left() const {
  std::size_t out = 0;
  for (std::size_t t = at_.task; t < tasks_.size(); ++t) out += tasks_[t].size();
  return out - at_.id;
}

void Erasing::add(std::string_view table, std::uint64_t rows) {
  at_.counts[std::string(table)] += rows;
}

PurgeReport Erasing::report() const {
  PurgeReport out;
  for (const auto& [table, rows] : at_.counts) out.rows.push_back({table, rows});
  return out;
}

Result<bool> Erasing::one(Db& db, const Task& task, bool dry_run) {
  return std::visit(
      [&](const auto& ids) -> Result<bool> {
        const auto& id = ids[at_.id];
        Query asked(db, task.may_go);
        const Result<bool> goes = asked.bind(id).step();
        if (!goes || !*goes) return goes;
        if constexpr (std::is_same_v<std::decay_t<decltype(id)>, Seq>) {
          if (task.what == Task::What::kCaptures) {
            const Result<bool> had = drop_capture(db, id, dry_run);
            if (had && *had) add("captures", 1);
            return had;
          }
        }
        for (const Part& part : task.parts) {
          Query query(db, (dry_run ? "SELECT count(*) FROM " : "DELETE FROM ") + part.table +
                              " WHERE " + part.where);
          const Result<bool> done = query.bind(id).step();
          if (!done) return done;
          add(part.table, dry_run ? static_cast<std::uint64_t>(query.number(0)) : db.changes());
        }
        return true;
      },
      task.ids);
}

Status Erasing::advance(Db& db, Clock::time_point until, std::size_t most, bool dry_run) {
  std::vector<Seq> touched;
  const Mark before = at_;
  std::size_t count = 0;
  do {
    const Task& task = tasks_[at_.task];
    const Result<bool> went = one(db, task, dry_run);
    if (!went) {
      at_ = before;
      return tl::unexpected(went.error());
    }
    if (*went && task.what != Task::What::kRows) {
      touched.push_back(std::get<std::vector<Seq>>(task.ids)[at_.id]);
    }
    ++at_.id;
    skip_empty();
  } while (++count < most && !done() && Clock::now() < until);
  if (dry_run) return {};
  if (Status status = note_erased(db, std::move(touched)); !status) {
    at_ = before;
    return status;
  }
  return {};
}

Status Erasing::step(Db& db, Clock::time_point until, std::size_t most) {
  if (done()) return {};
  if (Status status = keep_seq_floor(db); !status) return status;
  if (names_person_) {
    // What the registers said goes as well, which nobody takes out of memory.
    if (Status status = note_erased(db, Seq{0}, Seq{0}); !status) return status;
  }
  return advance(db, until, most, false);
}

Status Erasing::step(Session& writing, Clock::time_point until) {
  return step(database_of(writing), until, kGap);
}

Status Erasing::count(Db& db, std::size_t most) {
  return done() ? Status{} : advance(db, Clock::time_point::max(), most, true);
}

Result<Erasing> Erasing::plan(Session& reading, const PurgePolicy& policy) {
  return plan(database_of(reading), policy);
}

Result<Erased> erased_since(Session& reading, std::uint64_t number) {
  Db& db = database_of(reading);
  Erased out;
  const auto now = db.number("SELECT coalesce(max(value), 0) FROM numbers WHERE name = 'erasures'");
  if (!now) return tl::unexpected(now.error());
  out.number = static_cast<std::uint64_t>(*now);
  if (out.number == number) return out;
  Query query(db,
              "SELECT number, first, last FROM erased WHERE number > ? AND number <= ?"
              " ORDER BY number");
  query.bind(number).bind(out.number);
  std::uint64_t expected = number + 1;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (static_cast<std::uint64_t>(query.number(0)) != expected++) out.more = true;
    out.ranges.push_back({static_cast<Seq>(query.number(1)), static_cast<Seq>(query.number(2))});
    if (out.ranges.back().last == 0) out.facts = true;
  }
  if (!row) return tl::unexpected(row.error());
  if (expected != out.number + 1) out.more = true;  // notes were dropped, or of a version before
  std::sort(out.ranges.begin(), out.ranges.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Erased::Range> apart;
  for (const Erased::Range& range : out.ranges) {
    if (range.last == 0) continue;
    if (!apart.empty() && range.first <= apart.back().last + 1) {
      apart.back().last = std::max(apart.back().last, range.last);
    } else {
      apart.push_back(range);
    }
  }
  out.ranges = std::move(apart);
  return out;
}

Result<std::vector<LeftOfLog>> left_of_log(Session& reading, Seq first, Seq last) {
  std::vector<LeftOfLog> out;
  Query query(database_of(reading),
              "SELECT seq, event FROM observations WHERE seq BETWEEN ? AND ?"
              " AND event IS NOT NULL ORDER BY seq");
  query.bind(first).bind(last);
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    const auto seq = static_cast<Seq>(query.number(0));
    const Result<WindowChange> change = decode(query.text(1), seq);
    if (!change) return tl::unexpected(change.error());
    const auto* attempt = std::get_if<AttemptEvent>(&*change);
    out.push_back({seq, attempt != nullptr && attempt->capture.has_value()});
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

}  // namespace analyzer::store
