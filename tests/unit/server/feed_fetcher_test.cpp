// A server on loopback that misbehaves in every way we could think of: each fetch
// ends in time, in words, and within its bytes.

#include "analyzer/server/feed_fetcher.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <ctime>
#include <iterator>
#include <thread>

#include "analyzer/service/gzip.h"
#include "tests/unit/server/misbehaving.h"

namespace analyzer::server {
namespace {

struct Got {
  std::string text;
  std::string failure;
  Fetched answer;
};

Got fetch(const std::string& address, FetchRequest request = {}) {
  FetcherOptions options;
  options.connect_seconds = 2;
  options.slow_seconds = 1;
  HttpFetcher fetcher(options);
  request.address = address;
  request.most_bytes = 100000;
  request.longest = std::chrono::seconds{3};
  Got out;
  const auto fetched = fetcher.fetch(request, [&](std::string_view bytes) -> Status {
    out.text += bytes;
    return {};
  });
  if (fetched) out.answer = *fetched;
  if (!fetched) out.failure = fetched.error().message;
  return out;
}

FetchRequest intranet() {
  FetchRequest out;
  out.intranet = true;
  return out;
}

}  // namespace

TEST_CASE("a list is fetched with its tags, unpacked, and asked for by them") {
  const std::string packed = gzip("a.invalid\n");
  Misbehaving server([&](int socket, const std::string& request) {
    if (request.find("If-None-Match: \"7\"") != std::string::npos) {
      return put(socket, head("304 Not Modified", "ETag: \"7\"\r\n"));
    }
    put(socket, head("200 OK",
                     "ETag: \"7\"\r\nLast-Modified: Fri, 02 Jan 2026 03:04:05 GMT\r\n"
                     "Content-Encoding: gzip\r\nContent-Length: " +
                         std::to_string(packed.size()) + "\r\n") +
                    packed);
  });
  const Got first = fetch(server.address(), intranet());
  CHECK(first.failure == "");
  CHECK(first.text == "a.invalid\n");
  CHECK(first.answer.etag == "\"7\"");
  CHECK(first.answer.last_modified == "Fri, 02 Jan 2026 03:04:05 GMT");
  FetchRequest again = intranet();
  again.etag = first.answer.etag;
  const Got second = fetch(server.address(), again);
  CHECK(second.failure == "");
  CHECK(second.answer.unchanged);
  CHECK(second.text.empty());
}

TEST_CASE("a server that misbehaves is told in words, in time and within the bytes") {
  struct Row {
    const char* name;
    Behave behave;
    const char* failure;  // a part of it
  };
  const std::string endless(200000, 'x');
  const auto for_ever = [](const std::string& begin, const std::string& part, int pause_ms) {
    return [=](int socket, const std::string&) {
      put(socket, begin);
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{6};
      while (std::chrono::steady_clock::now() < end) {
        if (::send(socket, part.data(), part.size(), MSG_NOSIGNAL) <= 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{pause_ms});
      }
    };
  };
  const std::string bomb = gzip(std::string(std::size_t{50} << 20, '0'));
  const std::string packed = gzip(endless.substr(0, 50000));
  const Row rows[] = {
      {"closes at once", says(""), "broke off"},
      {"speaks no HTTP", says("220 mail ready\r\n"), "HTTP"},
      {"404", says(head("404 Not Found", "Content-Length: 4\r\n") + "none"), "answers 404"},
      {"500", says(head("500 Oops")), "answers 500"},
      {"429 with Retry-After", says(head("429 Too Many", "Retry-After: 3600\r\n")), "answers 429"},
      {"503 with a page", says(head("503 Away") + "<html>away</html>"), "answers 503"},
      {"204", says(head("204 No Content")), "answers 204"},
      {"206 unasked", says(head("206 Partial", "Content-Length: 1\r\n") + "a"), "answers 206"},
      {"304 unasked", says(head("304 Not Modified")), "answers 304"},
      {"a body cut off", says(head("200 OK", "Content-Length: 1000\r\n") + "a.invalid\n"),
       "broke off"},
      {"resets in the middle",
       [](int socket, const std::string&) {
         put(socket, head("200 OK", "Content-Length: 1000\r\n") + "a.invalid\n");
         const linger now{1, 0};  // close() sends a reset
         ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
       },
       "broke off"},
      {"a chunk cut off", says(head("200 OK", "Transfer-Encoding: chunked\r\n") + "40\r\na.inv"),
       ""},
      {"a broken chunk", says(head("200 OK", "Transfer-Encoding: chunked\r\n") + "zz\r\na"), ""},
      {"longer than allowed", says(head("200 OK") + endless), "more bytes than allowed"},
      {"says that it is long", says(head("200 OK", "Content-Length: 99999999999\r\n") + endless),
       "more bytes than allowed"},
      {"endless", for_ever(head("200 OK"), std::string(10000, 'x'), 0), "more bytes than allowed"},
      {"a bomb", says(head("200 OK", "Content-Encoding: gzip\r\n") + bomb),
       "more bytes than allowed"},
      {"packed and cut off",
       says(head("200 OK", "Content-Encoding: gzip\r\n") + packed.substr(0, packed.size() - 20)),
       "unpacked"},
      {"packed, and more behind it",
       says(head("200 OK", "Content-Encoding: gzip\r\n") + packed + "a.invalid"), "unpacked"},
      {"packed as nobody asked", says(head("200 OK", "Content-Encoding: br\r\n") + packed),
       "unpacked"},
      {"packed and broken", says(head("200 OK", "Content-Encoding: gzip\r\n") + "no gzip at all"),
       "unpacked"},
      {"drips", for_ever(head("200 OK"), "x", 300), "too slow"},
      {"drips its head", for_ever("HTTP/1.1 200 OK\r\nX-A: ", "x", 300), "too slow"},
      {"half a line of HTTP", says("HTTP/1.1 20"), ""},
      {"never answers",
       [](int, const std::string&) { std::this_thread::sleep_for(std::chrono::seconds{6}); },
       "too slow"},
      {"endless headers",
       for_ever("HTTP/1.1 200 OK\r\n", "X-A: " + std::string(1000, 'x') + "\r\n", 0), ""},
      {"redirects in a ring", says(head("302 Found", "Location: /again\r\n")),
       "redirected too often"},
      {"redirects to a file", says(head("302 Found", "Location: file:///etc/hostname\r\n")),
       "something else than https"},
      {"redirects to another protocol",
       says(head("302 Found", "Location: gopher://127.0.0.1/\r\n")), "something else than https"},
      {"redirects nowhere", says(head("302 Found")), "answers 302"},
  };
  static_assert(std::size(rows) >= 20);
  for (const Row& row : rows) {
    INFO(row.name);
    Misbehaving server(row.behave);
    const auto began = std::chrono::steady_clock::now();
    const Got got = fetch(server.address(), intranet());
    CHECK_FALSE(got.failure.empty());
    CHECK_THAT(got.failure, Catch::Contains(row.failure));
    CHECK(got.text.size() <= 100000);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{60});
    if (std::string(row.failure).starts_with("answers")) CHECK(got.text.empty());
  }
}

