// Webhooks against consumers on loopback: one that takes them, one that is down, one that
// sends elsewhere, one that talks without end.

#include "analyzer/server/http_poster.h"

#include <catch2/catch.hpp>
#include <mutex>

#include "tests/unit/server/misbehaving.h"

namespace analyzer::server {
namespace {

Result<int> post(const std::string& address, bool intranet = true) {
  FetcherOptions options;
  options.connect_seconds = 2;
  HttpPoster poster(options);
  PostRequest request;
  request.address = address;
  request.headers = {{"Content-Type", "application/json"}, {"webhook-id", "msg_1"}};
  request.body = R"({"type":"case.opened"})";
  request.intranet = intranet;
  request.longest = std::chrono::seconds{3};
  return poster.post(request);
}

}  // namespace

TEST_CASE("what is posted arrives whole, with its headers") {
  std::mutex mutex;
  std::string heard;
  Misbehaving server([&](int socket, const std::string& request) {
    std::string all = request;
    char buffer[4096];
    while (all.find("case.opened\"}") == all.npos) {
      const auto n = ::recv(socket, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      all.append(buffer, static_cast<std::size_t>(n));
    }
    {
      const std::lock_guard lock(mutex);
      heard = all;
    }
    put(socket, head("204 No Content"));
  });
  CHECK(post(server.address("/hook")).value() == 204);
  const std::lock_guard lock(mutex);
  CHECK(heard.starts_with("POST /hook HTTP/1.1"));
  CHECK(heard.find("webhook-id: msg_1\r\n") != heard.npos);
  CHECK(heard.find("Content-Type: application/json\r\n") != heard.npos);
  CHECK(heard.ends_with(R"({"type":"case.opened"})"));
}

TEST_CASE("answers are answers, also a redirect, which leads nowhere") {
  Misbehaving elsewhere(says(head("200 OK")));
  struct Row {
    std::string answer;
    int status;
  };
  const Row rows[] = {
      {head("302 Found", "Location: " + elsewhere.address() + "\r\n"), 302},
      {head("500 Internal Server Error"), 500},
      {head("410 Gone"), 410},
      {head("200 OK") + std::string(1000000, 'x'), 200},
  };
  for (const Row& row : rows) {
    INFO(row.status);
    Misbehaving server(says(row.answer));
    CHECK(post(server.address()).value() == row.status);
  }
  CHECK(elsewhere.requests() == 0);
}

TEST_CASE("who is down, private or no server of ours is no answer, and heard again once it is up") {
  std::string address;
  {
    Misbehaving server(says(head("204 No Content")));
    address = server.address();
    CHECK(post(address).value() == 204);
    const auto refused = post(address, false);  // http:// and loopback both
    CHECK_FALSE(refused.has_value());
    CHECK(server.requests() == 1);
  }
  CHECK_FALSE(post(address).has_value());
  CHECK_FALSE(post("https://127.0.0.1:1/", false).has_value());
  CHECK(post("https://127.0.0.1:1/", false).error().message == "leads to a private address");
  Misbehaving silent([](int socket, const std::string&) {
    char byte;
    while (::recv(socket, &byte, 1, 0) > 0) {
    }
  });
  CHECK_FALSE(post(silent.address()).has_value());
}

}  // namespace analyzer::server
