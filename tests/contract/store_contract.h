// What every store must do, whatever lies behind it. A new store adds its maker
// to the table in store_contract.cpp and nothing else.

#ifndef ANALYZER_TESTS_CONTRACT_STORE_CONTRACT_H_
#define ANALYZER_TESTS_CONTRACT_STORE_CONTRACT_H_

#include <memory>
#include <string>
#include <vector>

#include "analyzer/store/store.h"

namespace analyzer::store {

// An empty store and what is needed to open it again.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual Store& store() = 0;
  // Closes the store without a word and opens it anew.
  virtual void reopen() = 0;
  // Whether the store copies itself with backup(); a database of its own right is
  // copied by its own tools.
  virtual bool copies() const = 0;
  // A fresh path, for backups.
  virtual std::string scratch_path() = 0;
  // Opens what backup() wrote.
  virtual std::unique_ptr<Store> open_copy(const std::string& path) = 0;
};

struct Maker {
  std::string name;
  std::unique_ptr<StoreUnderTest> (*make)();
};
const std::vector<Maker>& makers();

// Ends the test if `result` failed.
void must(const Status& status);
template <class T>
T must(Result<T> result) {
  if (!result) must(Status(tl::unexpected(result.error())));
  return std::move(*result);
}
// The code of a failure; ends the test if there was none.
ErrorCode code_of(const Status& status);
template <class T>
ErrorCode code_of(const Result<T>& result) {
  return code_of(result ? Status{} : Status(tl::unexpected(result.error())));
}

std::unique_ptr<Session> open(StoreUnderTest& test, Mode mode = Mode::kReadWrite);

// Values that differ by `n`.
inline constexpr Time kNoon = from_millis(1'767'240'000'000);  // 2026-01-01T04:00Z
LinkKey key(std::uint64_t n);
Digest digest(std::uint8_t n);
NewObservation attempt(const std::string& id, std::uint64_t person = 1);
NewObservation report(const std::string& id);
Case a_case(const std::string& id);

}  // namespace analyzer::store

#endif  // ANALYZER_TESTS_CONTRACT_STORE_CONTRACT_H_
