// The public suffix list, laid out to be searched from the right: some tens of
// nanoseconds a host, where libpsl, which tries every ending of it one by one,
// takes one or two microseconds. The test holds both against each other.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_TEXT_PUBLIC_SUFFIXES_H_
#define ANALYZER_TEXT_PUBLIC_SUFFIXES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace analyzer::text {

// Length of the public suffix that `host` ends with, private ones among them; of
// its last label if no rule speaks of it. `host` is ASCII in lower case, without
// a dot at its end (several are taken as empty labels).
//
// Source: publicsuffix.org as packaged when this was built.
std::size_t public_suffix_length(std::string_view host);

// Whether ICANN's part of the list has `label`, one label in ASCII and lower case.
bool is_listed_top_level(std::string_view label);

// One rule as embed_suffixes.py writes it: "jp", and of "*.kawasaki.jp" what
// stands behind the star.
struct SuffixRule {
  enum Kind : std::uint8_t { kIcann = 1, kWildcard = 2, kException = 4 };
  std::string_view name;
  std::uint8_t kinds = 0;  // bits by Kind
};

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_PUBLIC_SUFFIXES_H_
