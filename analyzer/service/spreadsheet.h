// Tables as files that spreadsheets open: CSV in UTF-8 with BOM, or xlsx.
//
// Pure but for memory; any number of threads may call at once.

#ifndef ANALYZER_SERVICE_SPREADSHEET_H_
#define ANALYZER_SERVICE_SPREADSHEET_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"

namespace analyzer {

enum class SheetFormat : std::uint8_t { kCsv, kXlsx };
template <>
inline constexpr auto kNames<SheetFormat> = std::to_array<std::string_view>({"csv", "xlsx"});

// A cell: text, or a number that stays one. Text that a spreadsheet would run as a
// formula is written so that it does not.
using Cell = std::variant<std::string, double>;

struct Sheet {
  std::string name;  // of the tab, at most 31 characters
  std::vector<std::string> head;
  std::vector<std::vector<Cell>> rows;
};

// A table as a file.
struct Export {
  std::string bytes;
  std::size_t rows = 0;
  bool cut = false;  // more rows there were than are in it
};

// All sheets one below the other, a blank line between, with their names above where
// there are several.
std::string write_csv(const std::vector<Sheet>& sheets);

// A tab each, the head bold and held in place. Fails with kUnavailable where the file
// cannot be made. Takes about 10 ms a thousand rows.
Result<std::string> write_xlsx(const std::vector<Sheet>& sheets);

Result<std::string> write_sheets(const std::vector<Sheet>& sheets, SheetFormat format);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SPREADSHEET_H_
