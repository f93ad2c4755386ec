#include "analyzer/service/entry_spool.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <tuple>
#include <vector>

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

}  // namespace

// The file as memory, and where its rows begin, in their order.
class EntrySpool::Sorted {
 public:
  // Null if it cannot be read.
  static std::unique_ptr<Sorted> of(std::FILE* file, std::size_t bytes, std::size_t rows) {
    std::unique_ptr<Sorted> out(new Sorted);
    if (bytes == 0) return out;
    void* const at = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, ::fileno(file), 0);
    if (at == MAP_FAILED) return nullptr;
    out->bytes_ = {static_cast<const char*>(at), bytes};
    out->sort(rows);
    return out;
  }
  ~Sorted() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  Sorted(const Sorted&) = delete;
  Sorted& operator=(const Sorted&) = delete;

  const std::vector<std::size_t>& starts() const { return starts_; }

  Entry entry(std::size_t start) const {
    const Row row = row_at(start);
    const std::string_view texts = bytes_.substr(start + sizeof row);
    Entry out;
    out.value = texts.substr(0, row.value);
    out.source = texts.substr(row.value, row.source);
    out.reason = texts.substr(row.value + row.source, row.reason);
    out.kind = static_cast<feeds::IndicatorKind>(row.kind);
    out.confidence = row.confidence;
    out.valid_from = time_of(row.from);
    out.valid_until = time_of(row.until);
    out.revoked = row.revoked != 0;
    return out;
  }

 private:
  Sorted() = default;

  Row row_at(std::size_t start) const {
    Row row;
    std::memcpy(&row, bytes_.data() + start, sizeof row);
    return row;
  }

  void sort(std::size_t rows) {
    starts_.reserve(rows);
    for (std::size_t start = 0; starts_.size() < rows;) {
      starts_.push_back(start);
      const Row row = row_at(start);
      start += sizeof row + row.value + row.source + row.reason;
    }
    const auto rank = [this](std::size_t start) {
      const Row row = row_at(start);
      return std::tuple(row.kind, bytes_.substr(start + sizeof row, row.value), start);
    };
    std::sort(starts_.begin(), starts_.end(),
              [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  }

  std::string_view bytes_;
  std::vector<std::size_t> starts_;
};

EntrySpool::EntrySpool(File file, std::size_t most_bytes)
    : file_(std::move(file)), most_(most_bytes) {}
EntrySpool::EntrySpool(EntrySpool&&) noexcept = default;
EntrySpool::~EntrySpool() = default;

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
  if (full_ || sorted_ != nullptr || row_.size() > most_ - bytes_) {
    full_ = true;
    return away("more bytes than allowed");
  }
  if (std::fwrite(row_.data(), row_.size(), 1, file_.get()) != 1) {
    full_ = true;  // nothing may follow half a row
    return away("no room for a temporary file");
  }
  bytes_ += row_.size();
  ++size_;
  return {};
}

Status EntrySpool::each(const std::function<Status(Entry&&)>& take) {
  if (sorted_ == nullptr) {
    if (std::fflush(file_.get()) != 0) return away("no room for a temporary file");
    sorted_ = Sorted::of(file_.get(), bytes_, size_);
    if (sorted_ == nullptr) return away("a temporary file cannot be read");
  }
  for (const std::size_t start : sorted_->starts()) {
    if (Status status = take(sorted_->entry(start)); !status) return status;
  }
  return {};
}

}  // namespace analyzer
