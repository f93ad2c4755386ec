// The one way from an enumeration to its stable words and back.
//
// An enumeration that has words specialises kNames beside its definition, one
// word for each enumerator in their order, counted from 0:
//   enum class Decision : std::uint8_t { kPass, kReview, kHold };
//   template <> inline constexpr auto kNames<Decision> =
//       std::to_array<std::string_view>({"pass", "review", "hold"});

#ifndef ANALYZER_CORE_NAMES_H_
#define ANALYZER_CORE_NAMES_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace analyzer {

template <class E>
inline constexpr auto kNames = 0;

// Returns the word of `value`.
template <class E>
constexpr std::string_view name_of(E value) {
  return kNames<E>[static_cast<std::size_t>(value)];
}

// Returns the enumerator whose word is `name`, or nothing.
template <class E>
constexpr std::optional<E> parse_name(std::string_view name) {
  for (std::size_t i = 0; i < kNames<E>.size(); ++i) {
    if (kNames<E>[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_NAMES_H_
