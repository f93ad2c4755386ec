// QR codes in a picture. The only wrapper round ZXing.
//
// Runs in the reader's own process only.

#ifndef ANALYZER_PICTURES_READER_CODES_H_
#define ANALYZER_PICTURES_READER_CODES_H_

#include <string>
#include <vector>

#include "analyzer/pictures/reader/image.h"

namespace analyzer::pictures {

// Returns what the QR codes of `image`, grey, say: UTF-8, each once, in the order
// in which they were found.
std::vector<std::string> read_codes(const Image& image);

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_READER_CODES_H_
