// Who may have a database with its windows in memory: one process at a time.

#ifndef ANALYZER_CLI_STORE_LOCK_H_
#define ANALYZER_CLI_STORE_LOCK_H_

#include <string>

#include "analyzer/core/result.h"

namespace analyzer::cli {

// Held by `serve`, `import`, `restore` and `purge --execute` for as long as they run;
// the system lets go of it when the process ends, however it ends. What only reads, or
// writes nothing that windows count (backup, key, user), needs none.
class StoreLock {
 public:
  // Locks STORE.lock, creating its folder; a database that servers share needs none.
  // Fails with kConflict if another
  // process has it, kUnavailable if the file cannot be opened.
  static Result<StoreLock> take(const std::string& store);

  StoreLock(StoreLock&& other) noexcept;
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  StoreLock& operator=(StoreLock&&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int file) : file_(file) {}

  int file_;  // -1 after a move
};

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_STORE_LOCK_H_
