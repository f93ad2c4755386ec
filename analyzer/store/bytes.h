// Little-endian bytes out and in, for what this layer keeps in binary form.

#ifndef ANALYZER_STORE_BYTES_H_
#define ANALYZER_STORE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "analyzer/core/link.h"

namespace analyzer::store {

class ByteWriter {
 public:
  template <class T>
  void put(T value) {
    static_assert(std::is_integral_v<T>);
    const auto bits = static_cast<std::make_unsigned_t<T>>(value);
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      bytes[i] = static_cast<char>(static_cast<std::uint64_t>(bits) >> (8U * i));
    }
    bytes_.append(bytes, sizeof(T));
  }
  void put(LinkKey key) {
    put(key.high);
    put(key.low);
  }
  // A length in 32 bits, then the bytes.
  void put_sized(std::string_view bytes) {
    put(static_cast<std::uint32_t>(bytes.size()));
    bytes_ += bytes;
  }
  void append(std::string_view bytes) { bytes_ += bytes; }

  std::string take() { return std::move(bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// Reads what ByteWriter wrote. A read past the end gives zeros and makes ok()
// false from then on, so that a caller checks once.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T get() {
    static_assert(std::is_integral_v<T>);
    if (!has(sizeof(T))) return T{};
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8U * i);
    }
    at_ += sizeof(T);
    return static_cast<T>(bits);
  }
  LinkKey get_key() {
    const auto high = get<std::uint64_t>();
    return {high, get<std::uint64_t>()};
  }
  std::string_view get_sized() { return take(get<std::uint32_t>()); }
  std::string_view take(std::size_t size) {
    if (!has(size)) return {};
    const std::string_view out = bytes_.substr(at_, size);
    at_ += size;
    return out;
  }

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && at_ == bytes_.size(); }
  std::size_t left() const { return ok_ ? bytes_.size() - at_ : 0; }

 private:
  bool has(std::size_t size) {
    if (!ok_ || bytes_.size() - at_ < size) ok_ = false;
    return ok_;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_BYTES_H_
