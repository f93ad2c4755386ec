#include "analyzer/text/id_number.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analyzer/text/normalize.h"

namespace analyzer::text {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheckCharacters = "10X98765432";

tl::unexpected<Error> bad() { return fail(ErrorCode::kInvalid, "not an identity number"); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number_at(std::string_view digits, std::size_t at, std::size_t length) {
  int value = 0;
  std::from_chars(digits.data() + at, digits.data() + at + length, value);
  return value;
}

// Plain ASCII: full-width digits, and every letter that is meant as X.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = next_character(text, &at);
    if (c >= U'\uFF10' && c <= U'\uFF19') c = c - U'\uFF10' + U'0';
    const bool cross = std::u32string_view(U"xXｘＸ×✕хХχΧ").find(c) != std::u32string_view::npos;
    if (c == U' ' || c == U'\u3000') continue;
    append_character(out, cross ? U'X' : c);
  }
  return out;
}

}  // namespace

char id_check_character(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size() && i < digits.size(); ++i) {
    sum += kWeights[i] * (digits[i] - '0');
  }
  return kCheckCharacters[static_cast<std::size_t>(sum % 11)];
}

int IdNumber::age_on(Date day) const {
  const std::chrono::year_month_day birth{born};
  const std::chrono::year_month_day now{day};
  const int years = static_cast<int>(now.year()) - static_cast<int>(birth.year());
  const bool before_birthday =
      now.month() < birth.month() || (now.month() == birth.month() && now.day() < birth.day());
  return years - (before_birthday ? 1 : 0);
}

Result<IdNumber> parse_id_number(std::string_view text, bool synthetic_ok) {
  IdNumber id;
  id.number = plain(text);
  const std::string& n = id.number;
  if (n.size() != kLength || !std::all_of(n.begin(), n.end() - 1, is_digit) || n[0] == '0') {
    return bad();
  }
  if (n.starts_with("99") && !synthetic_ok) return bad();
  using std::chrono::day, std::chrono::month, std::chrono::year;
  const std::chrono::year_month_day born{year{number_at(n, 6, 4)},
                                         month{static_cast<unsigned>(number_at(n, 10, 2))},
                                         day{static_cast<unsigned>(number_at(n, 12, 2))}};
  if (!born.ok() || born.year() < year{1880} || born.year() > year{2199}) return bad();
  if (n.back() != id_check_character(std::string_view(n).substr(0, 17))) return bad();
  id.born = Date{born};
  id.sex = (n[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale;
  return id;
}

}  // namespace analyzer::text
