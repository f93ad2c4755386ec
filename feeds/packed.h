// Everything that was said about values, close together: some hundred bytes a value,
// so that millions of them are looked up in memory. For index.cpp alone.
//
// Any number of threads may ask at once while none adds.

#ifndef FEEDS_PACKED_H_
#define FEEDS_PACKED_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/precedence.h"

namespace analyzer::feeds {

// A digest of a set of statements that does not ask for their order, and from which
// one can be taken away: the sum of the statements' SHA-256, each eight bytes by
// itself. It names what is loaded; it proves nothing against whoever chooses the
// statements.
struct SetDigest {
  std::array<std::uint64_t, 4> lanes{};
  void add(const Ledger& ledger);
  void remove(const Ledger& ledger);
  std::string hex() const;  // 64 lower-case digits
};

// What of a statement can matter: its voice rather than the person, and no reason.
Statement bare(const Statement& statement);

class Packed {
 public:
  // Room for so many values, so that nothing is moved while they come.
  void reserve(std::size_t values);
  // Takes about a microsecond.
  void add(const Statement& statement);
  // Takes over all that was said of one value by others than this: for merging.
  void put(const Ledger& ledger);

  std::optional<Ledger> find(IndicatorKind kind, std::string_view value) const;
  void each(const std::function<void(const Ledger&)>& take) const;

  std::size_t size() const { return values_.size(); }
  const SetDigest& digest() const { return digest_; }
  // What it takes in memory, bytes.
  std::size_t bytes() const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  struct Row {  // one statement that can still matter
    std::int64_t at = 0;
    std::int64_t from = 0;
    std::int64_t until = 0;
    double confidence = 1.0;
    std::uint32_t voice = 0;  // in voices_
    std::uint32_t next = kNone;
    std::uint8_t flags = 0;
  };
  struct Value {
    std::uint64_t text = 0;  // in text_: a byte of kind, then the value
    std::uint32_t length = 0;
    std::uint32_t row = kNone;
  };

  std::uint32_t voice_of(const std::string& source);
  std::uint64_t hash_of(IndicatorKind kind, std::string_view value) const;
  // Of the value in `slots_`, or of the empty one where it would stand.
  std::size_t slot_of(IndicatorKind kind, std::string_view value, std::uint64_t hash) const;
  bool holds(const Value& at, IndicatorKind kind, std::string_view value) const;
  void grow();
  std::uint32_t value_of(const Statement& statement);
  void write(std::uint32_t value, const Ledger& ledger);
  Ledger read(const Value& at) const;

  std::vector<std::uint32_t> slots_;  // open addressing; a power of two, at most two thirds full
  std::vector<std::uint32_t> tags_;   // of each value's hash, so that few texts are compared
  std::vector<Value> values_;
  std::vector<Row> rows_;
  std::string text_;
  std::vector<std::string> voices_;
  std::map<std::string, std::uint32_t, std::less<>> voice_numbers_;
  SetDigest digest_;
};

}  // namespace analyzer::feeds

#endif  // FEEDS_PACKED_H_
