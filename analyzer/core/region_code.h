// Administrative codes as parts of the country: GB/T 2260 down to the county, the national
// statistical codes (统计用区划代码) below it.

#ifndef ANALYZER_CORE_REGION_CODE_H_
#define ANALYZER_CORE_REGION_CODE_H_

#include <string_view>

namespace analyzer {

// Whether `code` names a province, city, county, township or village by its 2, 4, 6, 9 or
// 12 digits; whether there is such a place is not asked.
constexpr bool is_region_code(std::string_view code) {
  const auto size = code.size();
  const bool whole = size == 2 || size == 4 || size == 6 || size == 9 || size == 12;
  return whole && code.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_REGION_CODE_H_
