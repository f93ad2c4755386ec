#include <algorithm>
#include <utility>

#include "analyzer/store/event_codec.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {
namespace {

constexpr std::string_view kSummary =
    "SELECT seq, kind, caller, external_id, occurred_at, region, outcome, decision, level, score,"
    " degraded, case_id, arrived_at FROM observations ";

constexpr std::string_view kWhole =
    "SELECT kind, caller, external_id, digest, occurred_at, arrived_at, region, outcome, decision,"
    " level, score, degraded, case_id, person, status, event, answer, facts, verdict, seq"
    " FROM observations ";

ObservationSummary read_summary(const Query& query) {
  ObservationSummary out;
  out.seq = static_cast<Seq>(query.number(0));
  out.key = {query.word<ObservationKind>(1), std::string(query.text(2)),
             std::string(query.text(3))};
  out.occurred_at = query.time(4);
  out.region = query.text(5);
  out.outcome = query.maybe_word<Outcome>(6);
  out.decision = query.maybe_word<Decision>(7);
  out.level = query.maybe_word<Level>(8);
  out.score = query.real(9);
  out.degraded = query.number(10) != 0;
  out.case_id = query.text(11);
  out.arrived_at = query.time(12);
  return out;
}

Result<std::vector<ObservationSummary>> read_summaries(Query& query) {
  return all_rows(query, read_summary);
}

std::string encode_event(const NewObservation& observation) {
  if (const auto* attempt = std::get_if<AttemptEvent>(&observation.event)) return encode(*attempt);
  if (const auto* report = std::get_if<ReportEvent>(&observation.event)) return encode(*report);
  return {};
}

void bind_optional(Query& query, std::string_view text) {
  if (text.empty()) {
    query.bind_null();
  } else {
    query.bind(text);
  }
}

Status read_event(const Query& query, int column, NewObservation& out) {
  if (query.is_null(column)) return {};
  Result<WindowChange> change = decode(query.text(column), out.seq);
  if (!change) return tl::unexpected(change.error());
  if (auto* attempt = std::get_if<AttemptEvent>(&*change)) {
    out.event = *attempt;
  } else if (auto* report = std::get_if<ReportEvent>(&*change)) {
    out.event = std::move(*report);
  }
  return {};
}

Status read_whole(const Query& query, NewObservation& o) {
  o.key = {query.word<ObservationKind>(0), std::string(query.text(1)), std::string(query.text(2))};
  o.body_digest = query.digest(3);
  o.occurred_at = query.time(4);
  o.arrived_at = query.time(5);
  o.region = query.text(6);
  o.outcome = query.maybe_word<Outcome>(7);
  o.decision = query.maybe_word<Decision>(8);
  o.level = query.maybe_word<Level>(9);
  o.score = query.real(10);
  o.degraded = query.number(11) != 0;
  o.case_id = query.text(12);
  if (!query.is_null(13)) o.person = query.key(13);
  o.status = static_cast<int>(query.number(14));
  o.answer = query.text(16);
  o.facts = query.text(17);
  o.verdict = query.text(18);
  o.seq = static_cast<Seq>(query.number(19));
  return read_event(query, 15, o);
}

Status expect_changed(Db& db) {
  if (db.changes() == 0) return fail(ErrorCode::kNotFound, "no such observation");
  return {};
}

}  // namespace

Result<Seq> SeqSource::refresh(Db& db) {
  const auto last = db.number(
      "SELECT coalesce(max(n), 0) FROM (SELECT (SELECT max(seq) FROM observations) AS n"
      " UNION ALL SELECT (SELECT max(seq) FROM window_changes)"
      " UNION ALL SELECT (SELECT max(seq) FROM registry_events)"
      " UNION ALL SELECT (SELECT value FROM numbers WHERE name = 'seq.floor')) AS seqs");
  if (!last) return tl::unexpected(last.error());
  raise_to(static_cast<Seq>(*last));
  return static_cast<Seq>(*last);
}

Status SeqSource::keep_floor(Db& db, Seq last) {
  Query query(db,
              "INSERT INTO numbers (name, value) VALUES ('seq.floor', ?) ON CONFLICT (name)"
              " DO UPDATE SET value = excluded.value WHERE excluded.value > numbers.value");
  return query.bind(last).run();
}

Result<std::optional<StoredAnswer>> SqlObservations::find(const ObservationKey& key) {
  if (absent_.contains(key)) return std::optional<StoredAnswer>{};
  Query query(db_,
              "SELECT seq, digest, answer, status, case_id FROM observations WHERE seq ="
              " (SELECT seq FROM observation_keys"
              " WHERE caller = ? AND external_id = ? AND kind = ?)");
  query.bind(key.caller).bind(key.external_id).bind(key.kind);
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<StoredAnswer>{};
  return StoredAnswer{static_cast<Seq>(query.number(0)), query.digest(1),
                      std::string(query.text(2)), static_cast<int>(query.number(3)),
                      std::string(query.text(4))};
}

