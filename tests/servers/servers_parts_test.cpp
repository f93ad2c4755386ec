// Servers whose clock goes through three months: the one whose turn it is begins each
// month's part, all go on in it, and what an old part took with it is missed by none.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "analyzer/store/open_store.h"
#include "analyzer/store/postgres.h"
#include "analyzer/store/postgres_parts.h"
#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

using std::chrono::seconds;
using store::ObservationParts;

constexpr int kAMonth = 120;  // attempts
constexpr int kDevices = 40;

std::string attempt_at(int n, Time now) {
  const std::string device = std::to_string(n % kDevices);
  return R"({"attempt_id":"p-)" + std::to_string(n) + R"(","occurred_at":")" + format_time(now) +
         R"(","channel":"alipay","outcome":"passed","region":"990102","person":{"ref":"p)" +
         std::to_string(n % kAMonth) + R"(","age":70},"operator":{"role":"relative","ref":"o)" +
         device + R"("},"device":{"ref":"d)" + device + R"("}})";
}

}  // namespace

TEST_CASE("servers go from month to month in parts, and what stays of a purge answers as before") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  const auto clock = std::make_shared<std::atomic<std::int64_t>>(to_millis(test_time()));
  const auto open = [&](bool background_jobs, const std::string& key_file) {
    ServiceOptions options = server_options(address, key_file);
    options.clock = [clock] { return from_millis(*clock); };
    options.background_jobs = background_jobs;
    options.journal_bytes = 0;
    return must_open(std::move(options));
  };
  const auto db = store::PostgresDb::open({address}).value();
  const auto rows_of = [&](const std::string& table) {
    return db->number("SELECT count(*) FROM " + table).value();
  };
  std::vector<std::string> sent;
  std::vector<std::string> given;
  std::vector<Time> months;
  {
    const auto a = open(true, key);
    const auto b = open(true, key);
    for (int month = 0; month < 3; ++month) {
      const Time now = test_time() + month * std::chrono::days(30);  // the 10th, 9th and 9th
      months.push_back(now);
      *clock = to_millis(now);
      const auto begun = [&] {
        const auto parts = ObservationParts(*db).list().value();
        const auto number = static_cast<std::size_t>(month);
        return parts.size() == number + 3 && parts[number].begun.has_value();
      };
      for (int tries = 0; tries < 1200 && !begun(); ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
      REQUIRE(begun());
      std::vector<std::future<Result<Document>>> waiting;
      for (int n = 0; n < kAMonth; ++n) {
        sent.push_back(attempt_at(static_cast<int>(sent.size()), now));
        waiting.push_back(send(n % 2 == 0 ? *a : *b, sent.back()));
      }
      for (auto& each : waiting) {
        const Result<Document> answered = each.get();
        INFO((answered ? "" : answered.error().message));
        REQUIRE(answered);
        given.push_back(*answered->text);
      }
      CHECK(rows_of("observations_" + std::to_string(month)) == kAMonth);
    }
    CHECK(rows_of("observations_rest") == 0);

    // With the servers at work.
    const auto store = store::open_store(address, false).value();
    const auto session = store->open_session(store::Mode::kReadWrite).value();
    const auto report = session->retention().purge(
        {.observations_before = months[1] - std::chrono::days(1)}, false);
    INFO((report ? "" : report.error().message));
    REQUIRE(report);
    const auto kept = db->number(
                            "SELECT count(*) FROM observations o JOIN cases c ON c.id = o.case_id"
                            " WHERE o.arrived_at < " +
                            std::to_string(to_millis(months[1])))
                          .value();
    if (kept == 0) {
      CHECK(db->number("SELECT count(to_regclass('observations_0'))").value() == 0);
    } else {
      CHECK(rows_of("observations_0") == kept);
    }
    CHECK(rows_of("observations") == 2 * kAMonth + kept);
    REQUIRE(store->verify());
    for (std::size_t n = kAMonth; n < sent.size(); ++n) {
      const Result<Document> again = send(n % 2 == 0 ? *b : *a, sent[n]).get();
      REQUIRE(again);
      CHECK(again->replayed);
      CHECK(*again->text == given[n]);
    }
  }
  // A server that was not there has of its history what stays.
  std::filesystem::copy_file(key, folder.file("copied.key"));
  const auto fresh = open(false, folder.file("copied.key"));
  CHECK(fresh->counters().windows_events == static_cast<std::uint64_t>(rows_of("observations")));
  const Result<Document> again = send(*fresh, sent.back()).get();
  REQUIRE(again);
  CHECK(*again->text == given.back());
  // What was erased is new if it comes again.
  const Result<Document> anew = send(*fresh, sent.front()).get();
  INFO((anew ? "" : anew.error().message));
  REQUIRE(anew);
  CHECK(anew->created);
  PostgresCluster::shared().drop(address);
}

TEST_CASE("one of the servers erases what is old, and the others forget it without a start") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  const auto clock = std::make_shared<std::atomic<std::int64_t>>(to_millis(test_time()));
  std::atomic<int> ran = 0;
  const auto open = [&](bool erases) {
    ServiceOptions options = server_options(address, key);
    options.clock = [clock] { return from_millis(*clock); };
    options.background_jobs = true;
    options.journal_bytes = 0;
    if (erases) {
      options.retention.observations_days = 20;
      options.retention.hour = 10;
      options.on_notice = [&](const Notice& notice) { ran += notice.event == "retention_done"; };
    }
    return must_open(std::move(options));
  };
  const auto until = [](const auto& holds) {
    for (int tries = 0; tries < 1200 && !holds(); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return holds();
  };
  const auto db = store::PostgresDb::open({address}).value();
  {
    const auto a = open(false);
    const auto other = open(false);
    const auto begun = [&](std::size_t month) {
      const auto parts = ObservationParts(*db).list().value();
      return parts.size() == month + 3 && parts[month].begun.has_value();
    };
    REQUIRE(until([&] { return begun(0); }));
    for (int n = 0; n < kAMonth; ++n) REQUIRE(send(*a, attempt_at(n, test_time())).get());
    *clock += std::chrono::milliseconds(std::chrono::days(30)).count();
    REQUIRE(until([&] { return begun(1); }));
    for (int n = 0; n < 10; ++n) {
      REQUIRE(send(*a, attempt_at(kAMonth + n, from_millis(*clock))).get());
    }
    REQUIRE(until([&] { return other->counters().windows_events == kAMonth + 10U; }));
    // Two that may erase: one does.
    const auto b = open(true);
    const auto c = open(true);
    REQUIRE(until([&] { return ran > 0; }));
    const auto left =
        static_cast<std::uint64_t>(db->number("SELECT count(*) FROM observations").value());
    CHECK(left < kAMonth);
    CHECK(left >= 10);
    std::string held;
    for (const auto* server : {&a, &other, &b, &c}) {
      const bool forgot = until([&] { return (*server)->counters().windows_events == left; });
      held += std::to_string((*server)->counters().windows_events) + " ";
      INFO("of " << left << " the servers hold " << held);
      CHECK(forgot);
    }
    CHECK(ran == 1);
    CHECK(db->number("SELECT count(*) FROM audit WHERE action = 'store.purged'").value() == 1);
  }
  PostgresCluster::shared().drop(address);
}

}  // namespace analyzer::testing
