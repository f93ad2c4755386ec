// Several servers on one database answer as one would.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <deque>
#include <set>
#include <thread>

#include "analyzer/engine/snapshot.h"
#include "analyzer/store/open_store.h"
#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

// A database for the test, gone with it.
class Database {
 public:
  ~Database() { PostgresCluster::shared().drop(address); }
  const std::string address = PostgresCluster::shared().fresh_database();
};

Actor reviewer(int n) {
  return {"usr_" + std::to_string(n), "核查", role_bit(Role::kReviewer), "", "req"};
}

std::int64_t count(const std::string& address, const std::string& audit_action) {
  const auto store = store::open_store(address, false).value();
  const auto session = store->open_session(store::Mode::kReadOnly).value();
  store::AuditQuery query;
  query.action = audit_action;
  query.limit = 10'000;
  return static_cast<std::int64_t>(session->audit().list(query).value().size());
}

std::size_t observations(const std::string& address) {
  const auto store = store::open_store(address, false).value();
  const auto session = store->open_session(store::Mode::kReadOnly).value();
  store::RecentQuery query;
  query.limit = 1'000'000;
  return session->observations().recent(query).value().size();
}

std::string of_the_stream(int n) {
  const std::string id = std::to_string(n);
  return n % 10 == 9 ? reviewed_attempt("r-" + id, "dead-" + id) : plain_attempt(n);
}

}  // namespace

TEST_CASE("one stream through two servers in turn is answered as by one server and by SQLite") {
  if (!PostgresCluster::installed()) return;
  constexpr int kAttempts = 300;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  std::vector<std::vector<std::string>> answers;
  const Database one;
  const Database two;
  for (const std::string& address : {folder.file("file.db"), one.address}) {
    const auto server = must_open_server(address, key);
    std::vector<std::string>& out = answers.emplace_back();
    for (int n = 0; n < kAttempts; ++n) {
      out.push_back(decision_of(answer(*server, of_the_stream(n))));
    }
  }
  const auto a = must_open_server(two.address, key);
  const auto b = must_open_server(two.address, key);
  std::vector<std::string>& out = answers.emplace_back();
  for (int n = 0; n < kAttempts; ++n) {
    Service& server = n % 3 == 0 ? *a : *b;
    out.push_back(decision_of(answer(server, of_the_stream(n))));
  }
  CHECK(answers[1] == answers[0]);
  CHECK(answers[2] == answers[0]);
  // The stream is one in which what came before counts, and some are flagged.
  std::set<double> scores;
  int flagged = 0;
  for (const std::string& text : answers[0]) {
    const json::Value read = json::parse(text, {.max_depth = 64}).value();
    scores.insert(read.at("score").to_number<double>());
    if (read.at("decision").as_string() != "pass") ++flagged;
  }
  CHECK(scores.size() > 3);
  CHECK(flagged >= kAttempts / 10);
}

TEST_CASE("an attempt sent to two servers at once is recorded once and answered alike") {
  if (!PostgresCluster::installed()) return;
  constexpr int kRaces = 1000;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const Database database;
  const auto a = must_open_server(database.address, key);
  const auto b = must_open_server(database.address, key);
  std::vector<std::future<Result<Document>>> first;
  std::vector<std::future<Result<Document>>> second;
  for (int n = 0; n < kRaces; ++n) {
    const bool turn = n % 2 == 0;
    first.push_back(send(turn ? *a : *b, plain_attempt(n)));
    second.push_back(send(turn ? *b : *a, plain_attempt(n)));
  }
  int created = 0;
  int replayed = 0;
  int unlike = 0;
  for (int n = 0; n < kRaces; ++n) {
    const Result<Document> one = first[static_cast<std::size_t>(n)].get();
    const Result<Document> other = second[static_cast<std::size_t>(n)].get();
    REQUIRE(one);
    REQUIRE(other);
    created += (one->created ? 1 : 0) + (other->created ? 1 : 0);
    replayed += (one->replayed ? 1 : 0) + (other->replayed ? 1 : 0);
    if (*one->text != *other->text) ++unlike;
  }
  CHECK(created == kRaces);
  CHECK(replayed == kRaces);
  CHECK(unlike == 0);
  CHECK(observations(database.address) == kRaces);
}

