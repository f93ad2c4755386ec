// From the lines that were read in a picture to the text that is judged.
//
// Free of state; any thread.

#ifndef ANALYZER_PICTURES_COMPOSE_H_
#define ANALYZER_PICTURES_COMPOSE_H_

#include <string>
#include <vector>

#include "analyzer/pictures/reading.h"

namespace analyzer::pictures {

struct Composed {
  std::string text;               // at most kLongestText bytes
  std::string title;              // of the conversation (screen.h): no part of the text
  std::vector<std::string> urls;  // web addresses that QR codes hold
  double confidence = 0.0;        // of the text, by its characters; 1 where there is none
  bool unclear = false;           // somebody should hold it against the picture
};

// What a report's text may hold, in bytes.
inline constexpr std::size_t kLongestText = 20'000;

// Puts the lines together:
//   a line that is hardly more than a guess goes, and so does what is the phone's
//   own (screen.h);
//   a line that ran to the end of its paragraph and the one below become one, as
//   they were written, where Chinese or a link goes on; other line breaks stay;
//   what a QR code says that is no web address becomes a line of the text.
Composed compose(const Reading& reading);

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_COMPOSE_H_
