// The whole HTTP side: a listener, the routes behind it, and their upkeep.
//
// Example:
//   auto server = Server::open(service, accounts, std::move(options));
//   if (!server) return tl::unexpected(server.error());
//   (*server)->start();
//   ... wait for SIGTERM ...
//   (*server)->stop();   // finishes what was accepted
//   service.stop();

#ifndef ANALYZER_SERVER_SERVER_H_
#define ANALYZER_SERVER_SERVER_H_

#include <cstdint>
#include <memory>

#include "analyzer/core/result.h"
#include "analyzer/server/api.h"
#include "analyzer/server/listener.h"

namespace analyzer::server {

struct ServerOptions {
  ListenerOptions listener;  // fixed_headers are filled in
  ApiOptions api;            // listener_counts is filled in
};

class Server {
 public:
  // Binds the port. Fails as Listener::open and Api::make do. `service` and
  // `accounts` must outlive the server.
  static Result<std::unique_ptr<Server>> open(Service& service, Accounts& accounts,
                                              ServerOptions options);
  ~Server();

  // Begins to take requests.
  void start();

  std::uint16_t port() const;

  // Stops accepting, finishes what was accepted, joins all threads. The service
  // must still be running: callers wait for its groups. May be called twice.
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_SERVER_H_
