// A slow database, one that stutters, and a disk that is full under it.

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include "tests/servers/server_under_test.h"
#include "tests/servers/slow_socket.h"
#include "tests/support/postgres_cluster.h"

namespace analyzer::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string timed_attempt(int n, int deadline_ms) {
  return R"({"deadline_ms":)" + std::to_string(deadline_ms) + "," + plain_attempt(n).substr(1);
}

bool is_degraded(const std::string& answer) {
  return json::parse(answer).value().at("degraded").get_bool();
}

struct Sent {
  std::string body;
  std::future<Result<Document>> result;
};

// Waits for all of `sent`; the refused are counted.
int take(std::vector<Sent>& sent, Given& given) {
  int refused = 0;
  for (Sent& one : sent) {
    REQUIRE(one.result.wait_for(std::chrono::seconds(120)) == std::future_status::ready);
    const Result<Document> result = one.result.get();
    if (result) {
      given[one.body] = *result->text;
    } else {
      CHECK(result.error().code == ErrorCode::kUnavailable);
      ++refused;
    }
  }
  sent.clear();
  return refused;
}

bool wait_until(const std::function<bool()>& so) {
  for (int tries = 0; tries < 600; ++tries) {
    if (so()) return true;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return false;
}

// A disk of a few megabytes, seen by this process and its children alone, gone with them.
class SmallDisk {
 public:
  SmallDisk(const fs::path& at, int megabytes) : at_(at) {
    fs::create_directories(at);
    const std::string size = "size=" + std::to_string(megabytes) + "m,mode=755";
    there_ = ::unshare(CLONE_NEWNS) == 0 &&
             ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
             ::mount("tmpfs", at.c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!there_) std::fprintf(stderr, "no small disk can be mounted: a test is left out\n");
  }
  ~SmallDisk() {
    if (there_) ::umount2(at_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  explicit operator bool() const { return there_; }
  // Leaves so many bytes free.
  void fill(std::uintmax_t leave) const {
    std::ofstream ballast(at_ / "ballast", std::ios::binary | std::ios::app);
    const std::string block(4096, 'x');
    while (fs::space(at_).available > leave && ballast.write(block.data(), 4096).flush()) {
    }
  }
  void empty() const { fs::remove(at_ / "ballast"); }

 private:
  const fs::path at_;
  bool there_ = false;
};

// Sends until some are refused; then goes on for a while. The number of the next.
int send_into_full_disk(Service& server, int n, Given& given, int& refused) {
  std::vector<Sent> sent;
  for (int groups = 0, full = 0; groups < 400 && full < 5; ++groups) {
    for (int i = 0; i < 50; ++i, ++n)
      sent.push_back({plain_attempt(n), send(server, plain_attempt(n))});
    const int now = take(sent, given);
    refused += now;
    if (now > 0) ++full;
  }
  return n;
}

}  // namespace

TEST_CASE("through a slow database answers come late, or in time and degraded; none is lost") {
  if (!PostgresCluster::installed()) return;
  constexpr int kDeadline = 300;
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = PostgresCluster::shared().fresh_database();
  SlowSocket socket(folder.file("slow"), PostgresCluster::shared().folder());
  Given given;
  int refused = 0;
  {
    const auto slow = must_open_with_journal(socket.address_of(address), key, 8U << 20U);
    const auto beside = must_open_server(address, key);
    socket.delay(milliseconds(60));
    std::vector<Sent> plain;
    std::vector<Sent> timed;
    for (int n = 0; n < 100; ++n) {
      plain.push_back({plain_attempt(n), send(*slow, plain_attempt(n))});
    }
    double slowest = 0.0;
    int degraded = 0;
    for (int n = 100; n < 200; ++n) {
      const std::string body = timed_attempt(n, kDeadline);
      const auto start = Clock::now();
      const Result<Document> result = send(*slow, body).get();
      REQUIRE(result);
      slowest = std::max(slowest,
                         std::chrono::duration<double, std::milli>(Clock::now() - start).count());
      degraded += is_degraded(*result->text) ? 1 : 0;
      given[body] = *result->text;
      if (n % 10 == 0) {  // the other server is not slow, and waits for its turn
        const Result<Document> other = send(*beside, plain_attempt(1000 + n)).get();
        if (other) given[plain_attempt(1000 + n)] = *other->text;
        if (!other) ++refused;
      }
    }
    std::printf(
        "with 120 ms a round trip: slowest of 100 answers %.0f ms (deadline %d), %d degraded\n",
        slowest, kDeadline, degraded);
    CHECK(slowest < 3 * kDeadline);
    refused += take(plain, given);
    socket.delay(milliseconds(0));
    CHECK(wait_until([&] { return slow->counters().journal_waiting == 0; }));
    const Result<Document> after = send(*slow, timed_attempt(5000, 10'000)).get();
    REQUIRE(after);
    CHECK_FALSE(is_degraded(*after->text));
    given[timed_attempt(5000, 10'000)] = *after->text;
  }
  check_kept("slow database, 120 ms a round trip", address, key, given, refused);
  PostgresCluster::shared().drop(address);
}

TEST_CASE("a group of attempts asks the database a few times, not once each") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const std::string address = PostgresCluster::shared().fresh_database();
  SlowSocket socket(folder.file("slow"), PostgresCluster::shared().folder());
  const auto server = must_open_server(socket.address_of(address), folder.file("site.key"));
  constexpr int kDevices = 100;  // one that helps dozens opens cases, which asks more
  Given given;
  std::vector<Sent> sent;
  REQUIRE(send(*server, plain_attempt(0)).get());  // statements are prepared
  socket.delay(milliseconds(20));                  // what is sent meanwhile makes one group
  const std::uint64_t before = socket.asked();
  for (int n = 1; n <= 200; ++n) {
    const std::string body = plain_attempt(n, kDevices);
    sent.push_back({body, send(*server, body)});
  }
  CHECK(take(sent, given) == 0);
  const std::uint64_t asked = socket.asked() - before;
  std::printf("200 attempts at once asked the database %llu times\n",
              static_cast<unsigned long long>(asked));
  CHECK(asked < 60);
  socket.delay(milliseconds(0));
}

TEST_CASE("a database whose disk stutters delays answers, and loses none") {
  if (!PostgresCluster::installed()) return;
  constexpr int kDeadline = 400;
  PostgresCluster& cluster = PostgresCluster::shared();
  const TestFolder folder;
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  int refused = 0;
  {
    const auto server = must_open_with_journal(address, key, 8U << 20U);
    std::atomic<bool> done = false;
    std::thread stutter([&] {
      while (!done) {
        cluster.pause();
        std::this_thread::sleep_for(milliseconds(350));
        cluster.resume();
        std::this_thread::sleep_for(milliseconds(50));
      }
    });
    std::vector<Sent> sent;
    int degraded = 0;
    for (int n = 0; n < 1000; ++n) {
      // Every other one in a hurry.
      const std::string body = n % 2 == 0 ? timed_attempt(n, kDeadline) : plain_attempt(n);
      sent.push_back({body, send(*server, body)});
      std::this_thread::sleep_for(milliseconds(3));
    }
    refused = take(sent, given);
    done = true;
    stutter.join();
    for (const auto& [body, text] : given) degraded += is_degraded(text) ? 1 : 0;
    std::printf("through stalls of 350 ms: %zu answered, %d of them degraded\n", given.size(),
                degraded);
    CHECK(wait_until([&] { return server->counters().journal_waiting == 0; }));
  }
  check_kept("disk stutters, 350 of 400 ms", address, key, given, refused);
  cluster.drop(address);
}

TEST_CASE("a full disk under the tables costs 503, and nothing that was answered") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const SmallDisk disk(folder.file("disk"), 64);
  if (!disk) return;
  PostgresCluster cluster;  // of its own: it sees the disk
  const std::string key = folder.file("site.key");
  fs::create_directories(folder.file("disk/space"));
  const std::string address = cluster.fresh_database_in(folder.file("disk/space"));
  Given given;
  int refused = 0;
  {
    const auto server = must_open_with_journal(address, key, 8U << 20U);
    disk.fill(512U << 10U);
    const int n = send_into_full_disk(*server, 0, given, refused);
    CHECK(refused > 0);
    CHECK(given.size() >= 50);
    // In a hurry one is answered all the same, and waits beside the key.
    const Result<Document> hurried = send(*server, timed_attempt(n, 2000)).get();
    REQUIRE(hurried);
    CHECK(is_degraded(*hurried->text));
    given[timed_attempt(n, 2000)] = *hurried->text;
    disk.empty();
    CHECK(wait_until([&] { return server->counters().journal_waiting == 0; }));
    CHECK(wait_until([&] { return server->health().ready; }));
    const Result<Document> after = send(*server, plain_attempt(n + 1)).get();
    REQUIRE(after);
    given[plain_attempt(n + 1)] = *after->text;
  }
  check_kept("disk full under the tables", address, key, given, refused);
}

TEST_CASE("a full disk under the whole database stops it, and nothing that was answered is lost") {
  if (!PostgresCluster::installed()) return;
  const TestFolder folder;
  const SmallDisk disk(folder.file("disk"), 400);
  if (!disk) return;
  PostgresCluster cluster(folder.file("disk"));
  const std::string key = folder.file("site.key");
  const std::string address = cluster.fresh_database();
  Given given;
  int refused = 0;
  {
    const auto server = must_open_with_journal(address, key, 8U << 20U);
    disk.fill(8U << 20U);
    const int n = send_into_full_disk(*server, 0, given, refused);
    CHECK(refused > 0);
    CHECK(given.size() >= 50);
    const Result<Document> hurried = send(*server, timed_attempt(n, 2000)).get();
    REQUIRE(hurried);
    given[timed_attempt(n, 2000)] = *hurried->text;
    disk.empty();
    cluster.revive();
    CHECK(wait_until([&] { return server->health().ready; }));
    CHECK(wait_until([&] { return server->counters().journal_waiting == 0; }));
    const Result<Document> after = send(*server, plain_attempt(n + 1)).get();
    REQUIRE(after);
    given[plain_attempt(n + 1)] = *after->text;
  }
  check_kept("disk full under the whole database", address, key, given, refused);
}

}  // namespace analyzer::testing
