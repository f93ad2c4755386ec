#include "analyzer/service/spreadsheet.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "analyzer/service/memory_file.h"

namespace analyzer {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kFormulas = "=+-@\t\r";
constexpr double kNarrow = 10.0;  // of a column, in characters
constexpr double kWide = 60.0;

// As people write it, with as many digits as it has.
std::string plain(double number) {
  std::array<char, 400> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  return error == std::errc{} ? std::string(text.data(), end) : std::string();
}

std::string csv_cell(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return plain(*number);
  std::string text = std::get<std::string>(cell);
  if (!text.empty() && kFormulas.find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

template <class Row, class Write>
void csv_row(std::string& out, const Row& row, const Write& write) {
  for (std::size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "," : "") + write(row[i]);
  out += "\r\n";
}

// How wide a text stands: Chinese characters take two places.
double width_of(const std::string& text) {
  double width = 0.0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;
    width += byte >= 0xE0U ? 2.0 : 1.0;
  }
  return width;
}

void write_tab(lxw_workbook* book, lxw_format* bold, const Sheet& sheet) {
  lxw_worksheet* tab = workbook_add_worksheet(book, sheet.name.c_str());
  if (tab == nullptr) return;
  std::vector<double> widths;
  for (std::size_t i = 0; i < sheet.head.size(); ++i) {
    worksheet_write_string(tab, 0, static_cast<lxw_col_t>(i), sheet.head[i].c_str(), bold);
    widths.push_back(std::max(kNarrow, width_of(sheet.head[i]) + 2.0));
  }
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    const auto row = static_cast<lxw_row_t>(r + 1);
    for (std::size_t i = 0; i < sheet.rows[r].size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      if (const double* number = std::get_if<double>(&sheet.rows[r][i])) {
        worksheet_write_number(tab, row, column, *number, nullptr);
        continue;
      }
      const std::string& text = std::get<std::string>(sheet.rows[r][i]);
      worksheet_write_string(tab, row, column, text.c_str(), nullptr);
      if (i < widths.size()) widths[i] = std::max(widths[i], std::min(kWide, width_of(text) + 2.0));
    }
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(tab, column, column, widths[i], nullptr);
  }
  worksheet_freeze_panes(tab, 1, 0);
}

}  // namespace

std::string write_csv(const std::vector<Sheet>& sheets) {
  std::string out(kBom);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (sheets.size() > 1) out += (i > 0 ? "\r\n" : "") + csv_cell(sheets[i].name) + "\r\n";
    csv_row(out, sheets[i].head, [](const std::string& text) { return csv_cell(text); });
    for (const std::vector<Cell>& row : sheets[i].rows) csv_row(out, row, csv_cell);
  }
  return out;
}

Result<std::string> write_xlsx(const std::vector<Sheet>& sheets) {
  const MemoryFile file;
  if (!file.is_open()) return fail(ErrorCode::kUnavailable, "no memory for the file");
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return fail(ErrorCode::kUnavailable, "no memory for the file");
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  for (const Sheet& sheet : sheets) write_tab(book, bold, sheet);
  if (workbook_close(book) != LXW_NO_ERROR) {
    return fail(ErrorCode::kUnavailable, "the file cannot be written");
  }
  return file.read();
}

Result<std::string> write_sheets(const std::vector<Sheet>& sheets, SheetFormat format) {
  if (format == SheetFormat::kXlsx) return write_xlsx(sheets);
  return write_csv(sheets);
}

}  // namespace analyzer
