// Which of the jobs that servers of one database share out are this server's turn: a
// lease each (store/leases.h), prolonged while the server lives. One that dies has its
// jobs taken over once its leases end.
//
// Any thread may call; none may be the sequencer's.

#ifndef ANALYZER_SERVICE_TURNS_H_
#define ANALYZER_SERVICE_TURNS_H_

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/store/store.h"

namespace analyzer {

class Turns {
 public:
  using Write = std::function<Status(const std::function<Status(store::Session&)>&)>;

  // A server that says nothing for so long loses its turns.
  static constexpr std::chrono::milliseconds kLength{15'000};

  // `server` is this server's name, no other's.
  Turns(std::string server, Write write) : server_(std::move(server)), write_(std::move(write)) {}

  // Whether it is our turn to do `job`; takes the turn where nobody has it. Asks the
  // database at most every three seconds.
  bool has(std::string_view job);
  // Lets others do it.
  void drop(std::string_view job);
  void drop_all();
  // Prolongs what we have. To be called every few seconds.
  Status prolong();

 private:
  using Clock = std::chrono::steady_clock;
  struct Turn {
    Clock::time_point ours_until{};  // by our clock, from before the database was asked
    Clock::time_point asked{};
  };
  Status ask(const std::string& job);

  const std::string server_;
  const Write write_;
  std::mutex mutex_;
  std::map<std::string, Turn, std::less<>> turns_;  // guarded by mutex_
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TURNS_H_
