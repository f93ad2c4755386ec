// A store moved between the back-ends is the same store.

#include "analyzer/store/move.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "analyzer/store/open_store.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::store {
namespace {

using testing::PostgresCluster;

constexpr int kAttempts = 4500;  // more than two pages
constexpr int kAudit = 2100;
constexpr Time kNoon = from_millis(1'767'240'000'000);

bool go_on(const MoveProgress& /*now*/) { return true; }

class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("analyzer_move_" + std::to_string(::getpid()));
};

class Database {
 public:
  ~Database() { PostgresCluster::shared().drop(address); }
  const std::string address = PostgresCluster::shared().fresh_database(false);
};

NewObservation attempt(int n) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", "a-" + std::to_string(n)};
  o.body_digest[0] = static_cast<std::uint8_t>(n);
  o.occurred_at = o.arrived_at = kNoon;
  o.region = "990102";
  if (n % 3 == 0) o.outcome = Outcome::kPassed;
  o.score = 0.1 * n;  // no round number
  o.event = AttemptEvent{};
  o.places = {LinkKey{static_cast<std::uint64_t>(n), 7}};
  o.answer = std::string("{\0\xff}", 4) + std::to_string(n);  // bytes, not text
  o.facts = R"({"说明":"转移"})";
  return o;
}

void fill(const std::string& file) {
  const auto store = open_store(file).value();
  const auto session = store->open_session(Mode::kReadWrite).value();
  REQUIRE(session->begin());
  for (int n = 0; n < 20; ++n) {
    Case c;
    c.id = "cas_" + std::to_string(n * 7 % 20);
    c.region = "990102";
    c.title = "同一手机为14名老人认证";
    c.opened_at = c.updated_at = kNoon;
    c.version = 1;
    REQUIRE(session->cases().put(c, std::nullopt));
  }
  for (int n = 0; n < kAttempts; ++n) {
    NewObservation o = attempt(n);
    if (n % 10 == 0) o.case_id = "cas_" + std::to_string(n % 20);
    REQUIRE(session->observations().append(o));
  }
  for (int n = 0; n < kAudit; ++n) {
    REQUIRE(session->audit().append({kNoon, "usr_1", "case.note", "cas_1", "", "ok", "", ""}));
  }
  REQUIRE(session->secrets().put({"cas_1", "subject", 1, std::string("\0\1\2", 3), kNoon}));
  REQUIRE(session->meta().set("key_check", "check"));
  REQUIRE(session->meta().set("database_id", "db_1"));
  REQUIRE(session->commit());
}

std::map<std::string, std::string> digests(const std::vector<MovedTable>& moved) {
  std::map<std::string, std::string> out;
  for (const MovedTable& table : moved) {
    out[table.name] = std::to_string(table.rows) + " " + table.digest;
  }
  return out;
}

std::vector<MovedTable> must_move(const std::string& from, const std::string& to) {
  auto moved = move_store(from, to, go_on);
  if (!moved) FAIL(moved.error().message);
  return *std::move(moved);
}

ErrorCode refusal(const std::string& from, const std::string& to) {
  const auto moved = move_store(from, to, go_on);
  REQUIRE_FALSE(moved);
  return moved.error().code;
}

}  // namespace

TEST_CASE("a store that was moved to PostgreSQL and back has the same rows, and goes on") {
  if (!PostgresCluster::installed()) return;
  const Folder folder;
  const Database database;
  fill(folder.file("one.db"));
  const auto there = digests(must_move(folder.file("one.db"), database.address));
  const auto back = digests(must_move(database.address, folder.file("two.db")));
  CHECK(there == back);
  CHECK(there.at("observations").starts_with(std::to_string(kAttempts) + " "));
  CHECK(there.at("audit").starts_with(std::to_string(kAudit) + " "));
  for (const std::string& address : {database.address, folder.file("two.db")}) {
    INFO(address);
    const auto store = open_store(address, false).value();
    REQUIRE(store->verify());
    const auto session = store->open_session(Mode::kReadWrite).value();
    CHECK(session->audit().verify());
    CHECK_FALSE(session->meta().get("database_id").value());
    CHECK_FALSE(session->meta().get(kMoving).value());
    CHECK(session->observations().find(attempt(8).key).value()->answer == attempt(8).answer);
    // Numbers go on after those that came.
    REQUIRE(session->begin());
    REQUIRE(session->observations().append(attempt(kAttempts)));
    CHECK(session->audit().append({kNoon, "usr_1", "case.note", "", "", "ok", "", ""}).value() ==
          kAudit + 1);
    CaseEvent noted;
    noted.at = kNoon;
    CHECK(session->cases().append_event("cas_1", noted));
    REQUIRE(session->commit());
  }
}

TEST_CASE("a move that was broken off goes on where it was") {
  if (!PostgresCluster::installed()) return;
  const Folder folder;
  const Database database;
  fill(folder.file("one.db"));
  int calls = 0;
  int broken_off = 0;
  std::optional<std::vector<MovedTable>> moved;
  for (int tries = 0; tries < 100 && !moved; ++tries) {
    calls = 0;
    // Each time a little further.
    const auto part = move_store(folder.file("one.db"), database.address,
                                 [&](const MoveProgress&) { return ++calls <= 25 + 25 * tries; });
    if (part) {
      moved = *part;
    } else {
      CHECK(part.error().code == ErrorCode::kUnavailable);
      ++broken_off;
      if (broken_off == 1) {
        CHECK(refusal(database.address, folder.file("half.db")) == ErrorCode::kConflict);
      }
    }
  }
  CHECK(broken_off > 2);
  REQUIRE(moved);
  CHECK(digests(*moved) == digests(must_move(database.address, folder.file("back.db"))));
}

TEST_CASE("a target that holds something is refused, and so are two databases") {
  if (!PostgresCluster::installed()) return;
  const Folder folder;
  const Database database;
  fill(folder.file("one.db"));
  CHECK(refusal(database.address, database.address) == ErrorCode::kInvalid);
  CHECK(refusal(folder.file("none.db"), database.address) == ErrorCode::kNotFound);
  {
    const auto store = open_store(database.address).value();
    const auto session = store->open_session(Mode::kReadWrite).value();
    REQUIRE(session->observations().append(attempt(1)));
  }
  CHECK(refusal(folder.file("one.db"), database.address) == ErrorCode::kConflict);
  const auto store = open_store(database.address, false).value();
  const auto session = store->open_session(Mode::kReadOnly).value();
  CHECK(session->observations().recent({.limit = 10}).value().size() == 1);
}

TEST_CASE("a row that differs is found, by its table") {
  if (!PostgresCluster::installed()) return;
  const Folder folder;
  const Database database;
  fill(folder.file("one.db"));
  bool changed = false;
  const auto moved =
      move_store(folder.file("one.db"), database.address, [&](const MoveProgress& now) {
        if (now.compares && !changed) {
          changed = true;
          PostgresCluster::run(database.address,
                               "UPDATE observations SET score = score + 0.000001 WHERE seq = 3");
        }
        return true;
      });
  REQUIRE_FALSE(moved);
  CHECK(moved.error().code == ErrorCode::kCorrupt);
  CHECK(moved.error().message.starts_with("observations:"));
}

}  // namespace analyzer::store