TEST_CASE("no private address is asked anything, whatever name or redirect leads there") {
  Misbehaving server(says(head("200 OK", "Content-Length: 4\r\n") + "text"));
  const std::string port = server.address("").substr(server.address("").rfind(':'));
  // With https, as only that is allowed without `intranet`.
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433",
                                 "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::ffff:127.0.0.1]",
                                 "[fe80::1]", "[fd00::1]", "100.64.0.1", "[64:ff9b::7f00:1]"}) {
    INFO(host);
    const Got got = fetch("https://" + host + port + "/list.txt");
    CHECK(got.failure == "leads to a private address");
  }
  CHECK(fetch(server.address()).failure == "leads to something else than https");
  CHECK(server.requests() == 0);
}

TEST_CASE("what cannot be reached or trusted is said so") {
  Misbehaving plain(says("no TLS here"));
  // It waits for the end of a request that never comes in clear.
  CHECK(fetch("https" + plain.address().substr(4), intranet()).failure == "too slow");
  CHECK(fetch("http://no-such-name.invalid/", intranet()).failure == "its name cannot be resolved");
  CHECK(fetch("http://127.0.0.1:1/", intranet()).failure == "no connection");
}

TEST_CASE("a reader that has enough ends the fetch with its own words") {
  Misbehaving server(says(head("200 OK") + "<html>"));
  HttpFetcher fetcher({});
  FetchRequest request = intranet();
  request.address = server.address();
  const auto got = fetcher.fetch(
      request, [](std::string_view) -> Status { return fail(ErrorCode::kInvalid, "HTML"); });
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().message == "HTML");
}