TEST_CASE("of people at two servers who claim one case at once, one gets it, a thousand times") {
  if (!PostgresCluster::installed()) return;
  constexpr int kRaces = 1000;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const Database database;
  const auto a = must_open_server(database.address, key);
  const auto b = must_open_server(database.address, key);
  const json::Value opened = answer(*a, reviewed_attempt("c-1", "p-1"));
  const std::string id(opened.at("case_id").as_string());
  std::int64_t version = a->case_by_id(reviewer(0), id)->version.value();
  int both = 0;
  int neither = 0;
  for (int n = 0; n < kRaces; ++n) {
    Result<Document> one = fail(ErrorCode::kUnavailable, "not asked");
    Result<Document> other = one;
    std::thread beside([&] { one = a->act(reviewer(1), id, CaseAction::kClaim, version, ""); });
    other = b->act(reviewer(2), id, CaseAction::kClaim, version, "");
    beside.join();
    if (one && other) ++both;
    if (!one && !other) ++neither;
    if (!one && !other) break;
    const Result<Document>& loser = one ? other : one;
    if (!loser) CHECK(loser.error().code == ErrorCode::kConflict);
    const Result<Document> freed = b->act(reviewer(one ? 1 : 2), id, CaseAction::kRelease,
                                          (one ? one : other)->version.value(), "");
    REQUIRE(freed);
    version = freed->version.value();
  }
  CHECK(both == 0);
  CHECK(neither == 0);
  CHECK(count(database.address, "case.claimed") == kRaces);
}

TEST_CASE("two servers that hand out cases never hand out one twice") {
  if (!PostgresCluster::installed()) return;
  constexpr int kCases = 60;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const Database database;
  const auto a = must_open_server(database.address, key);
  const auto b = must_open_server(database.address, key);
  for (int n = 0; n < kCases; ++n) {
    const std::string id = std::to_string(n);
    answer(n % 2 == 0 ? *a : *b, reviewed_attempt("c-" + id, "p-" + id));
  }
  std::vector<std::vector<std::string>> given(4);
  std::vector<std::thread> people;
  for (int who = 0; who < 4; ++who) {
    people.emplace_back([&, who] {
      Service& server = who % 2 == 0 ? *a : *b;
      while (true) {
        const Result<Document> next = server.next_case(reviewer(who), "");
        if (!next || next->text == nullptr) return;
        const json::Value read = json::parse(*next->text, {.max_depth = 64}).value();
        given[static_cast<std::size_t>(who)].emplace_back(read.at("id").as_string());
      }
    });
  }
  for (std::thread& each : people) each.join();
  std::set<std::string> distinct;
  std::size_t all = 0;
  for (const auto& mine : given) {
    all += mine.size();
    distinct.insert(mine.begin(), mine.end());
  }
  CHECK(all == kCases);
  CHECK(distinct.size() == all);
  CHECK(count(database.address, "case.claimed") == kCases);
}

TEST_CASE("what is done once is done by one server, and by another when that one stops") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const Database database;
  auto a = must_open_server(database.address, key);
  const auto b = must_open_server(database.address, key);
  CHECK(a->does_job("lists"));
  CHECK_FALSE(b->does_job("lists"));
  CHECK(b->does_job("webhooks"));
  CHECK_FALSE(a->does_job("webhooks"));
  CHECK(a->does_job("lists"));
  a->stop();
  a.reset();
  bool taken = false;
  for (int tries = 0; tries < 100 && !taken; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    taken = b->does_job("lists");
  }
  CHECK(taken);
}

