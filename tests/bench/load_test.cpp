#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/bench/load_client.h"
#include "tests/bench/load_echo.h"
#include "tests/bench/load_process.h"

namespace analyzer::bench {
namespace {

class EchoThread {
 public:
  explicit EchoThread(unsigned refuse_every = 0) : server_(0, refuse_every) {
    thread_ = std::thread([this] { server_.run(); });
  }
  ~EchoThread() {
    server_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return server_.port(); }

 private:
  EchoServer server_;
  std::thread thread_;
};

class Numbers final : public Mix {
 public:
  void append(std::uint64_t number, std::string& out) const override {
    out += std::to_string(number) + std::string(number % 3 == 0 ? 40'000 : 10, ' ');
  }
};

std::string body_of(const Mix& mix, std::uint64_t number) {
  std::string out;
  mix.append(number, out);
  return out;
}

constexpr const char* kLines =
    R"({"registry":{"event_id":"r1","person":{"ref":"p1"}}})"
    "\n"
    R"({"attempt":{"attempt_id":"s-1","region":"990102","site_region":"990102004",)"
    R"("person":{"ref":"p1"},"operator":{"ref":"o1","phone":"19956602143"},)"
    R"("network":{"ip":"100.99.67.207"},"biometric":{"capture_hash":"00000000000000ff"}}})"
    "\n"
    R"({"attempt":{"attempt_id":"s-2","region":"990102","person":{"ref":"p2"},)"
    R"("operator":{"phone":"13900000000"},"network":{"ip":"100.99.67.208"},)"
    R"("biometric":{"capture_hash":"0000000000000000"}}})"
    "\n";

}  // namespace

TEST_CASE("a percentile is within a sixty-fourth of the time itself", "[bench]") {
  Histogram times;
  CHECK(times.percentile(0.5) == 0);
  for (std::uint64_t i = 1; i <= 100'000; ++i) times.add(i);
  for (const double share : {0.001, 0.5, 0.95, 0.99, 0.999}) {
    const double right = share * 100'000;
    INFO(share);
    CHECK(static_cast<double>(times.percentile(share)) >= right);
    CHECK(static_cast<double>(times.percentile(share)) <= right * (1 + 1.0 / 64) + 1);
  }
  CHECK(times.percentile(1.0) == 100'000);
  CHECK(times.most() == 100'000);
}

TEST_CASE("an open loop sends what was drawn and hears of each", "[bench]") {
  const EchoThread echo;
  const Step step{.rate = 2000, .time = std::chrono::milliseconds{250}, .connections = 4};
  const auto out = drive({{echo.port()}, "/any", "secret"}, Numbers(), step);
  REQUIRE(out);
  CHECK(out->sent > 300);
  CHECK(out->sent < 700);
  CHECK(out->accepted == out->sent);
  CHECK(out->accepted_times.size() == out->accepted);
  CHECK(out->refused + out->failed + out->broken == 0);
  CHECK(out->next == out->sent);
}

TEST_CASE("the same step draws the same number again", "[bench]") {
  const EchoThread echo;
  const Step step{.rate = 1000, .time = std::chrono::milliseconds{100}, .first = 40};
  const auto one = drive({{echo.port()}, "/any", ""}, Numbers(), step);
  const auto two = drive({{echo.port()}, "/any", ""}, Numbers(), step);
  REQUIRE((one && two));
  CHECK(one->sent == two->sent);
  CHECK(one->next == 40 + one->sent);
}

TEST_CASE("a closed loop ends with its count", "[bench]") {
  const EchoThread echo;
  const Step step{.time = std::chrono::seconds{60}, .most = 500, .connections = 8};
  const auto out = drive({{echo.port()}, "/any", ""}, Numbers(), step);
  REQUIRE(out);
  CHECK(out->accepted >= 500);
  CHECK(out->accepted < 508);
  CHECK(out->in_time == out->accepted);
}

TEST_CASE("several servers get their share", "[bench]") {
  const EchoThread one(1);  // refuses everything
  const EchoThread two;
  const Step step{.time = std::chrono::seconds{60}, .most = 200, .connections = 4};
  const auto out = drive({{one.port(), two.port()}, "/any", ""}, Numbers(), step);
  REQUIRE(out);
  CHECK(out->refused > 0);
  CHECK(out->accepted > 0);
}

TEST_CASE("what is refused with Retry-After is counted apart", "[bench]") {
  const EchoThread echo(5);
  const Step step{.time = std::chrono::seconds{60}, .most = 100, .connections = 1};
  const auto out = drive({{echo.port()}, "/any", ""}, Numbers(), step);
  REQUIRE(out);
  CHECK(out->refused == 20);
  CHECK(out->accepted == 80);
  CHECK(out->failed == 0);
}

TEST_CASE("without a server there is a failure, not an empty result", "[bench]") {
  std::uint16_t port = 0;
  { port = EchoServer(0).port(); }
  CHECK_FALSE(drive({{port}, "/any", ""}, Numbers(), {}));
}

TEST_CASE("every city has its own references, and one city its own throughout", "[bench]") {
  const auto mix = AttemptMix::make(kLines, 3, "r");
  REQUIRE(mix);
  CHECK(mix->size() == 6);
  std::set<std::string> all;
  for (std::uint64_t i = 0; i < mix->size(); ++i) all.insert(body_of(*mix, i));
  CHECK(all.size() == 6);
  const std::string other = body_of(*mix, 1);  // city 1
  CHECK(other.find(R"("attempt_id":"s-1-r001")") != std::string::npos);
  CHECK(other.find(R"("ref":"p1-r001")") != std::string::npos);
  CHECK(other.find(R"("region":"990202")") != std::string::npos);
  CHECK(other.find(R"("site_region":"990202004")") != std::string::npos);
  CHECK(other.find(R"("phone":"19963970930")") != std::string::npos);
  CHECK(other.find(R"("ip":"100.98.67.207")") != std::string::npos);
  CHECK(other.find(R"("capture_hash":"00000000000000ff")") == std::string::npos);
}

TEST_CASE("a mix of nothing is refused", "[bench]") {
  CHECK_FALSE(AttemptMix::make("", 1, "r"));
  CHECK_FALSE(AttemptMix::make(kLines, 0, "r"));
  CHECK_FALSE(AttemptMix::make(kLines, 801, "r"));
  CHECK_FALSE(MessageMix::make(R"({"text": "短", "label": 0})", 200));
}

TEST_CASE("messages have their length and other digits each time", "[bench]") {
  const auto mix = MessageMix::make(
      "{\"text\": \"您的养老金认证12\", \"kind\": \"a\"}\n"
      "{\"text\": \"请于8月5日前办理\", \"kind\": \"a\"}\n",
      14);
  REQUIRE(mix);
  const std::string one = body_of(*mix, 0);
  CHECK(one.starts_with("{\"text\":\""));
  CHECK(one.size() > 14);
  CHECK(one != body_of(*mix, 1));
  CHECK(one == body_of(*mix, 0));
}

TEST_CASE("a process's own memory and time are read", "[bench]") {
  const Usage usage = usage_of(static_cast<int>(::getpid()));
  CHECK(usage.resident_bytes > 1'000'000);
  CHECK(usage_of(0).resident_bytes == 0);
  CHECK(database_bytes("/nowhere/at/all") == 0);
}

}  // namespace analyzer::bench
