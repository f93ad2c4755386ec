// The open connections of a listener, as those see them who watch over time and
// numbers: the sweeper, the limits and stop().

#ifndef ANALYZER_SERVER_CONNECTIONS_H_
#define ANALYZER_SERVER_CONNECTIONS_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace analyzer::server {

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Connection(std::string address) : peer(std::move(address)) {}
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Later, on the connection's own strand: breaks off what waits there if `due`
  // says so then.
  virtual void cancel_if(std::function<bool(Connection&)> due) = 0;
  // Later, on its own strand: closes the socket.
  virtual void close() = 0;

  void expire_after(std::chrono::milliseconds time);
  // Puts the deadline off by `time`, where there is one.
  void prolong(Clock::duration time);
  void never_expire();
  bool expired(Clock::time_point now) const;

  const std::string peer;
  std::atomic<bool> between_requests{true};  // stop() may close it
  bool timed_out = false;                    // on the strand only

 private:
  std::atomic<std::int64_t> deadline_{std::numeric_limits<std::int64_t>::max()};  // Clock ticks
};

// Any number of threads may call it at once.
class Connections {
 public:
  Connections(std::size_t most, std::size_t most_per_address)
      : most_(most), most_per_address_(most_per_address) {}

  // False where a limit is reached. `limited`: the address's own limit counts.
  bool add(const std::shared_ptr<Connection>& connection, bool limited);
  void remove(const Connection* connection);

  std::size_t size() const;
  std::vector<std::shared_ptr<Connection>> all() const;

  // Forgets those that are left, and with them their sockets.
  void clear();

  // Waits until none is left; false if some are after `time`.
  bool wait_empty(std::chrono::milliseconds time);

 private:
  struct Entry {
    std::shared_ptr<Connection> connection;
    bool limited;
  };
  const std::size_t most_;
  const std::size_t most_per_address_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_map<const Connection*, Entry> open_;
  std::unordered_map<std::string, std::size_t> per_address_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_CONNECTIONS_H_
