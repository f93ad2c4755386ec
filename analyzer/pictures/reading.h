// What was read in a picture, and the form in which the reader's process hands
// it over: lines of JSON on its standard output, the last of which is the
// reading or a failure, the others say how far it has come.
//
// Free of state; any thread.

#ifndef ANALYZER_PICTURES_READING_H_
#define ANALYZER_PICTURES_READING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/core/names.h"
#include "analyzer/core/result.h"

namespace analyzer::pictures {

struct Box {
  int left = 0;  // pixels of the picture as sent
  int top = 0;
  int width = 0;
  int height = 0;
};

struct Line {
  std::string text;         // UTF-8, as the engine spaced it
  double confidence = 0.0;  // in [0, 1]
  Box box;
};

struct Reading {
  int width = 0;  // of the picture, in pixels
  int height = 0;
  std::vector<std::string> codes;  // what its QR codes say, UTF-8
  std::vector<Line> lines;         // from top to bottom
};

// Why a picture could not be read.
enum class Trouble : std::uint8_t {
  kNotReadable,  // it does not decode, or reading it broke down
  kTooCostly,    // it took more time or memory than one may
  kNoReader,     // there is no reader, or its language data is missing
};

using Message = std::variant<double, Reading, Trouble>;  // a double: the part done in [0, 1]

// One line without its end.
std::string write_message(const Message& message);

// Reads such a line. It is not trusted: whoever wrote it had a stranger's picture.
// Texts are cut to what a report may hold, and what is not UTF-8 is refused.
//
// Fails with kCorrupt if it is none.
Result<Message> read_message(std::string_view line);

}  // namespace analyzer::pictures

namespace analyzer {
template <>
inline constexpr auto kNames<pictures::Trouble> =
    std::to_array<std::string_view>({"not_readable", "too_costly", "no_reader"});
}  // namespace analyzer

#endif  // ANALYZER_PICTURES_READING_H_
