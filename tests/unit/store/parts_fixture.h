// A store in PostgreSQL with three months in it, and what it is asked.

#ifndef ANALYZER_TESTS_UNIT_STORE_PARTS_FIXTURE_H_
#define ANALYZER_TESTS_UNIT_STORE_PARTS_FIXTURE_H_

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/store/parts.h"
#include "analyzer/store/postgres.h"
#include "analyzer/store/postgres_parts.h"
#include "analyzer/store/postgres_store.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::store::parts_test {
using testing::PostgresCluster;
using Rows = std::map<std::string, std::uint64_t>;

inline constexpr int kAMonth = 1300;  // attempts; more than two groups of a purge
inline constexpr Seq kSpan = ObservationParts::kSpan;

inline Time day(const char* text) {
  return parse_time(std::string(text) + "T08:00:00+08:00").value();
}

inline LinkKey key(std::uint64_t n) { return {n * 0x9E3779B97F4A7C15ULL, n}; }

inline NewObservation attempt(const std::string& id, Time at, std::uint64_t person) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", id};
  o.occurred_at = o.arrived_at = at;
  o.region = "990102";
  o.person = key(person);
  o.places = {key(900 + person % 3)};
  AttemptEvent event;
  event.at = at;
  event.person = key(person);
  o.event = event;
  o.answer = R"({"attempt_id":")" + id + "\"}";
  o.facts = "{}";
  return o;
}

inline Case a_case(const std::string& id, CaseState state) {
  Case c;
  c.id = id;
  c.region = "990102";
  c.opened_at = c.updated_at = day("2026-01-10");
  c.state = state;
  if (state == CaseState::kDecided) c.decided_at = day("2026-01-20");
  c.version = 1;
  return c;
}

// A store in a database of its own, and a connection beside it.
class Fixture {
 public:
  explicit Fixture(bool with_schema = true)
      : address(PostgresCluster::shared().fresh_database(with_schema)) {
    if (with_schema) open();
  }
  ~Fixture() {
    db.reset();
    store.reset();
    PostgresCluster::shared().drop(address);
  }
  void open() {
    store = open_postgres_store(address, {}).value();
    db = PostgresDb::open({address}).value();
  }
  std::unique_ptr<Session> session(Mode mode = Mode::kReadWrite) const {
    return store->open_session(mode).value();
  }
  void tend(Time now) const {
    const auto reading = session(Mode::kReadOnly);
    const Status done = tend_parts(*store, *reading, now);
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }
  std::int64_t number(const std::string& sql) const { return db->number(sql).value(); }
  std::int64_t rows_of(const std::string& table) const {
    return number("SELECT count(*) FROM " + table);
  }
  bool is_there(const std::string& table) const {
    return number("SELECT count(to_regclass('" + table + "'))") == 1;
  }
  std::string text(const std::string& sql) const {
    Query query(*db, sql);
    REQUIRE(query.step().value());
    return std::string(query.text(0));
  }
  std::vector<ObservationParts::Part> parts() const { return ObservationParts(*db).list().value(); }

  const std::string address;
  std::unique_ptr<Store> store;
  std::unique_ptr<PostgresDb> db;
};

// January, February and March, each by its clock; of January three belong to cases.
inline void fill(const Fixture& test) {
  const auto session = test.session();
  REQUIRE(session->cases().put(a_case("cas_open", CaseState::kOpen), std::nullopt));
  REQUIRE(session->cases().put(a_case("cas_done", CaseState::kDecided), std::nullopt));
  int number = 0;
  for (const char* first : {"2026-01-12", "2026-02-01", "2026-03-02"}) {
    const Time at = day(first);
    test.tend(at);
    REQUIRE(session->begin(Pace::kGroup));
    for (int n = 0; n < kAMonth; ++n, ++number) {
      NewObservation o = attempt("a-" + std::to_string(number), at + Milliseconds(n),
                                 static_cast<std::uint64_t>(number % 40));
      if (number == 5 || number == 700) o.case_id = "cas_open";
      if (number == 6) o.case_id = "cas_done";
      const auto seq = session->observations().append(o);
      REQUIRE(seq);
      if (number % 100 == 0) {
        REQUIRE(session->observations().set_outcome(*seq, {"passed", at, "later"}));
        REQUIRE(session->secrets().put({std::to_string(*seq), "subject", 1, "x", at}));
      }
    }
    REQUIRE(session->commit());
  }
}

// What a store answers about those that stay.
inline std::vector<std::string> answers(Session& session, int from) {
  std::vector<std::string> out;
  const auto add = [&](const ObservationKey& wanted) {
    const auto found = session.observations().find(wanted).value();
    REQUIRE(found);
    const StoredObservation whole = session.observations().get(found->seq).value();
    const Review review = session.observations().review_of(found->seq).value();
    out.push_back(std::to_string(found->seq) + found->answer + whole.observation.case_id +
                  whole.observation.facts + std::to_string(whole.outcomes.size()) + review.case_id +
                  std::to_string(static_cast<int>(review.state)));
  };
  for (const int held : {5, 6, 700}) add(attempt("a-" + std::to_string(held), {}, 0).key);
  for (int n = from; n < 3 * kAMonth; n += 7) add(attempt("a-" + std::to_string(n), {}, 0).key);
  const auto of_case = session.observations().of_case("cas_open").value();
  for (const ObservationSummary& one : of_case) {
    out.push_back("of case " + std::to_string(one.seq));
  }
  return out;
}

// Of everything after `from`, in the order in which it stands.
inline std::vector<std::string> lists(Session& session, Seq from) {
  std::vector<std::string> out;
  const auto add = [&](const char* list, Seq seq) {
    if (seq >= from) out.push_back(list + std::to_string(seq));
  };
  REQUIRE(session.window_log().scan(from, [&](Seq seq, const WindowChange&) -> Status {
    add("log ", seq);
    return {};
  }));
  const auto recent = session.observations().recent({.limit = 100'000}).value();
  for (const ObservationSummary& o : recent) add("recent ", o.seq);
  const auto of_person = session.observations().of_person(key(3), 100'000).value();
  for (const ObservationSummary& o : of_person) add("person ", o.seq);
  const auto at_place = session.observations().at_place(key(901), 0, 100'000).value();
  for (const Seq seq : at_place) add("place ", seq);
  const auto following = session.observations().following(from - 1, 100'000).value();
  for (const NewObservation& o : following) add("following ", o.seq);
  return out;
}

inline Rows purge(Session& session, const PurgePolicy& policy, bool dry_run) {
  const auto report = session.retention().purge(policy, dry_run);
  INFO((report ? "" : report.error().message));
  REQUIRE(report);
  Rows out;
  for (const PurgeReport::Row& row : report->rows) {
    if (row.rows > 0) out[row.table] = row.rows;
  }
  return out;
}

}  // namespace analyzer::store::parts_test

#endif  // ANALYZER_TESTS_UNIT_STORE_PARTS_FIXTURE_H_
