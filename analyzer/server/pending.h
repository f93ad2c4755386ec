// Where a request's answer and the coroutine that waits for it meet.

#ifndef ANALYZER_SERVER_PENDING_H_
#define ANALYZER_SERVER_PENDING_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "analyzer/server/http.h"

namespace analyzer::server {

// Any thread may set, one waits.
class Pending {
 public:
  // The first answer counts; later ones are dropped.
  void set(Response&& response);

  bool ready() const;

  // Has `wake` called once there is an answer: by the thread that sets it, or at
  // once if there is one.
  void arm(std::function<void()> wake);

  // The answer; only where ready().
  Response take();

 private:
  mutable std::mutex mutex_;
  std::optional<Response> response_;
  std::function<void()> wake_;
};

// Held by all copies of one Respond. When the last of them goes without having
// answered, what `fallback` makes is the answer.
class Promise {
 public:
  using Fallback = std::function<Response()>;
  Promise(std::shared_ptr<Pending> pending, Fallback fallback);
  ~Promise();
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;

  void set(Response&& response) {
    answered_ = true;
    pending_->set(std::move(response));
  }

 private:
  std::shared_ptr<Pending> pending_;
  Fallback fallback_;
  std::atomic<bool> answered_{false};
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_PENDING_H_
