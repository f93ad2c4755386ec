// What is done once is done once, whichever server dies; what one server is told, the
// others follow.

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/outbox.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/turns.h"
#include "analyzer/service/webhooks.h"
#include "tests/servers/server_under_test.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Counts what it hears, by id.
class CountingPoster final : public Poster {
 public:
  Result<int> post(const PostRequest& request) override {
    std::this_thread::sleep_for(milliseconds(5));  // rounds of two servers overlap
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : request.headers) {
      if (name == "webhook-id") ++heard_[value];
    }
    return 204;
  }
  std::size_t ids() const {
    const std::lock_guard lock(mutex_);
    return heard_.size();
  }
  int most() const {
    const std::lock_guard lock(mutex_);
    int out = 0;
    for (const auto& [id, times] : heard_) out = std::max(out, times);
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> heard_;  // guarded by mutex_
};

// A list of one host; counts how often it is had.
class CountingFetcher final : public Fetcher {
 public:
  Result<Fetched> fetch(const FetchRequest& /*request*/, const TakeBytes& take) override {
    ++fetched;
    std::this_thread::sleep_for(milliseconds(300));  // the other server looks meanwhile
    if (Status status = take("listed-once.invalid\n"); !status) {
      return tl::unexpected(status.error());
    }
    return Fetched{};
  }
  std::atomic<int> fetched = 0;
};

WebhooksConfig one_hook() {
  WebhookConfig hook;
  hook.name = "them";
  hook.title = "Them";
  hook.url = "https://hooks.invalid/a";
  hook.secret = std::string(32, 'k');
  return {{hook}};
}

FeedsConfig one_list() {
  FeedConfig feed;
  feed.name = "them";
  feed.title = "Their list";
  feed.address = "https://lists.invalid/list.txt";
  feed.licence = "test";
  FeedsConfig out;
  out.feeds.push_back(feed);
  return out;
}

Actor supervisor(const std::string& id) {
  return {id, "管理", role_bit(Role::kSupervisor), "", "req"};
}

std::string id_of(const Result<Document>& document) {
  INFO((document ? std::string() : document.error().message));
  REQUIRE(document);
  return std::string(json::parse(*document->text).value().at("id").as_string());
}

// The n-th person of a morning at the phone of a village's doctor.
std::string at_a_doctors(const std::string& doctor, int n) {
  const std::string id = doctor + "-" + std::to_string(n);
  const int minute = std::min(3 * n, 59);
  return R"({"attempt_id":"t-)" + id + R"(","occurred_at":"2026-03-10T09:)" +
         (minute < 10 ? "0" : "") + std::to_string(minute) +
         R"(:00+08:00","channel":"province_app","outcome":"passed","region":"990101",)"
         R"("site_region":"990101003001","person":{"ref":"p-)" +
         id + R"(","age":74,"due_on":"2026-08-02","benefit_status":"active"},)" +
         R"("operator":{"role":"village_doctor","ref":"doctor-)" + doctor +
         R"(","same_household":false,"registered":false},"device":{"ref":"phone-)" + doctor +
         R"("}})";
}

