// What is wrong with a field, in the reader's language: one table by code.

#ifndef ANALYZER_WIRE_FIELD_TEXT_H_
#define ANALYZER_WIRE_FIELD_TEXT_H_

#include <string>

#include "analyzer/core/result.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {

// Returns one sentence: what `field.code` means and, where the error's own
// message says more (a limit, the words allowed), that too. Names of fields and
// words of the API stay as they are in both languages. A code that is not in the
// table speaks by its message alone.
std::string field_text(const FieldError& field, Lang lang);

// Whether the table knows `code`; a test walks all that are used.
bool knows_code(std::string_view code);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_FIELD_TEXT_H_
