// Parts that come from elsewhere: from a file, or from a database that had none.

#include <unistd.h>

#include <filesystem>

#include "analyzer/store/move.h"
#include "analyzer/store/postgres_schema.h"
#include "tests/unit/store/parts_fixture.h"

namespace analyzer::store::parts_test {

TEST_CASE("parts are moved to a file, and from there to parts, with equal digests") {
  if (!PostgresCluster::installed()) return;
  Fixture test;
  fill(test);
  const Fixture other(false);
  const std::string path =
      (std::filesystem::temp_directory_path() / ("analyzer_parts_" + std::to_string(::getpid())))
          .string();
  const auto digests = [](const std::string& from, const std::string& to) {
    std::map<std::string, std::string> out;
    const auto moved = move_store(from, to, [](const MoveProgress&) { return true; });
    INFO((moved ? "" : moved.error().message));
    REQUIRE(moved);
    for (const MovedTable& table : *moved) {
      out[table.name] = std::to_string(table.rows) + " " + table.digest;
    }
    return out;
  };
  const auto out = digests(test.address, path);
  CHECK(out.at("observations").starts_with(std::to_string(3 * kAMonth) + " "));
  CHECK(digests(path, other.address) == out);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  const auto db = PostgresDb::open({other.address}).value();
  for (const char* part : {"observations_0", "observations_1", "observations_2"}) {
    CHECK(db->number(std::string("SELECT count(*) FROM ") + part).value() == kAMonth);
  }
  CHECK(db->number("SELECT count(*) FROM observations_rest").value() == 0);
  const auto store = open_postgres_store(other.address, {}).value();
  REQUIRE(store->verify());
  const auto there = store->open_session(Mode::kReadWrite).value();
  CHECK(answers(*there, 0) == answers(*test.session(), 0));
}

TEST_CASE("a database without parts is taken over with what it holds") {
  if (!PostgresCluster::installed()) return;
  constexpr std::size_t kBefore = 18;  // the last schema without parts
  Fixture test(false);
  {
    const auto db = PostgresDb::open({test.address}).value();
    const PostgresSchema schema;
    for (std::size_t step = 1; step <= kBefore; ++step) {
      REQUIRE(db->begin(true));
      const Status done = db->run(schema.step(step));
      INFO((done ? "" : done.error().message));
      REQUIRE(done);
      REQUIRE(db->commit());
    }
  }
  PostgresCluster::run(
      test.address,
      "INSERT INTO cases (id, kind, state, region, title, score, priority, held, escalated,"
      " opened_at, updated_at, assignee, proposed_by, decided_by, observations, version)"
      " VALUES ('cas_1', 0, 0, '990102', '', 0, 0, 0, 0, 0, 0, '', '', '', 1, 1);"
      "INSERT INTO observations (seq, kind, caller, external_id, digest, occurred_at, arrived_at,"
      " region, score, degraded, case_id, person, status, answer, facts, verdict)"
      " SELECT n, 0, 'alipay', 'old-' || n, decode(repeat('07', 32), 'hex'),"
      "  1767240000000 + n, 1767240000000 + n, '990102', 0.1 * n, n % 50 / 49,"
      "  CASE n % 100 WHEN 0 THEN 'cas_1' END, decode(repeat('05', 16), 'hex'), 201,"
      "  convert_to('{\"n\":' || n || '}', 'UTF8'), '{}', '{}' FROM generate_series(1, 3000) n;"
      "INSERT INTO outcomes (observation, outcome, at, source)"
      " SELECT n, 'passed', n, 'x' FROM generate_series(1, 3000, 3) n;"
      "INSERT INTO observation_places (key, observation)"
      " SELECT decode(repeat('09', 16), 'hex'), n FROM generate_series(1, 3000, 2) n;"
      "INSERT INTO follow_ups (observation, kind) VALUES (17, 1);"
      "INSERT INTO explanations (observation, body) VALUES (17, '{}');"
      "INSERT INTO case_mentions (case_id, seq) VALUES ('cas_1', 18);"
      "INSERT INTO labels (observation, case_id, disposition, cause, at, by_whom)"
      " VALUES (100, 'cas_1', 0, 0, 0, 'usr_1')");
  const auto content = [](Db& db) {
    std::string out;
    for (const char* table : {"observations", "outcomes", "observation_places", "follow_ups",
                              "explanations", "case_mentions", "labels"}) {
      Query query(db,
                  std::string("SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM ") +
                      table + " t");
      REQUIRE(query.step().value());
      out += std::string(query.text(0)) + " ";
    }
    return out;
  };
  const std::string before = content(*PostgresDb::open({test.address}).value());

  test.open();
  CHECK(test.number("SELECT number FROM schema_version") > static_cast<std::int64_t>(kBefore));
  CHECK(content(*test.db) == before);
  CHECK(test.rows_of("observations_0") == 3000);
  CHECK(test.rows_of("observations_rest") == 0);
  CHECK(test.number("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
                    " AND confrelid = 'observation_keys'::regclass") == 7);
  // For a server of the version before; a fresh database does not need it.
  CHECK(test.is_there("observations_0_key"));
  CHECK_FALSE(Fixture().is_there("observations_0_key"));
  REQUIRE(test.store->verify());

  const auto session = test.session();
  const auto old = [](int n) { return attempt("old-" + std::to_string(n), day("2026-01-12"), 1); };
  CHECK(session->observations().find(old(2999).key).value()->answer == R"({"n":2999})");
  CHECK(session->observations().append(old(2999)).error().code == ErrorCode::kConflict);
  CHECK(session->observations().set_outcome(3001, {"passed", {}, "x"}).error().code ==
        ErrorCode::kNotFound);
  test.tend(day("2026-01-12"));
  CHECK(session->observations().append(old(3001)).value() < kSpan);
  test.tend(day("2026-02-12"));
  REQUIRE(session->begin());
  CHECK(session->observations().append(old(3002)).value() == kSpan);
  REQUIRE(session->commit());
  CHECK(purge(*session, {.observations_before = day("2026-02-01")}, false) ==
        Rows{{"observations", 2972},
             {"observation_parts", 1},
             {"outcomes", 990},
             {"observation_places", 1502},
             {"follow_ups", 1},
             {"explanations", 1}});
  CHECK(test.rows_of("observations_0") == 30);
  CHECK(test.rows_of("case_mentions") == 0);
  REQUIRE(test.store->verify());
}

}  // namespace analyzer::store::parts_test
