#include "analyzer/store/window_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

namespace analyzer::store {
namespace {

tl::unexpected<Error> unwritten(const std::string& path) {
  return fail(ErrorCode::kUnavailable, path + ": cannot be written");
}

}  // namespace

Result<WholeFile> WholeFile::create(const std::string& path) {
  WholeFile out(-1, path);
  out.file_ = ::open(out.beside().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (out.file_ < 0) return unwritten(path);
  // Another process may be writing the same file, or have put it in its place just now.
  struct stat opened {};
  struct stat named {};
  if (::flock(out.file_, LOCK_EX | LOCK_NB) != 0 || ::fstat(out.file_, &opened) != 0 ||
      ::stat(out.beside().c_str(), &named) != 0 || opened.st_ino != named.st_ino) {
    ::close(std::exchange(out.file_, -1));
    return unwritten(path);
  }
  if (::ftruncate(out.file_, 0) != 0) return unwritten(path);
  return out;
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      digest_(std::move(other.digest_)) {}

WholeFile::~WholeFile() {
  if (file_ < 0) return;
  ::unlink(beside().c_str());
  ::close(file_);  // last, it ends the lock
}

Status WholeFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return unwritten(path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status WholeFile::add(std::string_view bytes) {
  digest_.add(bytes);
  return write(bytes);
}

Status WholeFile::finish() {
  if (Status status = write(digest_.finish()); !status) return status;
  if (::fsync(file_) != 0) return unwritten(path_);
  if (std::rename(beside().c_str(), path_.c_str()) != 0) return unwritten(path_);
  ::close(std::exchange(file_, -1));
  // The new name is synced too, where the folder allows it.
  const auto folder = std::filesystem::absolute(path_).parent_path();
  const int names = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (names >= 0) {
    static_cast<void>(::fsync(names));
    ::close(names);
  }
  return {};
}

Result<std::size_t> WholeFile::check(const std::string& path) {
  constexpr std::size_t kPiece = std::size_t{1} << 20U;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return fail(ErrorCode::kNotFound, path + ": cannot be opened");
  const auto size = static_cast<std::size_t>(in.tellg());
  const auto damaged = [&] { return fail(ErrorCode::kCorrupt, path + ": damaged"); };
  if (size < kDigestBytes) return damaged();
  in.seekg(0);
  Sha256 digest;
  std::string piece;
  for (std::size_t left = size - kDigestBytes; left > 0; left -= piece.size()) {
    piece.resize(std::min(left, kPiece));
    if (!in.read(piece.data(), static_cast<std::streamsize>(piece.size()))) return damaged();
    digest.add(piece);
  }
  piece.resize(kDigestBytes);
  if (!in.read(piece.data(), kDigestBytes) || piece != digest.finish()) return damaged();
  return size - kDigestBytes;
}

}  // namespace analyzer::store
