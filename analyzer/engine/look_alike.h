// How near two host names look to an eye: spelling distance and characters that
// are taken for one another.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_ENGINE_LOOK_ALIKE_H_
#define ANALYZER_ENGINE_LOOK_ALIKE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

// Returns the least number of insertions, deletions, replacements and swaps of
// neighbours (each counted once, none edited twice) that turn `a` into `b`, or
// `limit` + 1 if it is more than `limit`.
// Takes time in the order of a.size() * b.size(), less where a prefix is too far off.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// Returns `host` (UTF-8) with every character that is taken for another one
// replaced by that one: other scripts' letters by UTS 39 (text/confusable.h), and
// within ASCII 0 and o, 1 i and l, 5 and s, rn and m, vv and w, cl and d. Two names
// with one skeleton look the same.
std::string skeleton(std::string_view host);

// A letter of `host` (UTF-8) that is not ASCII but looks like one that is.
struct ForeignLetter {
  std::size_t place = 0;  // the how many-th character of the host, from 1
  char looks_like = 0;
};
// In the order they stand. Takes some microseconds; none at once for ASCII.
std::vector<ForeignLetter> foreign_letters(std::string_view host);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_LOOK_ALIKE_H_
