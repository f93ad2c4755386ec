// What a row of digits is, by its shape.

#ifndef ANALYZER_TEXT_NUMBER_KINDS_H_
#define ANALYZER_TEXT_NUMBER_KINDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Digits as they stand in a text.
struct DigitRow {
  std::string digits;                   // 0 to 9; an 18th character may be X
  std::span<const std::size_t> groups;  // lengths of the groups they are written in
  bool plus = false;                    // '+' stands before them
  bool after_card_word = false;         // 卡号, 账号 and their like stand before them
};

struct NumberShape {
  NumberKind kind = NumberKind::kMobile;
  std::string digits;  // without country code 86
};

// Returns what `row` is as a whole, hotlines left out.
std::optional<NumberShape> number_shape(const DigitRow& row);

// Whether `digits` is a public short number (12333, 110, 95588).
bool is_hotline(std::string_view digits);

// Whether `digits` passes Luhn's check.
bool passes_luhn(std::string_view digits);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_NUMBER_KINDS_H_
