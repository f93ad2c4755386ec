// CSV records as request bodies (RFC 4180).

#ifndef ANALYZER_CLI_CSV_H_
#define ANALYZER_CLI_CSV_H_

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer::cli {

// Whether a quoted cell is still open at the end of `text`: the record goes on in
// the next line.
bool record_goes_on(std::string_view text);

// Splits one record; quotes hide commas, two quotes are one. A byte-order mark
// and a final carriage return are dropped.
std::vector<std::string> parse_csv_line(std::string_view line);

// A file's records below its head, blank lines left out; a record may go over
// several lines. The stream must outlive the reader.
class CsvReader {
 public:
  struct Record {
    std::size_t line = 0;  // its first, from 1
    std::vector<std::string> cells;
  };

  // Reads the head.
  explicit CsvReader(std::istream& stream);
  const std::vector<std::string>& columns() const { return columns_; }
  // Nothing at the end.
  std::optional<Record> next();

 private:
  std::istream& stream_;
  std::size_t line_ = 0;
  std::vector<std::string> columns_;
};

// A JSON object whose members are the dotted `columns`: person.ref=a becomes
// {"person":{"ref":"a"}}. Empty cells are left out; true, false, whole numbers
// without leading zeros and decimals lose their quotes, but for columns that end
// in _id, ref, phone, region, hash or text.
std::string csv_to_json(const std::vector<std::string>& columns,
                        const std::vector<std::string>& cells);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_CSV_H_