TEST_CASE("servers that start at once on an empty database make one schema and one key") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  PostgresCluster& cluster = PostgresCluster::shared();
  const std::string address = cluster.fresh_database(false);
  Result<std::unique_ptr<Service>> one = fail(ErrorCode::kUnavailable, "not opened");
  std::thread beside([&] { one = open_server(address, folder.file("one.key")); });
  const Result<std::unique_ptr<Service>> other = open_server(address, folder.file("other.key"));
  beside.join();
  CHECK(one.has_value() != other.has_value());
  if (one) one->reset();
  cluster.drop(address);
}

TEST_CASE("a server takes over within two seconds what another recorded and published") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const Database database;
  const auto writer = must_open_server(database.address, key);
  const auto follower = must_open_server(database.address, key, true);
  const Actor admin{"usr_1", "管理", role_bit(Role::kSupervisor), "", "req"};
  const Result<Document> added = writer->add_indicator(
      admin, R"({"kind":"host","value":"shared-list.invalid","opinion":"bad",)"
             R"("reason":"仿冒认证网站"})");
  INFO((added ? "" : added.error().message));
  REQUIRE(added);
  answer(*writer, plain_attempt(1));
  const std::uint64_t events = writer->counters().windows_events;
  const std::string name = writer->snapshot()->name();
  for (int tries = 0; tries < 600 && follower->snapshot()->name() != name; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(follower->snapshot()->name() == name);
  for (int tries = 0; tries < 600 && follower->counters().windows_events != events; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(follower->counters().windows_events == events);
}

TEST_CASE("a server without the database's key does not start, nor one without a key file") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const Database database;
  {
    const auto server = must_open_server(database.address, folder.file("site.key"));
    answer(*server, plain_attempt(1));
  }
  const auto missing = open_server(database.address, folder.file("other.key"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::kNotFound);
  CHECK_FALSE(std::filesystem::exists(folder.file("other.key")));  // none is made for nothing
  {
    const TestFolder elsewhere;
    must_open_server(elsewhere.file("file.db"), folder.file("other.key"));
  }
  const auto other = open_server(database.address, folder.file("other.key"));
  REQUIRE_FALSE(other);
  CHECK(other.error().code == ErrorCode::kCorrupt);
  const auto without = open_server(database.address, "");
  REQUIRE_FALSE(without);
  CHECK(without.error().code == ErrorCode::kInvalid);
  CHECK(open_server(database.address, folder.file("site.key")).has_value());
}

// Not a test: `servers_test "[measure]"` prints what this machine does.
TEST_CASE("attempts a second that one server and two record", "[.measure]") {
  if (!PostgresCluster::installed()) return;
  constexpr int kAttempts = 20'000;
  const TestFolder folder;
  for (const int servers : {0, 1, 2}) {
    const Database database;
    const std::string store = servers == 0 ? folder.file("file.db") : database.address;
    std::vector<std::unique_ptr<Service>> all;
    for (int n = 0; n < std::max(servers, 1); ++n) {
      all.push_back(must_open_server(store, folder.file("site.key")));
    }
    const auto start = std::chrono::steady_clock::now();
    std::deque<std::future<Result<Document>>> waiting;
    for (int n = 0; n < kAttempts; ++n) {
      const std::string person = std::to_string(n);
      waiting.push_back(
          send(*all[static_cast<std::size_t>(n) % all.size()],
               R"({"attempt_id":"m-)" + person +
                   R"(","occurred_at":"2026-03-10T09:30:00+08:00","channel":"alipay",)"
                   R"("outcome":"passed","region":"990102","person":{"ref":"p)" +
                   person + R"(","age":70},"operator":{"role":"self","ref":"o)" + person +
                   R"("},"device":{"ref":"d)" + person + R"("}})"));
      if (waiting.size() < 512) continue;
      REQUIRE(waiting.front().get());
      waiting.pop_front();
    }
    for (auto& each : waiting) REQUIRE(each.get());
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%s, %d server(s): %.0f attempts/s\n", servers == 0 ? "SQLite" : "PostgreSQL",
                std::max(servers, 1), kAttempts / seconds);
  }
}

}  // namespace analyzer::testing
