// Reading the files that models are trained on: plain or gzip, CSV or one JSON
// object a line.

#ifndef ANALYZER_SERVICE_DATA_FILES_H_
#define ANALYZER_SERVICE_DATA_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer {

struct DataFile {
  std::string sha256;  // of the file as it lies on the disk
  std::string text;    // unpacked
};

// Reads a whole file and unpacks it if it is gzip. Fails with kNotFound if it
// cannot be read and with kCorrupt if it is cut short or broken.
Result<DataFile> read_data_file(const std::string& path);

// The records of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside
// quotes). Fails with kInvalid, naming the record, if a quote is not closed.
Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text);

// The lines of a text that are not empty.
std::vector<std::string_view> lines_of(std::string_view text);

// The first day of what a list calls a date: "2021", "2025-04", "2025-04-13".
// Time{} for anything else.
Time parse_loose_date(std::string_view text);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_DATA_FILES_H_
