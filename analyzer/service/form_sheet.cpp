#include "analyzer/service/form_sheet.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "analyzer/service/memory_file.h"

namespace analyzer {
namespace {

constexpr double kLabelWidth = 14.0;  // characters
constexpr double kValueWidth = 34.0;
constexpr double kLine = 16.5;    // points
constexpr double kTallest = 409;  // that the format knows
constexpr lxw_col_t kLast = 3;

// Lines that a text takes at a width: Chinese characters take two places.
int lines_of(const std::string& text, double width) {
  int lines = 1;
  double at = 0.0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      ++lines;
      at = 0.0;
      continue;
    }
    if ((byte & 0xC0U) == 0x80U) continue;
    const double wide = byte >= 0xE0U ? 2.0 : 1.0;
    if (at + wide > width) {
      ++lines;
      at = 0.0;
    }
    at += wide;
  }
  return lines;
}

// The text in parts of at most so many lines at a width: a row grows no taller than the
// format knows, and a cell takes no more than 32,767 characters.
std::vector<std::string> parts_of(const std::string& text, double width, int most) {
  std::vector<std::string> out(1);
  int lines = 1;
  double at = 0.0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool follows = (byte & 0xC0U) == 0x80U;
    const double wide = follows || c == '\n' ? 0.0 : byte >= 0xE0U ? 2.0 : 1.0;
    if (c == '\n' || at + wide > width) {
      ++lines;
      at = 0.0;
    }
    at += wide;
    if (lines > most && !follows) {
      out.emplace_back();
      lines = 1;
      if (c == '\n') continue;
    }
    out.back() += c;
  }
  return out;
}

struct Formats {
  lxw_format* title;
  lxw_format* label;
  lxw_format* value;
  lxw_format* below;
};

Formats make_formats(lxw_workbook* book) {
  Formats out{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book),
              workbook_add_format(book)};
  constexpr double kTitle = 18.0;
  format_set_bold(out.title);
  format_set_font_size(out.title, kTitle);
  format_set_align(out.title, LXW_ALIGN_CENTER);
  format_set_bold(out.label);
  for (lxw_format* format : {out.label, out.value}) {
    format_set_border(format, LXW_BORDER_THIN);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    format_set_text_wrap(format);
  }
  format_set_text_wrap(out.below);
  return out;
}

// Rows that a long text takes; the label stands beside each.
std::vector<FormRow> rows_of(const FormRow& row) {
  if (!row.label2.empty()) return {row};
  constexpr int kMostLines = 24;  // that fit into the tallest row
  std::vector<FormRow> out;
  for (std::string& part : parts_of(row.value, 2 * kValueWidth + kLabelWidth, kMostLines)) {
    FormRow one = row;
    one.value = std::move(part);
    if (!out.empty()) {
      one.label += "(续)";
      one.least_lines = 1;
    }
    out.push_back(std::move(one));
  }
  return out;
}

void write_row(lxw_worksheet* tab, lxw_row_t at, const FormRow& row, const Formats& formats) {
  const bool wide = row.label2.empty();
  const double room = wide ? 2 * kValueWidth + kLabelWidth : kValueWidth;
  int lines = std::max(row.least_lines, lines_of(row.value, room));
  lines = std::max(lines, lines_of(row.label, kLabelWidth));
  if (!wide) lines = std::max(lines, lines_of(row.value2, kValueWidth));
  worksheet_set_row(tab, at, std::min(kTallest, lines * kLine + 4.0), nullptr);
  worksheet_write_string(tab, at, 0, row.label.c_str(), formats.label);
  if (wide) {
    worksheet_merge_range(tab, at, 1, at, kLast, row.value.c_str(), formats.value);
    return;
  }
  worksheet_write_string(tab, at, 1, row.value.c_str(), formats.value);
  worksheet_write_string(tab, at, 2, row.label2.c_str(), formats.label);
  worksheet_write_string(tab, at, kLast, row.value2.c_str(), formats.value);
}

void write_tab(lxw_workbook* book, const FormSheet& form) {
  lxw_worksheet* tab = workbook_add_worksheet(book, form.name.c_str());
  if (tab == nullptr) return;
  const Formats formats = make_formats(book);
  for (lxw_col_t column = 0; column <= kLast; ++column) {
    worksheet_set_column(tab, column, column, column % 2 == 0 ? kLabelWidth : kValueWidth, nullptr);
  }
  constexpr double kTitleRow = 32.0;
  worksheet_set_row(tab, 0, kTitleRow, nullptr);
  worksheet_merge_range(tab, 0, 0, 0, kLast, form.title.c_str(), formats.title);
  lxw_row_t at = 1;
  for (const FormRow& row : form.rows) {
    for (const FormRow& one : rows_of(row)) write_row(tab, at++, one, formats);
  }
  for (const std::string& line : form.below) {
    const int lines = lines_of(line, 2 * (kLabelWidth + kValueWidth));
    worksheet_set_row(tab, at, lines * kLine + 8.0, nullptr);
    worksheet_merge_range(tab, at, 0, at, kLast, line.c_str(), formats.below);
    ++at;
  }
  constexpr std::uint8_t kA4 = 9;
  worksheet_set_paper(tab, kA4);
  worksheet_fit_to_pages(tab, 1, 0);
}

}  // namespace

Result<std::string> write_form(const FormSheet& form) {
  const MemoryFile file;
  if (!file.is_open()) return fail(ErrorCode::kUnavailable, "no memory for the file");
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return fail(ErrorCode::kUnavailable, "no memory for the file");
  write_tab(book, form);
  if (workbook_close(book) != LXW_NO_ERROR) {
    return fail(ErrorCode::kUnavailable, "the file cannot be written");
  }
  return file.read();
}

}  // namespace analyzer
