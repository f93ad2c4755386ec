#include "tests/contract/store_contract.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <utility>

#include "analyzer/store/postgres_store.h"
#include "analyzer/store/sqlite_store.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::store {
namespace {

using testing::PostgresCluster;

// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("analyzer_contract_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() { reopen(); }
  Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = must(open_sqlite_store(folder_.file("store.db"), {}));
  }
  bool copies() const override { return true; }
  std::string scratch_path() override {
    return folder_.file("scratch_" + std::to_string(++scratch_));
  }
  std::unique_ptr<Store> open_copy(const std::string& path) override {
    return must(open_sqlite_store(path, {.create = false}));
  }

 private:
  Folder folder_;
  int scratch_ = 0;
  std::unique_ptr<Store> store_;
};

class PostgresUnderTest final : public StoreUnderTest {
 public:
  PostgresUnderTest() : address_(PostgresCluster::shared().fresh_database()) { reopen(); }
  ~PostgresUnderTest() override {
    store_.reset();
    PostgresCluster::shared().drop(address_);
  }
  Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = must(open_postgres_store(address_, {}));
  }
  bool copies() const override { return false; }
  std::string scratch_path() override {
    return folder_.file("scratch_" + std::to_string(++scratch_));
  }
  std::unique_ptr<Store> open_copy(const std::string& /*path*/) override { return nullptr; }

 private:
  const Folder folder_;
  int scratch_ = 0;
  const std::string address_;
  std::unique_ptr<Store> store_;
};

template <class T>
std::unique_ptr<StoreUnderTest> make() {
  return std::make_unique<T>();
}

}  // namespace

const std::vector<Maker>& makers() {
  static const std::vector<Maker> table = [] {
    std::vector<Maker> out = {{"sqlite", make<SqliteUnderTest>}};
    if (PostgresCluster::installed()) out.push_back({"postgres", make<PostgresUnderTest>});
    return out;
  }();
  return table;
}

void must(const Status& status) {
  if (!status) FAIL("failed: " << status.error().message);
}

ErrorCode code_of(const Status& status) {
  if (status) FAIL("succeeded where it had to fail");
  return status.error().code;
}

std::unique_ptr<Session> open(StoreUnderTest& test, Mode mode) {
  return must(test.store().open_session(mode));
}

LinkKey key(std::uint64_t n) { return {n * 0x9E3779B97F4A7C15ULL, n}; }

Digest digest(std::uint8_t n) {
  Digest out{};
  out.fill(n);
  return out;
}

NewObservation attempt(const std::string& id, std::uint64_t person) {
  NewObservation o;
  o.key = {ObservationKind::kAttempt, "alipay", id};
  o.body_digest = digest(7);
  o.occurred_at = kNoon;
  o.arrived_at = kNoon + Milliseconds(250);
  o.region = "990102";
  o.outcome = Outcome::kPassed;
  o.decision = Decision::kReview;
  o.score = 0.31;
  o.person = key(person);
  AttemptEvent event;
  event.at = kNoon;
  event.person = key(person);
  event.device = key(1000 + person);
  event.capture = 0xC3F1;
  o.event = event;
  o.facts = "{}";
  o.verdict = R"({"说明":"一人多次"})";
  o.answer = std::string("{\"answer\":\0 bytes}", 18);
  return o;
}

NewObservation report(const std::string& id) {
  NewObservation o = attempt(id);
  o.key.kind = ObservationKind::kReport;
  o.outcome.reset();
  o.decision.reset();
  o.level = Level::kCritical;
  o.person.reset();
  ReportEvent event;
  event.at = kNoon;
  event.shape = key(50);
  event.domains = {key(51)};
  o.event = event;
  return o;
}

Case a_case(const std::string& id) {
  Case c;
  c.id = id;
  c.region = "990102";
  c.title = "同一手机为14名老人认证";
  c.score = 0.5;
  c.opened_at = kNoon;
  c.updated_at = kNoon;
  c.version = 1;
  return c;
}

}  // namespace analyzer::store