// Milliseconds until it is so, at most half a minute.
double time_until(const std::function<bool()>& so) {
  const auto start = Clock::now();
  while (!so() && Clock::now() - start < std::chrono::seconds(30)) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

TEST_CASE("webhooks of two servers tell each event once, and a list is had once") {
  if (!PostgresCluster::installed()) return;
  constexpr int kEvents = 100;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  {
    const auto a = must_open_server(address, key, true);
    const auto b = must_open_server(address, key, true);
    CountingPoster poster;
    Webhooks of_a(*a, poster, one_hook());
    Webhooks of_b(*b, poster, one_hook());
    CountingFetcher fetcher;
    Feeds lists_of_a(*a, fetcher, one_list());
    Feeds lists_of_b(*b, fetcher, one_list());
    of_a.run_due();  // from here on it hears
    for (int n = 0; n < kEvents; ++n) {
      REQUIRE((n % 2 == 0 ? a : b)->write([&](store::Session& session) {
        return tell(session, "case.opened", "cas_" + std::to_string(n), test_time(), {});
      }));
    }
    std::thread beside([&] {
      for (int round = 0; round < 20; ++round) of_b.run_due();
      lists_of_b.run_due();
    });
    for (int round = 0; round < 20; ++round) of_a.run_due();
    lists_of_a.run_due();
    beside.join();
    CHECK(poster.ids() == kEvents);
    CHECK(poster.most() == 1);
    CHECK(fetcher.fetched == 1);
    std::printf(
        "| two servers, webhooks and a list | %zu events told, the most often told %d time(s), "
        "list had %d time(s) |\n",
        poster.ids(), poster.most(), fetcher.fetched.load());
  }
  PostgresCluster::shared().drop(address);
}

// Run by the next test in a process of its own.
TEST_CASE("a server has its turns until it is killed", "[.child]") {
  const int pipe = std::atoi(std::getenv("SERVERS_TEST_PIPE"));
  const auto server =
      must_open_server(std::getenv("SERVERS_TEST_ADDRESS"), std::getenv("SERVERS_TEST_KEY"), true);
  for (const char* job : {"lists", "webhooks"}) REQUIRE(server->does_job(job));
  while (::write(pipe, ".", 1) == 1) std::this_thread::sleep_for(milliseconds(100));
}

TEST_CASE("the turns of a server that is killed pass to another within the lease") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  {
    const auto beside = must_open_server(address, key, true);
    ChildTest child("a server has its turns until it is killed",
                    {{"SERVERS_TEST_ADDRESS", address}, {"SERVERS_TEST_KEY", key}});
    std::string dots;
    REQUIRE(child.read(dots));
    // While it lives it keeps them, for longer than a lease.
    const auto start = Clock::now();
    while (Clock::now() - start < Turns::kLength + std::chrono::seconds(3)) {
      REQUIRE_FALSE(beside->does_job("lists"));
      REQUIRE_FALSE(beside->does_job("webhooks"));
      std::this_thread::sleep_for(milliseconds(500));
    }
    child.kill();
    const double lists = time_until([&] { return beside->does_job("lists"); });
    const double hooks = time_until([&] { return beside->does_job("webhooks"); });
    std::printf("| holder of two turns killed | taken over after %.1f s |\n",
                (lists + hooks) / 1000.0);
    // The lease, and the pause until it is asked again.
    CHECK(lists + hooks < 15'000 + 4'000);
  }
  PostgresCluster::shared().drop(address);
}

TEST_CASE(
    "a registered helper and a policy put in force count at the other server in two seconds") {
  if (!PostgresCluster::installed()) return;
  constexpr int kRounds = 5;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  {
    const auto a = must_open_server(address, key, true);
    const auto b = must_open_server(address, key, true);
    double helper_slowest = 0.0;
    double policy_slowest = 0.0;
    for (int round = 0; round < kRounds; ++round) {
      // Whatever has a reason is reviewed from here on.
      const std::string trial = id_of(a->rule_work().add_trial(
          supervisor("usr_1"),
          R"({"review":)" + std::to_string(0.01 + 0.001 * round) + R"(,"reason":"试两台"})"));
      a->rule_work().tend();
      (void)id_of(a->rule_work().switch_on(supervisor("usr_2"), trial));
      policy_slowest =
          std::max(policy_slowest,
                   time_until([&] { return b->snapshot()->name() == a->snapshot()->name(); }));
      CHECK(b->snapshot()->policy().attempt.review == a->snapshot()->policy().attempt.review);

      const std::string doctor = std::to_string(round);
      int n = 0;
      const auto is_flagged = [&] {
        return json::write(answer(*b, at_a_doctors(doctor, ++n))).find("unregistered_helper") !=
               std::string::npos;
      };
      bool flagged = false;
      while (n < 16) flagged = is_flagged();
      REQUIRE(flagged);
      (void)id_of(a->add_helper(
          supervisor("usr_1"),
          R"({"kind":"village_doctor","name":"李村卫生室","area":["990101003001"],)"
          R"("valid_from":"2026-03-01","opens":"08:00","closes":"18:00","persons_day":500,)"
          R"("persons_week":1000,"links":[{"kind":"device","value":"phone-)" +
              doctor + R"("}]})"));
      helper_slowest = std::max(helper_slowest, time_until([&] { return !is_flagged(); }));
    }
    std::printf(
        "| register and policy at the other server | %d times, slowest %.0f and %.0f ms |\n",
        kRounds, helper_slowest, policy_slowest);
    CHECK(helper_slowest < 2000);
    CHECK(policy_slowest < 2000);
  }
  PostgresCluster::shared().drop(address);
}

}  // namespace analyzer::testing
