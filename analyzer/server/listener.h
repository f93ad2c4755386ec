// A Listener takes HTTP/1.1 requests from a TCP port and hands them to an
// Application. It guards against slow, greedy and broken callers, so that what
// stands behind it only sees whole requests.
//
// Example:
//   auto listener = Listener::open(options, application);
//   if (!listener) return tl::unexpected(listener.error());
//   (*listener)->start();
//   ... wait for SIGTERM ...
//   (*listener)->stop();
//
// The Application must outlive the Listener, and the Listener every Respond.

#ifndef ANALYZER_SERVER_LISTENER_H_
#define ANALYZER_SERVER_LISTENER_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/server/http.h"

namespace analyzer::server {

struct TlsOptions {
  std::string certificate_file;  // PEM chain; empty: plain HTTP
  std::string key_file;          // PEM
  std::string client_ca_file;    // PEM; set: client certificates are asked for and checked
  bool client_certificate_required = false;
};

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;                   // 0: any free one
  unsigned threads = 1;                        // io threads; requests do no work on them
  std::size_t header_bytes = 8192;             // request line and headers together
  std::size_t connections = 4096;              // open at once
  std::size_t connections_per_address = 1024;  // trusted proxies are not counted
  std::size_t body_bytes_in_flight = std::size_t{256} << 20;  // of bodies, see body_budget.h
  std::chrono::milliseconds header_time{10'000};  // from the first byte to the last header
  std::chrono::milliseconds body_time{30'000};    // from there to the last byte of the body
  std::chrono::milliseconds idle_time{60'000};    // between two requests
  std::chrono::milliseconds write_time{30'000};   // for taking the answer
  std::chrono::milliseconds stop_time{15'000};    // how long stop() waits for open requests
  TlsOptions tls;
  std::vector<std::string> trusted_proxies;  // addresses or CIDR blocks whose X-Forwarded-* count
  // Header lines sent with every answer; with TLS also Strict-Transport-Security.
  std::string fixed_headers =
      "X-Content-Type-Options: nosniff\r\n"
      "X-Frame-Options: DENY\r\n"
      "Referrer-Policy: no-referrer\r\n";
};

// Counts since start; read at any time.
struct ListenerCounts {
  std::uint64_t accepted = 0;   // connections
  std::uint64_t refused = 0;    // connections above a limit
  std::uint64_t timed_out = 0;  // connections closed for slowness
  std::uint64_t open = 0;       // connections now
};

class Listener {
 public:
  // Binds the port; takes no connection before start().
  //
  // Fails with kUnavailable if the address is taken, kInvalid if the address,
  // a proxy or the TLS files are wrong; the message names the setting.
  static Result<std::unique_ptr<Listener>> open(ListenerOptions options, Application& application);

  // Starts the io threads.
  void start();

  // The port in use.
  std::uint16_t port() const;

  ListenerCounts counts() const;

  // Stops accepting, lets every request that has begun finish (at most
  // stop_time), closes the rest and joins the threads. May be called twice.
  void stop();

  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  struct Impl;
  explicit Listener(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_LISTENER_H_
