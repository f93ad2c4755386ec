// A form of one page as xlsx: a title, rows of labels and values with borders, lines
// below. Made to be filled in further by hand and printed on A4.
//
// Pure but for memory; any number of threads may call at once.

#ifndef ANALYZER_SERVICE_FORM_SHEET_H_
#define ANALYZER_SERVICE_FORM_SHEET_H_

#include <string>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer {

// One row: two labels with their values side by side or, where `label2` is empty, one
// whose value takes the whole width; one too long for a row goes on in the next ones.
struct FormRow {
  std::string label;
  std::string value;
  std::string label2 = {};
  std::string value2 = {};
  int least_lines = 1;  // room for what is written by hand
};

struct FormSheet {
  std::string name;  // of the tab, at most 31 characters
  std::string title;
  std::vector<FormRow> rows;
  std::vector<std::string> below;  // signatures, who made it
};

// Fails with kUnavailable where the file cannot be made.
Result<std::string> write_form(const FormSheet& form);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FORM_SHEET_H_
