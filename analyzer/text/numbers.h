// Telephone numbers, identity numbers, bank cards and chat ids in running text.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_NUMBERS_H_
#define ANALYZER_TEXT_NUMBERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer::text {

// Finds the numbers in `original` (any bytes), by position, without overlap:
// with blanks, dashes or dots inside, +86, full-width or Chinese digits.
//   kMobile    1[3-9] and nine digits
//   kLandline  area code and number; 400 and 800 numbers; numbers abroad (+ or 00)
//   kHotline   12333, 12345, 110, 96110, 95588, 10086 and their like, exactly
//   kIdNumber  18 characters with a real day of birth (the check character may be
//              wrong: a slip must not leave it unmasked)
//   kBankCard  13 to 19 digits that pass Luhn's check, or stand behind 卡号, 账号
//   kQq        5 to 11 digits behind QQ, 扣扣
//   kWechat    an id behind 微信, V信, vx and their like
//
// Takes time linear in the text.
std::vector<FoundNumber> find_numbers(std::string_view original);

// Replaces each byte of the identity, card and telephone numbers in `numbers` by
// '*', so that spans hold. Hotlines, QQ and WeChat ids stay.
//
// Requires `numbers` to have been found in `original`.
std::string mask(std::string_view original, const std::vector<FoundNumber>& numbers);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_NUMBERS_H_
