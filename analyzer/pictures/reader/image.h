// Grey pictures: decoded from strangers' bytes, brought to the size and contrast
// that reading wants. The only wrapper round leptonica.
//
// Runs in the reader's own process only: what decodes here may crash.

#ifndef ANALYZER_PICTURES_READER_IMAGE_H_
#define ANALYZER_PICTURES_READER_IMAGE_H_

#include <leptonica/allheaders.h>

#include <memory>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/pictures/header.h"

namespace analyzer::pictures {

struct PixFree {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using Image = std::unique_ptr<Pix, PixFree>;

// Decodes a picture whose header was read, to 8 bits of grey; what is transparent
// becomes white.
//
// Fails with kInvalid if it does not decode, or is of another size than its
// header said.
Result<Image> decode(std::string_view bytes, const Header& header);

// Returns `image` scaled by `factor`; `image` itself by 1.
Image scaled(Image image, double factor);

// Returns black text on white, whatever the colours were and wherever they
// change: light text in a dark bubble on a light page comes out as dark text
// does, and bubbles and portraits vanish. What counts as text differs from the
// background around it and is thin: strokes up to half of `line` pixels, the
// height of a line of text.
//
// Fails with kUnavailable if memory runs out.
Result<Image> flattened(const Image& image, int line);

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_READER_IMAGE_H_
