// How the fields of a struct that crosses the wire are described once, for
// reading, writing and naming them alike (attempt_fields.h, report_fields.h,
// history_fields.h).
//
// A description is a function template fields(visitor, value) that calls, field
// by field in the order of the contract,
//   visitor(name, member, rule)          a text, number, flag, word, time, list
//   visitor.object(name, member)         a struct with a description of its own
//   visitor.objects(name, member, rule)  a list of such structs
// `value` may be const; the members then are.

#ifndef ANALYZER_CORE_FIELDS_H_
#define ANALYZER_CORE_FIELDS_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace analyzer::field {

// What a text must look like, beyond valid UTF-8.
enum class Shape : std::uint8_t {
  kFree,      // anything; its length counts in bytes, all others' in characters
  kPlain,     // no control characters
  kRegion,    // 6, 9 or 12 digits
  kIp,        // IPv4 dotted or IPv6
  kHash64,    // 16 hex digits
  kCountry,   // two capital letters
  kIdNumber,  // 15 digits, or 17 and a digit or X
};

struct Rule {
  Shape shape = Shape::kPlain;
  std::size_t max_length = 256;  // of a text, or of each text of a list
  std::size_t max_items = 0;     // of a list
  double low = 0.0;              // of a number, or of each number of a list: [low, high]
  double high = 0.0;
  bool required = false;
};

// Flags, words, dates and times need no more than their type.
inline constexpr Rule kAny{};
inline constexpr Rule kRef{};  // a caller's pseudonym
inline constexpr Rule kRegion{.shape = Shape::kRegion, .max_length = 12};
inline constexpr Rule kIp{.shape = Shape::kIp, .max_length = 45};
inline constexpr Rule kHash64{.shape = Shape::kHash64, .max_length = 16};
inline constexpr Rule kCountry{.shape = Shape::kCountry, .max_length = 2};
inline constexpr Rule kIdNumber{.shape = Shape::kIdNumber, .max_length = 18};

constexpr Rule text(std::size_t max_length) { return {.max_length = max_length}; }
constexpr Rule range(double low, double high) { return {.low = low, .high = high}; }
constexpr Rule list(std::size_t max_items, Rule item = {}) {
  item.max_items = max_items;
  return item;
}
constexpr Rule required(Rule rule = {}) {
  rule.required = true;
  return rule;
}

inline constexpr Rule kAge = range(0, 130);
inline constexpr Rule kDays = range(0, 40'000);
inline constexpr Rule kShare = range(0, 1);
inline constexpr Rule kYuan = range(0, 10'000'000);
inline constexpr Rule kSmallCount = range(0, 1'000'000);
inline constexpr Rule kMilliseconds = range(0, 1'000'000'000);
inline constexpr Rule kId = required(text(128));

// True for S and const S: the type that fields() of S takes.
template <class T, class S>
concept Either = std::same_as<std::remove_const_t<T>, S>;

}  // namespace analyzer::field

#endif  // ANALYZER_CORE_FIELDS_H_
