#include "analyzer/server/listener.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "tests/unit/server/raw_client.h"

namespace analyzer::server {
namespace {

using std::chrono::milliseconds;

// Echoes bodies; "/later" is answered by another thread once release() is
// called, "/block" holds its thread up, "/never" drops its Respond, "/throw" throws, "/refused" is
// refused before its body is read.
class Echo final : public Application {
 public:
  Admission admit(const Request& head) override {
    Admission admission;
    admission.body_limit = 100'000;
    admission.proved = head.path == "/proved";
    if (head.path == "/refused") {
      admission.answer = Response{401, "text/plain", {}, "no", {}};
    }
    return admission;
  }

  void handle(Request&& request, Respond respond) override {
    ++handled;
    if (request.path == "/never") return;
    if (request.path == "/block") std::this_thread::sleep_for(milliseconds{1200});
    if (request.path == "/throw") throw std::runtime_error("on purpose");
    Response response{200, "text/plain", {}, {}, {}};
    response.headers.emplace_back("X-Remote", request.remote);
    response.headers.emplace_back("X-Secure", request.secure ? "yes" : "no");
    response.body = request.body.empty() ? request.path : std::move(request.body);
    if (request.path == "/large") response.body.assign(8 << 20, 'x');
    if (request.path == "/split") response.headers.emplace_back("X-Bad", "a\r\nSet-Cookie: b=c");
    if (request.path != "/later") return respond(std::move(response));
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back([respond, response]() mutable { respond(std::move(response)); });
    changed_.notify_all();
  }

  Response unreadable(int status, const Request&) override {
    return Response{status, "text/plain", {}, "unreadable", {}};
  }

  void wait_for_waiting(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() >= count; });
  }

  void release() {
    std::deque<std::function<void()>> jobs;
    {
      const std::lock_guard lock(mutex_);
      jobs.swap(waiting_);
    }
    for (auto& job : jobs) job();
  }

  std::atomic<int> handled{0};

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
};

