#include "analyzer/text/number_kinds.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>

namespace analyzer::text {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_mobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && all_digits(digits);
}

// Area code 010 or 02x with eight digits, 03xx to 09xx with seven or eight.
// In one piece, the number's own first digit must be one that is in use.
bool is_landline(std::string_view digits, bool area_apart) {
  const char lowest = area_apart ? '1' : '2';
  if (digits.size() < 10 || digits[0] != '0' || !all_digits(digits)) return false;
  if (digits[1] == '1' || digits[1] == '2') {
    return digits.size() == 11 && (digits[1] == '2' || digits[2] == '0') && digits[3] >= lowest;
  }
  return digits[1] >= '3' && (digits.size() == 11 || digits.size() == 12) && digits[4] >= lowest;
}

bool is_service_number(std::string_view digits) {
  return digits.size() == 10 && all_digits(digits) &&
         (digits.starts_with("400") || digits.starts_with("800"));
}

bool is_id_number(std::string_view digits) {
  if (digits.size() != 18 || digits[0] == '0' || !all_digits(digits.substr(0, 17))) return false;
  const auto value = [&](std::size_t at, std::size_t n) {
    int number = 0;
    std::from_chars(digits.data() + at, digits.data() + at + n, number);
    return number;
  };
  const std::chrono::year_month_day born{std::chrono::year{value(6, 4)},
                                         std::chrono::month{static_cast<unsigned>(value(10, 2))},
                                         std::chrono::day{static_cast<unsigned>(value(12, 2))}};
  return born.ok() && value(6, 4) >= 1880 && value(6, 4) <= 2099;
}

// Cards are printed in groups of four, told digit by digit, or in one piece.
bool grouped_like_card(std::span<const std::size_t> groups) {
  if (groups.size() <= 2) return true;
  const auto inner = groups.first(groups.size() - 1);
  const auto all = [&](std::size_t n) {
    return std::all_of(inner.begin(), inner.end(), [n](std::size_t size) { return size == n; });
  };
  return all(4) || all(1);
}

bool is_card(const DigitRow& row) {
  const std::string_view digits = row.digits;
  if (digits.size() < 13 || digits.size() > 19 || !all_digits(digits)) return false;
  if (row.after_card_word) return true;
  return digits[0] >= '3' && digits[0] <= '9' && digits.size() >= 15 && passes_luhn(digits) &&
         grouped_like_card(row.groups);
}

std::string_view without_prefix(const DigitRow& row) {
  const std::string_view digits = row.digits;
  if (digits.starts_with("0086")) return digits.substr(4);
  if (digits.starts_with("86") && (row.plus || digits.size() == 13)) return digits.substr(2);
  return digits;
}

}  // namespace

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return !digits.empty() && sum % 10 == 0;
}

bool is_hotline(std::string_view digits) {
  constexpr std::string_view kExact[] = {"110",   "114",   "119",   "120",   "122",  "10000",
                                         "10001", "10010", "10086", "10099", "96110"};
  if (std::find(std::begin(kExact), std::end(kExact), digits) != std::end(kExact)) return true;
  if (digits.size() != 5) return false;
  return digits.starts_with("121") || digits.starts_with("123") || digits.starts_with("95") ||
         digits.starts_with("96");
}

std::optional<NumberShape> number_shape(const DigitRow& row) {
  const std::string_view own = without_prefix(row);
  if (is_mobile(own)) return NumberShape{NumberKind::kMobile, std::string(own)};
  if (is_id_number(row.digits)) return NumberShape{NumberKind::kIdNumber, row.digits};
  if (is_card(row)) return NumberShape{NumberKind::kBankCard, row.digits};
  const bool china = own.size() < row.digits.size();
  const std::string with_zero = china && own[0] != '0' ? "0" + std::string(own) : std::string(own);
  const bool area_apart = row.groups.size() > 1;
  if (is_landline(with_zero, area_apart) || is_service_number(own)) {
    return NumberShape{NumberKind::kLandline,
                       is_service_number(own) ? std::string(own) : with_zero};
  }
  const bool abroad = row.plus || row.digits.starts_with("00");
  const std::string_view foreign =
      row.plus ? std::string_view(row.digits)
               : std::string_view(row.digits).substr(std::min<std::size_t>(2, row.digits.size()));
  if (abroad && !china && foreign.size() >= 8 && foreign.size() <= 15 && foreign[0] != '0' &&
      all_digits(foreign)) {
    return NumberShape{NumberKind::kLandline, std::string(foreign)};
  }
  return std::nullopt;
}

}  // namespace analyzer::text
