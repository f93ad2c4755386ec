// A few threads for what may block: reads, password hashing, text analysis. The
// queue is bounded, so that too much work is refused rather than kept.

#ifndef ANALYZER_SERVER_WORKERS_H_
#define ANALYZER_SERVER_WORKERS_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace analyzer::server {

class Workers {
 public:
  Workers(unsigned threads, std::size_t longest_queue);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Runs `job` on some thread; false, and `job` is not run, if the queue is full
  // or the pool has stopped. What a job throws is dropped.
  bool post(std::function<void()> job);

  std::size_t waiting() const;

  // Finishes what is queued and joins the threads.
  void stop();

 private:
  void run();

  const std::size_t longest_queue_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_WORKERS_H_
