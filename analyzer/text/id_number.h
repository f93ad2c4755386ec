// Citizen identity numbers: 18 characters, the last a check character.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_ID_NUMBER_H_
#define ANALYZER_TEXT_ID_NUMBER_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"

namespace analyzer::text {

struct IdNumber {
  std::string number;  // 17 digits and a digit or 'X'
  Date born;
  Sex sex = Sex::kFemale;

  // Completed years on `day`; negative before birth.
  int age_on(Date day) const;
};

// Reads an identity number as people write it: blanks around it, x, × or
// full-width characters for digits and X.
//
// The region (first six digits) is that of the first registration and may have
// been abolished since, so any is accepted but 99, which belongs to invented
// persons and is accepted only if `synthetic_ok`.
//
// Fails with kInvalid if the shape, the day of birth (1880 or later) or the
// check character is wrong; the message does not hold the number.
// Source: GB 11643-1999.
Result<IdNumber> parse_id_number(std::string_view text, bool synthetic_ok);

// The check character for 17 digits.
char id_check_character(std::string_view digits);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_ID_NUMBER_H_
