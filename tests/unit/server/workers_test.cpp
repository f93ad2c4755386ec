#include "analyzer/server/workers.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <stdexcept>

namespace analyzer::server {
namespace {

TEST_CASE("a full queue refuses, a stopped pool has finished what was queued") {
  Workers workers(1, 2);
  std::promise<void> go;
  std::promise<void> begun;
  std::atomic<int> done{0};
  CHECK(workers.post([&] {
    begun.set_value();
    go.get_future().wait();
    ++done;
  }));
  begun.get_future().wait();
  CHECK(workers.post([&] { ++done; }));
  CHECK(workers.post([&] { throw std::runtime_error("dropped"); }));
  CHECK(workers.waiting() == 2);
  CHECK_FALSE(workers.post([&] { ++done; }));
  go.set_value();
  workers.stop();
  CHECK(done == 2);
  CHECK_FALSE(workers.post([&] { ++done; }));
}

}  // namespace
}  // namespace analyzer::server
