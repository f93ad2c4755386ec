// Lists through the site's proxy: plainly, through its tunnel, and what the proxy must not be
// asked for.

#include <poll.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <vector>

#include "analyzer/server/feed_fetcher.h"
#include "analyzer/server/http_poster.h"
#include "tests/unit/server/misbehaving.h"
#include "tests/unit/server/tls_lists.h"

namespace analyzer::server {
namespace {

// Hands bytes to and fro until one side ends.
void join(int one, int other) {
  pollfd both[2] = {{one, POLLIN, 0}, {other, POLLIN, 0}};
  char buffer[4096];
  while (::poll(both, 2, 5000) > 0) {
    for (int i = 0; i < 2; ++i) {
      if (both[i].revents == 0) continue;
      const auto n = ::recv(both[i].fd, buffer, sizeof buffer, 0);
      if (n <= 0) return;
      put(both[1 - i].fd, std::string(buffer, static_cast<std::size_t>(n)));
    }
  }
}

int connected(int port) {
  const int out = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(out, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return out;
}

// A proxy of HTTP: whatever a tunnel is asked for leads to `tls_port` of loopback, and whatever
// is asked for in clear is answered with `plain`.
class Proxy {
 public:
  explicit Proxy(std::string plain, int tls_port = 0)
      : server_([this, plain = std::move(plain), tls_port](int socket, const std::string& request) {
          {
            const std::lock_guard lock(mutex_);
            asked_.push_back(request.substr(0, request.find("\r\n")));
          }
          if (!request.starts_with("CONNECT ")) return put(socket, plain);
          if (tls_port == 0) return put(socket, head("403 Forbidden", "Content-Length: 0\r\n"));
          put(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
          const int other = connected(tls_port);
          join(socket, other);
          ::close(other);
        }) {}

  // The first line of every request.
  std::vector<std::string> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

 private:
  std::mutex mutex_;
  std::vector<std::string> asked_;
  Misbehaving server_;  // last: its thread uses the above
};

struct Got {
  std::string text;
  std::string failure;
};

Got fetch(const std::string& proxy, const std::string& address, bool intranet,
          const std::string& ca_file = "") {
  FetcherOptions options;
  options.proxy = proxy;
  options.connect_seconds = 2;
  options.ca_file = ca_file;
  HttpFetcher fetcher(options);
  FetchRequest request;
  request.address = address;
  request.intranet = intranet;
  request.longest = std::chrono::seconds{5};
  Got out;
  const auto fetched = fetcher.fetch(request, [&](std::string_view bytes) -> Status {
    out.text += bytes;
    return {};
  });
  if (!fetched) out.failure = fetched.error().message;
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("through a proxy names are the proxy's to resolve, and the proxy may be a private one") {
  Proxy proxy(head("200 OK", "Content-Length: 10\r\n") + "a.invalid\n");
  const Got got = fetch(proxy.address(), "http://lists.invalid/list.txt", true);
  CHECK(got.failure == "");
  CHECK(got.text == "a.invalid\n");
  CHECK(proxy.asked() == Lines{"GET http://lists.invalid/list.txt HTTP/1.1"});
}

TEST_CASE("through a proxy's tunnel the list's own server proves its name") {
  ::signal(SIGPIPE, SIG_IGN);
  const std::string path = std::filesystem::temp_directory_path() / "analyzer_feed_proxy_test.pem";
  for (const std::string name : {"DNS:lists.invalid", "DNS:other.invalid"}) {
    INFO(name);
    const Identity identity(name, 3600);
    identity.write(path);
    TlsServer server(identity);
    Proxy proxy("", server.port());
    // Without `intranet`: the name is public for all that is known here.
    const Got got = fetch(proxy.address(), "https://lists.invalid/list.txt", false, path);
    const bool right = name == "DNS:lists.invalid";
    CHECK(got.failure == (right ? "" : "its certificate is not trusted"));
    CHECK(got.text == (right ? "a.invalid\n" : ""));
    CHECK(proxy.asked() == Lines{"CONNECT lists.invalid:443 HTTP/1.1"});
    CHECK(server.requests() == (right ? 1 : 0));
  }
  std::filesystem::remove(path);
}

TEST_CASE("no proxy is asked for what says itself that it is private") {
  Proxy proxy(head("200 OK"));
  for (const std::string host :
       {"127.0.0.1", "localhost", "LOCALHOST.", "x.localhost", "[::1]", "0.0.0.0", "2130706433",
        "0x7f.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::ffff:127.0.0.1]", "[fe80::1]",
        "[fd00::1]", "100.64.0.1", "user@127.0.0.1", "127.0.0.1."}) {
    INFO(host);
    CHECK(fetch(proxy.address(), "https://" + host + ":8443/list.txt", false).failure ==
          "leads to a private address");
    HttpPoster poster({.proxy = proxy.address(), .ca_file = {}});
    PostRequest post;
    post.address = "https://" + host + ":8443/hook";
    const auto posted = poster.post(post);
    REQUIRE_FALSE(posted.has_value());
    CHECK(posted.error().message == "leads to a private address");
  }
  CHECK(proxy.asked().empty());
  for (const std::string host : {"198.18.0.1", "203.0.113.7", "1.1.1.1", "lists.invalid"}) {
    fetch(proxy.address(), "https://" + host + "/", false);
  }
  // 198.18/15 and the documentation's blocks are reserved.
  CHECK(proxy.asked() ==
        Lines{"CONNECT 1.1.1.1:443 HTTP/1.1", "CONNECT lists.invalid:443 HTTP/1.1"});
}

TEST_CASE("no redirect through a proxy leads to what says itself that it is private") {
  ::signal(SIGPIPE, SIG_IGN);
  const std::string path = std::filesystem::temp_directory_path() / "analyzer_feed_proxy_test.pem";
  const Identity identity("DNS:lists.invalid", 3600);
  identity.write(path);
  for (const std::string to : {"https://127.0.0.1/", "//10.0.0.1/x", "https://localhost/"}) {
    INFO(to);
    TlsServer server(identity, head("302 Found", "Location: " + to + "\r\nContent-Length: 0\r\n"));
    Proxy proxy("", server.port());
    const Got got = fetch(proxy.address(), "https://lists.invalid/list.txt", false, path);
    CHECK(got.failure == "leads to a private address");
    CHECK(proxy.asked() == Lines{"CONNECT lists.invalid:443 HTTP/1.1"});
  }
  TlsServer server(identity, head("302 Found", "Location: /list.txt\r\nContent-Length: 0\r\n"));
  Proxy proxy("", server.port());
  CHECK(fetch(proxy.address(), "https://lists.invalid/list.txt", false, path).failure ==
        "redirected too often");
  std::filesystem::remove(path);
}

TEST_CASE("a proxy that refuses, is away or has no name is told from the list's server") {
  Proxy proxy("");
  CHECK(fetch(proxy.address(), "https://lists.invalid/", false).failure == "the proxy answers 403");
  CHECK(fetch("http://127.0.0.1:1", "https://lists.invalid/", false).failure == "no connection");
  CHECK(fetch("http://no-such-name.invalid:3128", "https://lists.invalid/", false).failure ==
        "the proxy's name cannot be resolved");
}

}  // namespace analyzer::server