// All of one caller and kind.
Status SqlObservations::find_absent(std::span<const ObservationKey> keys) {
  // Few sizes, so that few statements are prepared.
  std::size_t size = 8;
  while (size < keys.size()) size *= 4;
  // One probe of the index for each, however few rows the planner believes there to be: a
  // list after IN was read from the whole table until that was analyzed.
  std::string sql = "SELECT column1 FROM (VALUES (?)";
  for (std::size_t i = 1; i < size; ++i) sql += ", (?)";
  sql +=
      ") AS sought WHERE (SELECT 1 FROM observation_keys"
      " WHERE caller = ? AND external_id = column1 AND kind = ?) = 1";
  Query query(db_, sql);
  for (std::size_t i = 0; i < size; ++i) {
    query.bind(keys[std::min(i, keys.size() - 1)].external_id);
  }
  query.bind(keys.front().caller).bind(keys.front().kind);
  const auto there = all_rows(query, [](const Query& row) { return std::string(row.text(0)); });
  if (!there) return tl::unexpected(there.error());
  absent_.insert(keys.begin(), keys.end());
  for (const std::string& id : *there) {
    absent_.erase({keys.front().kind, keys.front().caller, id});
  }
  return {};
}

Status SqlObservations::look_ahead(const std::vector<ObservationKey>& keys) {
  absent_.clear();
  if (!db_.is_far() || keys.size() < 2) return {};
  std::vector<ObservationKey> sorted = keys;
  std::sort(sorted.begin(), sorted.end());
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto end = std::find_if(begin, sorted.end(), [&](const ObservationKey& key) {
      return key.kind != begin->kind || key.caller != begin->caller;
    });
    if (Status status = find_absent({begin, end}); !status) return status;
    begin = end;
  }
  return {};
}

Result<Seq> SqlObservations::next_seq() { return seqs_.take(); }

Result<Seq> SqlObservations::append(const NewObservation& observation) {
  const Seq seq = observation.seq != 0 ? observation.seq : seqs_.take();
  absent_.erase(observation.key);
  const std::string event = encode_event(observation);
  Query query(db_,
              "INSERT INTO observations (seq, kind, caller, external_id, digest, occurred_at,"
              " arrived_at, region, outcome, decision, level, score, degraded, case_id, person,"
              " status, event, answer, facts, verdict)"
              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  query.bind(seq).bind(observation.key.kind).bind(observation.key.caller);
  query.bind(observation.key.external_id).bind(observation.body_digest);
  query.bind(observation.occurred_at).bind(observation.arrived_at).bind(observation.region);
  query.bind(observation.outcome).bind(observation.decision).bind(observation.level);
  query.bind(observation.score).bind(observation.degraded);
  bind_optional(query, observation.case_id);
  query.bind(observation.person).bind(observation.status);
  if (event.empty()) {
    query.bind_null();
  } else {
    query.bind(Blob{event});
  }
  query.bind(Blob{observation.answer}).bind(observation.facts).bind(observation.verdict);
  if (Status status = query.run(); !status) return tl::unexpected(status.error());
  for (const LinkKey& place : observation.places) {
    Query add(db_,
              "INSERT INTO observation_places (key, observation) VALUES (?, ?)"
              " ON CONFLICT (key, observation) DO NOTHING");
    if (Status status = add.bind(place).bind(seq).run(); !status) {
      return tl::unexpected(status.error());
    }
  }
  seqs_.wrote(seq);
  return seq;
}

Result<std::vector<Seq>> SqlObservations::at_place(LinkKey place, Seq after, std::size_t limit) {
  Query query(db_,
              "SELECT observation FROM observation_places WHERE key = ? AND observation > ?"
              " ORDER BY observation LIMIT ?");
  query.bind(place).bind(after).bind(limit);
  std::vector<Seq> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) out.push_back(static_cast<Seq>(query.number(0)));
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<StoredObservation> SqlObservations::get(Seq seq) {
  Query query(db_, std::string(kWhole) + "WHERE seq = ?");
  const Result<bool> row = query.bind(seq).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kNotFound, "no such observation");
  StoredObservation out;
  if (Status status = read_whole(query, out.observation); !status) {
    return tl::unexpected(status.error());
  }

  Query outcomes(db_, "SELECT outcome, at, source FROM outcomes WHERE observation = ? ORDER BY id");
  outcomes.bind(seq);
  Result<bool> more = outcomes.step();
  for (; more && *more; more = outcomes.step()) {
    out.outcomes.push_back(
        {std::string(outcomes.text(0)), outcomes.time(1), std::string(outcomes.text(2))});
  }
  if (!more) return tl::unexpected(more.error());
  return out;
}

