// A bare Beast server that sends every body back with 201: what HTTP costs on this
// machine, for comparison with the service in the same run.

#ifndef ANALYZER_TESTS_BENCH_LOAD_ECHO_H_
#define ANALYZER_TESTS_BENCH_LOAD_ECHO_H_

#include <cstdint>
#include <memory>

namespace analyzer::bench {

class EchoServer {
 public:
  // Listens on the loopback; port 0: any free one. Answers every `refuse_every`-th
  // request with 503 and Retry-After; 0: none. Throws boost::system::system_error
  // where the port is taken.
  explicit EchoServer(std::uint16_t port, unsigned refuse_every = 0);
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  std::uint16_t port() const;

  // Serves on the calling thread until stop(), which may come from another.
  void run();
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::bench

#endif  // ANALYZER_TESTS_BENCH_LOAD_ECHO_H_
