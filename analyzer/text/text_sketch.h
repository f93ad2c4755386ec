// The sketch of a message: what nearly stays the same when one campaign sends it
// with a clause changed.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_TEXT_SKETCH_H_
#define ANALYZER_TEXT_TEXT_SKETCH_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/core/sketch.h"

namespace analyzer::text {

// Characters of a shape below which likeness says nothing: only equal shapes count.
inline constexpr std::size_t kShortestSketch = 12;

// Likeness from which two messages are of one campaign (decisions/0010).
inline constexpr double kAlike = 0.37;

// Returns the sketch of a shape (text_shape.h), or nothing for a short one. Only
// sketches of one `seed` can be compared; without it nobody can tell which parts a
// text has.
//
// Takes about 10 µs for 100 characters.
std::optional<Sketch> sketch_of(std::string_view shape, std::uint64_t seed);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_TEXT_SKETCH_H_
