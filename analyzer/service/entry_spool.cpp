#include "analyzer/service/entry_spool.h"

#include <array>
#include <cstdint>
#include <limits>

namespace analyzer {
namespace {

using feeds::Entry;

constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// What of an entry has a fixed size; its three texts follow.
struct Row {
  std::int64_t from = kNoTime;
  std::int64_t until = kNoTime;
  double confidence = 1.0;
  std::uint32_t value = 0;  // sizes
  std::uint32_t source = 0;
  std::uint32_t reason = 0;
  std::uint8_t kind = 0;
  std::uint8_t revoked = 0;
  std::array<std::uint8_t, 2> unused = {};
};

std::int64_t number_of(const std::optional<Time>& time) {
  return time ? to_millis(*time) : kNoTime;
}
std::optional<Time> time_of(std::int64_t number) {
  return number == kNoTime ? std::optional<Time>{} : from_millis(number);
}

tl::unexpected<Error> away(const char* why) { return fail(ErrorCode::kUnavailable, why); }

bool read_text(std::FILE* file, std::string& out, std::size_t size) {
  out.resize(size);
  return size == 0 || std::fread(out.data(), size, 1, file) == 1;
}

}  // namespace

Result<EntrySpool> EntrySpool::make(std::size_t most_bytes) {
  File file(std::tmpfile(), &std::fclose);
  if (file == nullptr) return away("no room for a temporary file");
  return EntrySpool(std::move(file), most_bytes);
}

Status EntrySpool::add(const Entry& entry) {
  Row row;
  row.from = number_of(entry.valid_from);
  row.until = number_of(entry.valid_until);
  row.confidence = entry.confidence;
  row.value = static_cast<std::uint32_t>(entry.value.size());
  row.source = static_cast<std::uint32_t>(entry.source.size());
  row.reason = static_cast<std::uint32_t>(entry.reason.size());
  row.kind = static_cast<std::uint8_t>(entry.kind);
  row.revoked = entry.revoked ? 1 : 0;
  row_.assign(reinterpret_cast<const char*>(&row), sizeof row);
  row_.append(entry.value).append(entry.source).append(entry.reason);
  bytes_ += row_.size();
  if (bytes_ > most_) return away("more bytes than allowed");
  if (std::fwrite(row_.data(), row_.size(), 1, file_.get()) != 1) {
    bytes_ = most_;  // nothing may follow half a row
    return away("no room for a temporary file");
  }
  ++size_;
  return {};
}

Status EntrySpool::each(const std::function<Status(Entry&&)>& take) {
  std::FILE* const file = file_.get();
  if (std::fflush(file) != 0) return away("no room for a temporary file");
  std::rewind(file);
  Status status;
  for (std::size_t i = 0; status && i < size_; ++i) {
    Row row;
    Entry entry;
    if (std::fread(&row, sizeof row, 1, file) != 1 || !read_text(file, entry.value, row.value) ||
        !read_text(file, entry.source, row.source) || !read_text(file, entry.reason, row.reason)) {
      return away("a temporary file cannot be read");
    }
    entry.kind = static_cast<feeds::IndicatorKind>(row.kind);
    entry.confidence = row.confidence;
    entry.valid_from = time_of(row.from);
    entry.valid_until = time_of(row.until);
    entry.revoked = row.revoked != 0;
    status = take(std::move(entry));
  }
  std::fseek(file, 0, SEEK_END);
  return status;
}

}  // namespace analyzer
