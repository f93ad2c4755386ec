// Entries of a list put aside in a file without a name, so that a list of millions is looked
// at several times without standing in memory. The file goes with the spool.
//
// They come out in the order of the store's index of values: millions written in any other
// order touch a page of it each, and what is journalled is a hundred times the list. To sort
// costs about 1 us and 8 bytes of memory an entry, once.
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
  // Hands each out, by kind and value, equal ones as they were added; the first failure of
  // `take` ends it and is its answer. Nothing can be added afterwards.
  Status each(const std::function<Status(feeds::Entry&&)>& take);
  std::size_t size() const { return size_; }

  EntrySpool(EntrySpool&&) noexcept;
  ~EntrySpool();

 private:
  class Sorted;
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  EntrySpool(File file, std::size_t most_bytes);

  File file_;
  std::size_t most_;
  bool full_ = false;
  std::size_t bytes_ = 0;
  std::size_t size_ = 0;
  std::string row_;  // kept for its room
  std::unique_ptr<Sorted> sorted_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ENTRY_SPOOL_H_