ListenerOptions quick() {
  ListenerOptions options;
  options.port = 0;
  options.threads = 2;
  options.header_time = milliseconds{400};
  options.body_time = milliseconds{400};
  options.idle_time = milliseconds{5000};
  options.write_time = milliseconds{2000};
  options.stop_time = milliseconds{20'000};
  return options;
}

struct Running {
  explicit Running(ListenerOptions options = quick()) {
    auto opened = Listener::open(std::move(options), echo);
    REQUIRE(opened.has_value());
    listener = std::move(*opened);
    listener->start();
  }
  std::uint16_t port() const { return listener->port(); }

  Echo echo;
  std::unique_ptr<Listener> listener;
};

TEST_CASE("a connection is kept and pipelined requests are answered in order") {
  Running server;
  RawClient client(server.port());
  client.send(get("/one") + post("/x", "two") + get("/three"));
  CHECK(client.receive().body == "/one");
  CHECK(client.receive().body == "two");
  const RawResponse third = client.receive();
  CHECK(third.body == "/three");
  CHECK(third.has("X-Request-Id: "));
  CHECK(third.has("Date: "));
  CHECK(third.has("Cache-Control: no-store"));
  CHECK(client.ask(get("/four")).body == "/four");
}

TEST_CASE("answers that come later from another thread keep their order") {
  Running server;
  RawClient client(server.port());
  client.send(get("/later") + get("/after"));
  server.echo.wait_for_waiting(1);
  std::thread(&Echo::release, &server.echo).join();
  CHECK(client.receive().body == "/later");
  CHECK(client.receive().body == "/after");
}

TEST_CASE("an answer that never comes and a handler that throws become 500") {
  Running server;
  RawClient client(server.port());
  CHECK(client.ask(get("/never")).status == 500);
  CHECK(client.ask(get("/throw")).status == 500);
  CHECK(client.ask(get("/fine")).status == 200);
}

TEST_CASE("what is no request is refused with its status") {
  Running server;
  struct Row {
    const char* what;
    std::string bytes;
    int status;
  };
  const Row rows[] = {
      {"not HTTP", "hello there\r\n\r\n", 400},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"two keys", get("/", "Authorization: a\r\nAuthorization: b\r\n"), 400},
      {"a target that is no path", "GET abc HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a length and chunks", post("/", "x", "Transfer-Encoding: chunked\r\n"), 400},
      {"a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", 400},
      {"a header without end", get("/", "X: " + std::string(9000, 'a') + "\r\n"), 431},
      {"many headers",
       [] {
         std::string lines;
         for (int i = 0; i < 1000; ++i) lines += "X-Number: 12345\r\n";
         return get("/", lines);
       }(),
       431},
      {"a body that is said to be too long", post("/", std::string(100'001, 'b')), 413},
      {"a body that turns out too long",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" +
           std::string(200'000, 'c') + "\r\n0\r\n\r\n",
       413},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    RawClient client(server.port());
    client.send(row.bytes);
    const RawResponse response = client.receive();
    CHECK(response.status == row.status);
    CHECK(response.has("Connection: close"));
    CHECK(client.closed_by_server());
  }
  CHECK(server.echo.handled == 0);
}

TEST_CASE("chunked bodies and Expect: 100-continue are read") {
  Running server;
  RawClient client(server.port());
  CHECK(client
            .ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            .body == "abcde");
  client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  client.send("wxyz");
  CHECK(client.receive().body == "wxyz");
}

TEST_CASE("a line of a chunked body that never ends takes no memory") {
  Running running;
  RawClient client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;");
  const std::string more(64 << 10, 'x');
  std::size_t taken = 0;  // until the server gives up, and what the sockets hold
  while (taken < (std::size_t{256} << 20) && client.send(more)) taken += more.size();
  CHECK(taken < (std::size_t{64} << 20));
  CHECK(running.echo.handled == 0);
}

TEST_CASE("a refusal before the body leaves the connection usable, a long body ends it") {
  Running server;
  RawClient client(server.port());
  CHECK(client.ask(post("/refused", "short")).status == 401);
  CHECK(client.ask(get("/next")).status == 200);
  client.send(post("/refused", std::string(90'000, 'x')));
  CHECK(client.receive().status == 401);
  CHECK(client.closed_by_server());
}

TEST_CASE("slow callers are answered 408 and hold up nobody") {
  Running server;
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<RawClient>(server.port()));
    slow.back()->send(i % 2 == 0 ? "GET /slow HTT"
                                 : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
  }
  RawClient quick_client(server.port());
  for (int i = 0; i < 20; ++i) CHECK(quick_client.ask(get("/quick")).status == 200);
  for (const auto& client : slow) {
    CHECK(client->receive().status == 408);
    CHECK(client->closed_by_server());
  }
  CHECK(server.listener->counts().timed_out >= 50);
  CHECK(server.echo.handled == 20);
}

TEST_CASE("the time in which a handler holds the threads up is no caller's") {
  ListenerOptions options = quick();
  options.threads = 1;
  Running server(options);
  RawClient half(server.port());
  half.send("GET /half HTTP/1.1\r\n");
  RawClient blocking(server.port());
  blocking.send(get("/block"));
  CHECK(blocking.receive().status == 200);  // three times header_time later
  std::this_thread::sleep_for(milliseconds{150});
  CHECK(half.ask("Host: a\r\n\r\n").status == 200);
  CHECK(blocking.ask(get("/next")).status == 200);
  CHECK(server.listener->counts().timed_out == 0);
  // Who is slow by himself is late all the same.
  RawClient slow(server.port());
  slow.send("GET /slow HTT");
  CHECK(slow.receive().status == 408);
}

TEST_CASE("bytes that trickle in do not push the deadline away") {
  Running server;
  RawClient client(server.port());
  const std::string request = get("/trickle", "X-Long: " + std::string(2000, 'a') + "\r\n");
  bool open = true;
  for (std::size_t i = 0; open && i < request.size(); ++i) {
    open = client.send(request.substr(i, 1));
    std::this_thread::sleep_for(milliseconds{2});
  }
  CHECK(client.receive().status == 408);
  CHECK(server.echo.handled == 0);
}

TEST_CASE("a caller that goes away in the middle of its body is forgotten") {
  Running server;
  {
    RawClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nhalf");
  }
  {
    RawClient client(server.port());
    client.send(get("/later"));
    server.echo.wait_for_waiting(1);
  }  // gone before its answer
  server.echo.release();
  RawClient after(server.port());
  CHECK(after.ask(get("/after")).status == 200);
  after.close_now();
  server.listener->stop();
  CHECK(server.listener->counts().open == 0);
}

TEST_CASE("a caller that does not read its answer is dropped in time") {
  Running server;
  RawClient client(server.port());
  client.send(get("/large") + get("/large"));
  RawClient other(server.port());
  CHECK(other.ask(get("/other")).status == 200);
  for (int i = 0; i < 200 && server.listener->counts().timed_out == 0; ++i) {
    std::this_thread::sleep_for(milliseconds{100});
  }
  CHECK(server.listener->counts().timed_out == 1);
}

TEST_CASE("connections above a limit are refused, others go on") {
  ListenerOptions options = quick();
  options.connections_per_address = 2;
  Running server(options);
  auto first = std::make_unique<RawClient>(server.port());
  RawClient second(server.port());
  CHECK(first->ask(get("/1")).status == 200);
  CHECK(second.ask(get("/2")).status == 200);
  RawClient third(server.port());
  third.send(get("/3"));
  CHECK(third.receive().status == 0);
  CHECK(server.listener->counts().refused == 1);
  first.reset();
  int status = 0;
  for (int i = 0; i < 100 && status != 200; ++i) {
    RawClient again(server.port());
    again.send(get("/again"));
    status = again.receive().status;
  }
  CHECK(status == 200);
}

TEST_CASE("bodies above what may be in memory at once are answered 503") {
  ListenerOptions options = quick();
  options.body_bytes_in_flight = 10'000;
  Running server(options);
  RawClient client(server.port());
  CHECK(client.ask(post("/", std::string(5000, 'a'))).status == 200);
  client.send(post("/", std::string(20'000, 'a')));
  CHECK(client.receive().status == 503);
}

TEST_CASE("long bodies that nobody vouched for leave room for programs and for short calls") {
  ListenerOptions options = quick();
  options.body_bytes_in_flight = 160'000;
  options.body_time = milliseconds{20'000};
  Running server(options);
  const std::string announced = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n";
  std::deque<RawClient> idle;
  for (int i = 0; i < 8; ++i) {  // what is announced counts once it comes
    idle.emplace_back(server.port());
    idle.back().send(announced);
  }
  std::optional<RawClient> slow;
  int long_one = 0;
  for (int i = 0; i < 20 && long_one != 503; ++i) {  // of two at once either may be refused
    slow.emplace(server.port());
    slow->send(announced + std::string(79'000, 'a'));  // and waits
    std::this_thread::sleep_for(milliseconds{50 * i});
    RawClient other(server.port());
    other.send(post("/", std::string(70'000, 'a')));
    long_one = other.receive().status;
  }
  CHECK(long_one == 503);
  RawClient client(server.port());
  CHECK(client.ask(post("/", std::string(20'000, 'a'))).status == 200);
  RawClient key(server.port());
  CHECK(key.ask(post("/proved", std::string(70'000, 'a'))).status == 200);
}

TEST_CASE("stopping finishes what was accepted and takes nothing new") {
  Running server;
  const std::uint16_t port = server.port();
  RawClient working(port);
  RawClient idle(port);
  CHECK(idle.ask(get("/idle")).status == 200);
  working.send(get("/later"));
  server.echo.wait_for_waiting(1);
  std::thread stopping([&] { server.listener->stop(); });
  CHECK(idle.closed_by_server());
  RawClient late(port);
  late.send(get("/late"));
  CHECK(late.receive().status == 0);
  server.echo.release();
  const RawResponse answer = working.receive();
  CHECK(answer.status == 200);
  CHECK(answer.has("Connection: close"));
  stopping.join();
  CHECK(server.echo.handled == 2);
}

TEST_CASE("a response header cannot be split") {
  Running server;
  RawClient client(server.port());
  const RawResponse response = client.ask(get("/split"));
  CHECK(response.status == 200);
  CHECK_FALSE(response.has("Set-Cookie"));
}

TEST_CASE("HEAD gets the length without the body, HTTP/1.0 a closed connection") {
  Running server;
  RawClient client(server.port());
  client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawResponse head = client.receive(true);
  CHECK(head.has("Content-Length: 4"));
  CHECK(client.ask(get("/next")).body == "/next");
  RawClient old(server.port());
  CHECK(old.ask("GET /old HTTP/1.0\r\n\r\n").body == "/old");
  CHECK(old.closed_by_server());
}

TEST_CASE("forwarded headers count only from a trusted proxy") {
  const std::string request =
      get("/", "X-Forwarded-For: 9.9.9.9, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n");
  {
    Running server;
    const RawResponse response = RawClient(server.port()).ask(request);
    CHECK(response.has("X-Remote: 127.0.0.1"));
    CHECK(response.has("X-Secure: no"));
  }
  ListenerOptions options = quick();
  options.trusted_proxies = {"127.0.0.0/8"};
  Running server(options);
  const RawResponse response = RawClient(server.port()).ask(request);
  CHECK(response.has("X-Remote: 203.0.113.7"));
  CHECK(response.has("X-Secure: yes"));
}

TEST_CASE("a request id is taken over where it is one, else made") {
  Running server;
  RawClient client(server.port());
  CHECK(client.ask(get("/", "X-Request-Id: abc-1.2\r\n")).has("X-Request-Id: abc-1.2\r\n"));
  CHECK_FALSE(client.ask(get("/", "X-Request-Id: <script>\r\n")).has("script"));
}

TEST_CASE("a taken port and wrong settings are told") {
  Running server;
  Echo echo;
  ListenerOptions options = quick();
  options.port = server.port();
  CHECK(Listener::open(options, echo).error().code == ErrorCode::kUnavailable);
  options = quick();
  options.trusted_proxies = {"10.0.0.0/99"};
  CHECK(Listener::open(options, echo).error().code == ErrorCode::kInvalid);
  options = quick();
  options.tls.certificate_file = "/no/such/file.pem";
  CHECK(Listener::open(options, echo).error().code == ErrorCode::kInvalid);
}

}  // namespace
}  // namespace analyzer::server
