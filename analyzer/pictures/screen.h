// What on a picture of a phone's screen is the phone's and not the message: the
// status line, times between messages, the field to type in, the name of whom one
// talks with.
//
// Free of state; any thread.

#ifndef ANALYZER_PICTURES_SCREEN_H_
#define ANALYZER_PICTURES_SCREEN_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/pictures/reading.h"

namespace analyzer::pictures {

struct Screen {
  std::string title;        // of a conversation, as above it; empty where there is none
  std::vector<Line> lines;  // the rest, in order, spaced as spaced() does
};

// Tells them apart. Nothing goes that could be part of a message:
//   status line   at the very top of an upright picture, with a time of day, no
//                 Chinese and nothing like a link; and what stands beside it
//   time          a line that is nothing but a day or hour
//   field         at the bottom, the words that phones show in an empty field
//   title         only below a status line and only of a conversation, which has a
//                 time or a field: the first line, if it stands apart
Screen read_screen(const std::vector<Line>& lines, int width, int height);

// Whether `c` is Chinese, its punctuation or full-width.
bool is_chinese(char32_t c);

// Takes out spaces beside Chinese characters; other gaps become one space.
std::string spaced(std::string_view line);

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_SCREEN_H_
