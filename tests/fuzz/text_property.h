// What the fuzz targets of the text layer share.

#ifndef TESTS_FUZZ_TEXT_PROPERTY_H_
#define TESTS_FUZZ_TEXT_PROPERTY_H_

#include <cstdio>
#include <cstdlib>

namespace analyzer {

// Stops the run, naming the property, unless it `holds`.
inline void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "property broken: %s\n", property);
  std::abort();
}

}  // namespace analyzer

#endif  // TESTS_FUZZ_TEXT_PROPERTY_H_
