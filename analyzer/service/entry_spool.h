// Entries of a list put aside in a file without a name, in their order, so that a list of
// millions is looked at several times without standing in memory. The file goes with the
// spool.
//
// Not for use from several threads at once.

#ifndef ANALYZER_SERVICE_ENTRY_SPOOL_H_
#define ANALYZER_SERVICE_ENTRY_SPOOL_H_

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "analyzer/core/result.h"
#include "feeds/entry.h"

namespace analyzer {

class EntrySpool {
 public:
  // Fails with kUnavailable if there is no room for temporary files.
  static Result<EntrySpool> make(std::size_t most_bytes = std::size_t{1} << 30);

  // Appends one. Fails with kUnavailable above the bound or on a full disk, and from then on.
  Status add(const feeds::Entry& entry);
  // Hands each out, in order; the first failure of `take` ends it and is its answer.
  Status each(const std::function<Status(feeds::Entry&&)>& take);
  std::size_t size() const { return size_; }

 private:
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  EntrySpool(File file, std::size_t most_bytes) : file_(std::move(file)), most_(most_bytes) {}

  File file_;
  std::size_t most_;
  std::size_t bytes_ = 0;
  std::size_t size_ = 0;
  std::string row_;  // kept for its room
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ENTRY_SPOOL_H_
