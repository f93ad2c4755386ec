// CSV as RFC 4180 has it, character by character, so that a record may be cut
// anywhere.

#include <algorithm>

#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> split_head(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t comma = text.find(',');
    out.push_back(lower(trim(text.substr(0, comma))));
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

bool CsvRecords::has(std::string_view column) const {
  return !column.empty() &&
         std::find(columns_.begin(), columns_.end(), lower(column)) != columns_.end();
}

std::string_view CsvRecords::cell(std::string_view column) const {
  if (column.empty()) return {};
  const auto it = std::find(columns_.begin(), columns_.end(), lower(column));
  const auto at = static_cast<std::size_t>(it - columns_.begin());
  return at < cells_.size() ? trim(cells_[at]) : std::string_view();
}

Status CsvRecords::write(std::string_view bytes) {
  for (const char c : bytes) {
    if (Status status = character(c); !status) return status;
  }
  return intake_.status();
}

void CsvRecords::end_cell() {
  cells_.push_back(std::move(cell_));
  cell_.clear();
  after_quote_ = false;
}

Status CsvRecords::character(char c) {
  const bool begins = size_ == 0 && cells_.empty();
  if (c == '\n') ++line_;
  if (in_comment_) {
    if (c == '\n') {
      in_comment_ = false;
      first_line_ = line_;
    } else if (comment_.size() < intake_.options().longest_record) {
      comment_ += c;
    }
    return {};
  }
  if (begins && head_in_comment_ && c == '#') {
    in_comment_ = true;
    comment_.clear();
    return {};
  }
  if (c == '\n' && !quoted_) return end_record();
  if (++size_ > intake_.options().longest_record) {
    too_long_ = true;  // an open quote would else swallow the list
    quoted_ = quoted_ && size_ < 2 * intake_.options().longest_record;
    return {};
  }
  if (c == '"') {
    if (after_quote_) cell_ += '"';
    after_quote_ = quoted_;
    quoted_ = !quoted_;
  } else if (c == ',' && !quoted_) {
    end_cell();
  } else {
    after_quote_ = false;
    cell_ += c;
  }
  return {};
}

Status CsvRecords::end_record() {
  if (cell_.ends_with('\r')) cell_.pop_back();
  const bool blank = cells_.empty() && trim(cell_).empty();
  if (!blank) end_cell();
  cell_.clear();
  const std::size_t line = first_line_;
  const bool too_long = too_long_;
  first_line_ = line_;
  size_ = 0;
  too_long_ = quoted_ = after_quote_ = false;
  if (blank && !too_long) return {};
  if (!have_head_) {
    have_head_ = true;
    const bool in_comment = head_in_comment_ && !comment_.empty();
    columns_ = in_comment ? split_head(comment_) : std::vector<std::string>();
    if (!in_comment) {
      for (const std::string& name : cells_) columns_.push_back(lower(trim(name)));
      cells_.clear();
    }
    if (Status status = head(); !status) return status;
    if (!in_comment) return {};
  }
  if (too_long) {
    intake_.wrong(line, "a record is too long, or a quote is not closed");
  } else if (cells_.size() != columns_.size()) {
    intake_.wrong(line, std::to_string(cells_.size()) + " cells below a head of " +
                            std::to_string(columns_.size()));
  } else {
    record(line);
  }
  cells_.clear();
  return intake_.status();
}

Status CsvRecords::finish() {
  const bool cut = quoted_;
  quoted_ = false;
  if (!cell_.empty() || !cells_.empty() || too_long_) {
    if (cut) too_long_ = true;
    if (Status status = end_record(); !status) return status;
  }
  if (!have_head_ && head_in_comment_ && !comment_.empty()) return {};  // a head, no records
  if (!have_head_) return fail(ErrorCode::kInvalid, "line 1: no head that names the columns");
  return intake_.status();
}

}  // namespace analyzer::feeds
