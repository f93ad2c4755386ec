// A file of entries that wait to be taken into the database, oldest first. What
// append() returned for is on disk; a torn end, as a crash leaves it, is dropped when
// the file is opened. It holds no more than its bound.
//
// Layout: entries one after another, each as length and CRC-32 (4 bytes each, lowest
// first) and its bytes. The file is emptied once everything in it was dropped, and
// written anew once it is large and less than half of it still waits, so that it has
// room for half its bound at least; after a crash entries that were dropped may be there
// again.
//
// Any thread may call.

#ifndef ANALYZER_SERVICE_JOURNAL_H_
#define ANALYZER_SERVICE_JOURNAL_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer {

class Journal {
 public:
  // Opens the file, making it, for this process alone. Fails with kConflict if another
  // process has it open, with kUnavailable if it cannot be read or written.
  static Result<std::unique_ptr<Journal>> open(const std::string& path, std::uint64_t most_bytes);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Adds all or, failing with kUnavailable, none: no room, or the disk refuses. On disk
  // once it returns.
  Status append(const std::vector<std::string>& entries);
  // The oldest, at most `most`.
  std::vector<std::string> front(std::size_t most) const;
  // The oldest `count` are no longer needed here.
  Status drop(std::size_t count);
  std::size_t waiting() const;

 private:
  Journal(int file, std::string path, std::uint64_t most_bytes)
      : file_(file), path_(std::move(path)), most_bytes_(most_bytes) {}
  Status load();
  // Puts a file of what waits in the place of this one.
  Status rewrite();

  int file_;
  const std::string path_;
  const std::uint64_t most_bytes_;
  mutable std::mutex mutex_;
  std::uint64_t size_ = 0;  // of the file, whole entries
  std::uint64_t live_ = 0;  // of these, what waits
  std::deque<std::string> entries_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_JOURNAL_H_
