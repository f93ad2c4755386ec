#include "analyzer/cli/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "analyzer/store/open_store.h"

namespace analyzer::cli {

Result<StoreLock> StoreLock::take(const std::string& store) {
  if (store::is_shared(store)) return StoreLock(-1);
  const std::filesystem::path parent = std::filesystem::path(store).parent_path();
  std::error_code error;
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  const std::string path = store + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::kUnavailable, path + ": cannot be opened");
  StoreLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return fail(
        ErrorCode::kConflict,
        store + " is in use by another analyzer (serve, import, restore or purge): stop it first");
  }
  return fail(ErrorCode::kUnavailable, path + ": cannot be locked");
}

StoreLock::StoreLock(StoreLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

StoreLock::~StoreLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace analyzer::cli
