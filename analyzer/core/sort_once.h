// Each value once, ascending.

#ifndef ANALYZER_CORE_SORT_ONCE_H_
#define ANALYZER_CORE_SORT_ONCE_H_

#include <algorithm>
#include <vector>

namespace analyzer {

// Sorts `values` and leaves one of those that are equal. Pure; any thread.
template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_SORT_ONCE_H_