Result<std::vector<NewObservation>> SqlObservations::following(Seq after, std::size_t limit) {
  Query query(db_, std::string(kWhole) + "WHERE seq > ? ORDER BY seq LIMIT ?");
  query.bind(after).bind(limit);
  std::vector<NewObservation> out;
  Result<bool> row = query.step();
  for (; row && *row; row = query.step()) {
    if (Status status = read_whole(query, out.emplace_back()); !status) {
      return tl::unexpected(status.error());
    }
  }
  if (!row) return tl::unexpected(row.error());
  return out;
}

Result<std::vector<ObservationSummary>> SqlObservations::of_case(std::string_view case_id) {
  Query query(db_, std::string(kSummary) + "WHERE case_id = ? ORDER BY seq");
  query.bind(case_id);
  return read_summaries(query);
}

Result<std::vector<ObservationSummary>> SqlObservations::of_person(LinkKey person,
                                                                   std::size_t limit) {
  Query query(db_, std::string(kSummary) + "WHERE person = ? ORDER BY seq DESC LIMIT ?");
  query.bind(person).bind(limit);
  return read_summaries(query);
}

Result<std::vector<ObservationSummary>> SqlObservations::recent(const RecentQuery& query) {
  std::string sql(kSummary);
  sql += "WHERE seq < ?";
  if (query.kind) sql += " AND kind = ?";
  if (!query.region_prefix.empty()) sql += " AND substr(region, 1, ?) = ?";
  if (query.degraded_only) sql += " AND degraded = 1";
  sql += " ORDER BY seq DESC LIMIT ?";
  Query rows(db_, sql);
  rows.bind(query.before == 0 ? INT64_MAX : static_cast<std::int64_t>(query.before));
  if (query.kind) rows.bind(*query.kind);
  if (!query.region_prefix.empty()) {
    rows.bind(query.region_prefix.size()).bind(query.region_prefix);
  }
  rows.bind(query.limit);
  return read_summaries(rows);
}

Status SqlObservations::set_case(Seq seq, std::string_view case_id) {
  Query query(db_, "UPDATE observations SET case_id = ? WHERE seq = ?");
  bind_optional(query, case_id);
  if (Status status = query.bind(seq).run(); !status) return status;
  return expect_changed(db_);
}

Status SqlObservations::set_verdict(Seq seq, std::string_view verdict, double score,
                                    std::string_view case_id, std::optional<Level> level) {
  Query query(db_,
              "UPDATE observations SET verdict = ?, score = ?, case_id = ?,"
              " level = coalesce(?, level), degraded = 0 WHERE seq = ?");
  query.bind(verdict).bind(score);
  bind_optional(query, case_id);
  query.bind(level);
  if (Status status = query.bind(seq).run(); !status) return status;
  return expect_changed(db_);
}

Status SqlObservations::set_answer(Seq seq, std::string_view answer) {
  Query query(db_, "UPDATE observations SET answer = ? WHERE seq = ?");
  if (Status status = query.bind(Blob{answer}).bind(seq).run(); !status) return status;
  return expect_changed(db_);
}

Status SqlObservations::set_outcome(Seq seq, const LaterOutcome& outcome) {
  Query query(db_, "INSERT INTO outcomes (observation, outcome, at, source) VALUES (?, ?, ?, ?)");
  return query.bind(seq).bind(outcome.outcome).bind(outcome.at).bind(outcome.source).run();
}

Result<Review> SqlObservations::review_of(Seq seq) {
  Query query(
      db_,
      "SELECT o.case_id, c.state, c.disposition, c.decided_at, c.escalated = 1 AND c.held = 0,"
      " c.settles_at, c.outcome"
      " FROM observations o"
      " LEFT JOIN cases c ON c.id = o.case_id WHERE o.seq = ?");
  const Result<bool> row = query.bind(seq).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kNotFound, "no such observation");
  Review out;
  out.case_id = query.text(0);
  if (query.is_null(1)) return out;
  // What may still be taken back is not said outside.
  if (query.word<CaseState>(1) != CaseState::kDecided || !query.is_null(5)) {
    out.state = ReviewState::kOpen;
    out.lapsed = query.number(4) != 0;
    return out;
  }
  out.state = ReviewState::kDecided;
  out.disposition = query.maybe_word<Disposition>(2);
  out.decided_at = query.maybe_time(3);
  out.outcome = query.maybe_word<ReviewOutcome>(6);
  return out;
}

}  // namespace analyzer::store
