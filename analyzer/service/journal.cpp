#include "analyzer/service/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace analyzer {
namespace {

constexpr std::size_t kHead = 8;
constexpr std::uint64_t kLargePart = 4;  // a file this part of its bound is worth writing anew

void put_number(std::string& out, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift);
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (unsigned i = 0; i < 4; ++i) {
    out |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8U * i);
  }
  return out;
}

std::uint32_t checksum(std::string_view bytes) {
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  return static_cast<std::uint32_t>(::crc32(0, data, static_cast<uInt>(bytes.size())));
}

void put_entry(std::string& out, std::string_view entry) {
  put_number(out, static_cast<std::uint32_t>(entry.size()));
  put_number(out, checksum(entry));
  out += entry;
}

Result<std::string> read_all(int file) {
  std::string out;
  char buffer[1U << 16U];
  while (true) {
    const ssize_t size = ::read(file, buffer, sizeof buffer);
    if (size == 0) return out;
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return fail(ErrorCode::kUnavailable, "the journal cannot be read");
    out.append(buffer, static_cast<std::size_t>(size));
  }
}

bool write_at(int file, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const ssize_t size = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
    at += static_cast<std::uint64_t>(size);
  }
  return true;
}

// What is appended to a file from now on is lost with its name.
void sync_name(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  const int names = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (names < 0) return;
  (void)::fsync(names);
  ::close(names);
}

// Whether `file` is still what `path` names: another may have put one in its place.
bool is_named(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino;
}

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, std::uint64_t most_bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::kUnavailable, path + ": cannot be opened");
  std::unique_ptr<Journal> out(new Journal(file, path, most_bytes));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 || !is_named(file, path)) {
    return fail(ErrorCode::kConflict, path + ": another process has it open");
  }
  if (Status status = out->load(); !status) return tl::unexpected(status.error());
  return out;
}

Journal::~Journal() { ::close(file_); }

Status Journal::load() {
  const Result<std::string> bytes = read_all(file_);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string_view all(*bytes);
  while (all.size() - size_ >= kHead) {
    const std::uint32_t length = number_at(all, size_);
    if (all.size() - size_ - kHead < length) break;
    const std::string_view entry = all.substr(size_ + kHead, length);
    if (checksum(entry) != number_at(all, size_ + 4)) break;
    entries_.emplace_back(entry);
    size_ += kHead + length;
  }
  live_ = size_;
  if (size_ == all.size()) return {};
  if (::ftruncate(file_, static_cast<off_t>(size_)) == 0 && ::fdatasync(file_) == 0) return {};
  return fail(ErrorCode::kUnavailable, "the journal cannot be written");
}

Status Journal::append(const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) put_entry(bytes, entry);
  const std::lock_guard lock(mutex_);
  if (size_ + bytes.size() > most_bytes_) {
    return fail(ErrorCode::kUnavailable, "the local journal is full");
  }
  if (!write_at(file_, bytes, size_) || ::fdatasync(file_) != 0) {
    (void)::ftruncate(file_, static_cast<off_t>(size_));
    return fail(ErrorCode::kUnavailable, "the local journal cannot be written");
  }
  size_ += bytes.size();
  live_ += bytes.size();
  entries_.insert(entries_.end(), entries.begin(), entries.end());
  return {};
}

std::vector<std::string> Journal::front(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(most, entries_.size()));
  return {entries_.begin(), entries_.begin() + count};
}

Status Journal::drop(std::size_t count) {
  const std::lock_guard lock(mutex_);
  for (; count > 0 && !entries_.empty(); --count) {
    live_ -= kHead + entries_.front().size();
    entries_.pop_front();
  }
  if (!entries_.empty()) {
    // Where that fails the file goes on as it is: everything that waits is in it.
    if (size_ >= most_bytes_ / kLargePart && live_ < size_ / 2) (void)rewrite();
    return {};
  }
  if (size_ == 0) return {};
  if (::ftruncate(file_, 0) != 0 || ::fdatasync(file_) != 0) {
    return fail(ErrorCode::kUnavailable, "the local journal cannot be emptied");
  }
  size_ = 0;
  return {};
}

Status Journal::rewrite() {
  std::string bytes;
  bytes.reserve(live_);
  for (const std::string& entry : entries_) put_entry(bytes, entry);
  const std::string beside = path_ + ".new";
  const int file = ::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::kUnavailable, beside + ": cannot be opened");
  // Locked before it has the name under which others look for it.
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 || !write_at(file, bytes, 0) ||
      ::fdatasync(file) != 0 || ::rename(beside.c_str(), path_.c_str()) != 0) {
    ::close(file);
    (void)::unlink(beside.c_str());
    return fail(ErrorCode::kUnavailable, beside + ": cannot be written");
  }
  ::close(std::exchange(file_, file));
  size_ = live_ = bytes.size();
  sync_name(path_);
  return {};
}

std::size_t Journal::waiting() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace analyzer
