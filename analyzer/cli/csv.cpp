#include "analyzer/cli/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "analyzer/core/json.h"

namespace analyzer::cli {
namespace {

bool is_text_column(std::string_view column) {
  constexpr std::array<std::string_view, 8> kEndings{"_id",  "ref",  "phone",  "region",
                                                     "hash", "text", "number", "source"};
  for (const std::string_view ending : kEndings) {
    if (column.ends_with(ending)) return true;
  }
  return false;
}

json::Value cell_value(std::string_view column, const std::string& cell) {
  if (is_text_column(column)) return json::Value(cell);
  if (cell == "true") return true;
  if (cell == "false") return false;
  double number = 0.0;
  const auto end = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  const bool whole = end.ec == std::errc{} && end.ptr == cell.data() + cell.size();
  const bool leading_zero = cell.size() > 1 && cell[0] == '0' && cell[1] != '.';
  if (whole && !leading_zero) {
    if (cell.find('.') == std::string::npos) return static_cast<std::int64_t>(number);
    return number;
  }
  return json::Value(cell);
}

void set(json::Object& object, std::string_view path, json::Value value) {
  const std::size_t dot = path.find('.');
  const std::string_view head = path.substr(0, dot);
  json::Value& member = object[{head.data(), head.size()}];
  if (dot == std::string_view::npos) {
    member = std::move(value);
    return;
  }
  if (!member.is_object()) member = json::Object{};
  set(member.get_object(), path.substr(dot + 1), std::move(value));
}

}  // namespace

bool record_goes_on(std::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 != 0;
}

std::vector<std::string> parse_csv_line(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

CsvReader::CsvReader(std::istream& stream) : stream_(stream) {
  if (std::optional<Record> head = next()) columns_ = std::move(head->cells);
}

std::optional<CsvReader::Record> CsvReader::next() {
  for (std::string text; std::getline(stream_, text);) {
    const std::size_t first = ++line_;
    for (std::string more; record_goes_on(text) && std::getline(stream_, more); ++line_) {
      text += '\n' + more;
    }
    if (text.find_first_not_of('\r') != std::string::npos)
      return Record{first, parse_csv_line(text)};
  }
  return std::nullopt;
}

std::string csv_to_json(const std::vector<std::string>& columns,
                        const std::vector<std::string>& cells) {
  json::Object out;
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    if (!cells[i].empty()) set(out, columns[i], cell_value(columns[i], cells[i]));
  }
  return json::write(out);
}

}  // namespace analyzer::cli
