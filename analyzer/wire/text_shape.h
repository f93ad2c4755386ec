// What a text of a request looks like: its length in characters, and the
// formats that core/fields.h names.

#ifndef ANALYZER_WIRE_TEXT_SHAPE_H_
#define ANALYZER_WIRE_TEXT_SHAPE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "analyzer/core/fields.h"

namespace analyzer::wire {

struct TextScan {
  bool utf8 = true;      // well-formed, no surrogates, nothing above U+10FFFF
  bool control = false;  // U+0000-001F, U+007F-009F
  std::size_t characters = 0;
};
TextScan scan_text(std::string_view text);

// True if `text` has the form of `shape` (kFree and kPlain: always).
bool has_shape(std::string_view text, field::Shape shape);

// What `shape` asks for, as the message of a mistake.
std::string_view shape_rule(field::Shape shape);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_TEXT_SHAPE_H_
