#include "models/folds.h"

#include <atomic>
#include <future>
#include <mutex>

namespace analyzer::models {

void for_each_fold(std::size_t folds, const std::function<void(std::size_t)>& work,
                   const Progress& progress) {
  std::atomic<std::size_t> next = 0;
  std::mutex telling;
  std::size_t finished = 0;
  const auto run = [&] {
    for (std::size_t fold = next++; fold < folds; fold = next++) {
      work(fold);
      const std::lock_guard lock(telling);
      ++finished;
      if (progress) {
        progress("cross-fitting", static_cast<double>(finished) / static_cast<double>(folds));
      }
    }
  };
  auto other = std::async(std::launch::async, run);
  run();
  other.get();
}

}  // namespace analyzer::models
