// Lines of text in a picture. The only wrapper round tesseract.
//
// Runs in the reader's own process only.

#ifndef ANALYZER_PICTURES_READER_WORDS_H_
#define ANALYZER_PICTURES_READER_WORDS_H_

#include <functional>
#include <memory>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/pictures/reader/image.h"
#include "analyzer/pictures/reading.h"

namespace analyzer::pictures {

class Words {
 public:
  // Loads the language data.
  //
  // Fails with kUnavailable if it is not installed.
  // Takes about 0.1 s.
  static Result<Words> load();

  // Reads the lines of `image`, grey, from top to bottom; boxes are in its pixels.
  // `progress` is told the part done in [0, 1].
  //
  // Fails with kUnavailable if the engine gives up.
  // Takes about 0.5 s for the screen of a phone.
  Result<std::vector<Line>> read(const Image& image, const std::function<void(double)>& progress);

  Words(Words&&) noexcept;
  Words& operator=(Words&&) noexcept;
  ~Words();

 private:
  struct Impl;
  explicit Words(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_READER_WORDS_H_
