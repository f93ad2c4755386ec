#include "analyzer/service/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>

namespace analyzer {
namespace {

constexpr std::size_t kHead = 8;

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

}  // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, std::uint64_t most_bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(ErrorCode::kUnavailable, path + ": cannot be opened");
  std::unique_ptr<Journal> out(new Journal(file, most_bytes));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
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
  if (size_ == all.size()) return {};
  if (::ftruncate(file_, static_cast<off_t>(size_)) == 0 && ::fdatasync(file_) == 0) return {};
  return fail(ErrorCode::kUnavailable, "the journal cannot be written");
}

Status Journal::append(const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) {
    put_number(bytes, static_cast<std::uint32_t>(entry.size()));
    put_number(bytes, checksum(entry));
    bytes += entry;
  }
  const std::lock_guard lock(mutex_);
  if (size_ + bytes.size() > most_bytes_) {
    return fail(ErrorCode::kUnavailable, "the local journal is full");
  }
  if (!write_at(file_, bytes, size_) || ::fdatasync(file_) != 0) {
    (void)::ftruncate(file_, static_cast<off_t>(size_));
    return fail(ErrorCode::kUnavailable, "the local journal cannot be written");
  }
  size_ += bytes.size();
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
  entries_.erase(entries_.begin(),
                 entries_.begin() + static_cast<std::ptrdiff_t>(std::min(count, entries_.size())));
  if (!entries_.empty() || size_ == 0) return {};
  if (::ftruncate(file_, 0) != 0 || ::fdatasync(file_) != 0) {
    return fail(ErrorCode::kUnavailable, "the local journal cannot be emptied");
  }
  size_ = 0;
  return {};
}

std::size_t Journal::waiting() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace analyzer
