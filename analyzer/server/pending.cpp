#include "analyzer/server/pending.h"

#include <utility>

namespace analyzer::server {

void Pending::set(Response&& response) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (response_) return;
    response_ = std::move(response);
    wake = std::move(wake_);
  }
  if (wake) wake();
}

bool Pending::ready() const {
  const std::lock_guard lock(mutex_);
  return response_.has_value();
}

void Pending::arm(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (!response_) {
      wake_ = std::move(wake);
      return;
    }
  }
  wake();
}

Response Pending::take() {
  const std::lock_guard lock(mutex_);
  return std::move(*response_);
}

Promise::Promise(std::shared_ptr<Pending> pending, Fallback fallback)
    : pending_(std::move(pending)), fallback_(std::move(fallback)) {}

Promise::~Promise() {
  if (answered_) return;
  Response response;
  response.status = 500;
  try {
    response = fallback_();
  } catch (...) {  // out of memory, most likely: the status alone must do
  }
  pending_->set(std::move(response));
}

}  // namespace analyzer::server