TEST_CASE("a fetch that nobody waits for any more is broken off, also while nothing comes") {
  std::atomic<bool> stop{false};
  Misbehaving server([&](int socket, const std::string&) {
    put(socket, head("200 OK", "Content-Length: 100000\r\n") + "a.invalid\n");
    stop = true;
    char byte;
    (void)::recv(socket, &byte, 1, 0);  // until the other side ends
  });
  FetchRequest request;
  request.intranet = true;
  request.stopped = [&] { return stop.load(); };
  const Got got = fetch(server.address(), request);
  CHECK(got.failure == "broken off");
}

TEST_CASE("a connection that ends within a line is told by what the answer says of its length") {
  const std::string part = "a.invalid\nb.inv";
  struct Row {
    const char* name;
    std::string answer;
    const char* failure;
    bool whole;
  };
  const Row rows[] = {
      {"a length, cut", head("200 OK", "Content-Length: 20\r\n") + part, "the connection broke off",
       true},
      {"a length, whole", head("200 OK", "Content-Length: 15\r\n") + part, "", true},
      {"chunks, cut", head("200 OK", "Transfer-Encoding: chunked\r\n") + "14\r\n" + part,
       "the connection broke off", true},
      {"chunks, cut between two",
       head("200 OK", "Transfer-Encoding: chunked\r\n") + "f\r\n" + part + "\r\n",
       "the connection broke off", true},
      {"chunks, whole",
       head("200 OK", "Transfer-Encoding: chunked\r\n") + "f\r\n" + part + "\r\n0\r\n\r\n", "",
       true},
      {"packed, whole", head("200 OK", "Content-Encoding: gzip\r\n") + gzip(part), "", true},
      // Nobody can tell it from a whole one: whoever reads the list looks at its last line.
      {"nothing", head("200 OK") + part, "", false},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    Misbehaving server(says(row.answer));
    const Got got = fetch(server.address(), intranet());
    CHECK(got.failure == row.failure);
    CHECK(got.answer.whole == row.whole);
    if (*row.failure == '\0') CHECK(got.text == part);
  }
}

TEST_CASE("for how long the other side wants to be left alone is told, if it hands out no list") {
  struct Row {
    const char* name;
    std::string answer;
    long seconds;  // 0: nothing is told
  };
  const std::string past = "Retry-After: Fri, 02 Jan 2015 03:04:05 GMT\r\n";
  const Row rows[] = {
      {"429", head("429 Too Many Requests", "Retry-After: 3600\r\n"), 3600},
      {"503", head("503 Service Unavailable", "retry-after:  120 \r\n"), 120},
      {"503 without", head("503 Service Unavailable"), 0},
      {"in the past", head("503 Service Unavailable", past), 0},
      {"no number", head("429 Too Many Requests", "Retry-After: soon\r\n"), 0},
      {"below nought", head("429 Too Many Requests", "Retry-After: -5\r\n"), 0},
      {"with the list", head("200 OK", "Retry-After: 3600\r\nContent-Length: 2\r\n") + "a\n", 0},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    Misbehaving server(says(row.answer));
    long told = 0;
    FetchRequest request = intranet();
    request.later = [&](std::chrono::seconds pause) { told = pause.count(); };
    fetch(server.address(), request);
    CHECK(told == row.seconds);
  }
  Misbehaving dated([](int socket, const std::string&) {
    char when[64];
    const std::time_t then = std::time(nullptr) + 1000;
    std::tm fields{};
    std::strftime(when, sizeof when, "%a, %d %b %Y %H:%M:%S GMT", ::gmtime_r(&then, &fields));
    put(socket, head("503 Service Unavailable", "Retry-After: " + std::string(when) + "\r\n"));
  });
  long told = 0;
  FetchRequest request = intranet();
  request.later = [&](std::chrono::seconds pause) { told = pause.count(); };
  fetch(dated.address(), request);
  CHECK(told > 900);
  CHECK(told <= 1000);
}

}  // namespace analyzer::server
