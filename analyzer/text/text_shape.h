// The shape of a message: what stays the same when one campaign sends it with
// another name, amount, date, number or link.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_TEXT_SHAPE_H_
#define ANALYZER_TEXT_TEXT_SHAPE_H_

#include <string>
#include <string_view>

namespace analyzer::text {

// Returns the Chinese characters of `normalized` (from normalize()) in their
// order, without the sender's signature (【…】 at an end), names in salutations,
// digits and amounts. Letters, links, marks and blanks are left out. Two
// messages of one template have the same shape; a keyed hash of it groups them.
std::string shape_of(std::string_view normalized);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_TEXT_SHAPE_H_
