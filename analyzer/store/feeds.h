// The lists that come in, as far as more than their statements must be kept, and the
// lists that go out with their changes.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_FEEDS_H_
#define ANALYZER_STORE_FEEDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "feeds/indicator.h"

namespace analyzer::store {

// A value that came onto a list or left it. What `body` holds is the caller's.
struct ListChange {
  std::uint64_t number = 0;  // grows with every change of any list
  Time at{};
  bool removed = false;
  feeds::IndicatorKind kind = feeds::IndicatorKind::kUrl;
  std::string value;
  std::string body;
};

// Of a list's changes that are still kept.
struct ListRange {
  std::uint64_t oldest = 0;  // 0: none is kept
  std::uint64_t latest = 0;  // 0: it never changed
  Time at{};                 // of the latest
};

// A list that comes in, as the console set it. What `body` holds is the caller's.
struct FeedRow {
  std::string name;
  std::int64_t version = 1;
  std::string body;
};

class Feeds {
 public:
  virtual ~Feeds() = default;

  // The state of one list that comes in, in the caller's own form.
  virtual Result<std::optional<std::string>> state(std::string_view feed) = 0;
  virtual Status set_state(std::string_view feed, std::string_view body) = 0;
  // What of it waits for a person; the state must have been set before.
  virtual Result<std::optional<std::string>> held(std::string_view feed) = 0;
  virtual Status set_held(std::string_view feed, const std::optional<std::string>& body) = 0;
  // The names of which there is a state, in their order.
  virtual Result<std::vector<std::string>> named() = 0;

  // The lists that the console set, by name.
  virtual Result<std::vector<FeedRow>> rows() = 0;
  // Adds it, or replaces the one whose version is `expected`. Fails with kConflict if there
  // is another version, or one already.
  virtual Status put_row(const FeedRow& row, std::optional<std::int64_t> expected) = 0;
  // Fails with kConflict if there is another version.
  virtual Status drop_row(std::string_view name, std::int64_t expected) = 0;

  // Records that a value came onto the list, changed there or left it, and returns the
  // change's number. `change.number` is not read.
  virtual Result<std::uint64_t> change(std::string_view list, const ListChange& change) = 0;
  // What stands on the list, by kind and value: `at` is when it came there (changes of it since
  // do not count), 0 where that is not known; `number` is not filled in.
  virtual Result<std::vector<ListChange>> entries(std::string_view list) = 0;
  // The changes after `after`, oldest first.
  virtual Result<std::vector<ListChange>> changes(std::string_view list, std::uint64_t after,
                                                  std::size_t limit) = 0;
  virtual Result<ListRange> range(std::string_view list) = 0;
  // Forgets all changes but the latest `keep`.
  virtual Status forget_changes(std::string_view list, std::size_t keep) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_FEEDS_H_
