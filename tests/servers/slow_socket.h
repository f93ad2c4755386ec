// A socket before a database's that hands everything on later, as a slow database or a
// far one would. Connections and the socket end with the object.

#ifndef ANALYZER_TESTS_SERVERS_SLOW_SOCKET_H_
#define ANALYZER_TESTS_SERVERS_SLOW_SOCKET_H_

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace analyzer::testing {

class SlowSocket {
 public:
  // `folder` is the test's and empty, `database` holds the database's own socket.
  SlowSocket(const std::filesystem::path& folder, const std::filesystem::path& database);
  ~SlowSocket();
  SlowSocket(const SlowSocket&) = delete;
  SlowSocket& operator=(const SlowSocket&) = delete;

  // The same database, reached through this.
  std::string address_of(const std::string& address) const;
  // What comes is handed on so much later, each way, from now on.
  void delay(std::chrono::milliseconds by) { delay_ms_ = by.count(); }
  // Times that something was asked of the database.
  std::uint64_t asked() const { return asked_; }

 private:
  void accept();
  void hand_on(int from, int to, bool asks);

  const std::filesystem::path folder_;
  const std::filesystem::path database_;
  std::atomic<std::int64_t> delay_ms_ = 0;
  std::atomic<std::uint64_t> asked_ = 0;
  std::atomic<bool> stopping_ = false;
  int listening_ = -1;
  std::mutex mutex_;
  std::vector<int> ends_;             // guarded by mutex_
  std::vector<std::thread> threads_;  // guarded by mutex_
  std::thread accepting_;
};

}  // namespace analyzer::testing

#endif  // ANALYZER_TESTS_SERVERS_SLOW_SOCKET_H_
