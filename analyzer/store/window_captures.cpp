#include "analyzer/store/window_captures.h"

#include <algorithm>

namespace analyzer::store {

void Captures::remove(std::uint64_t hash, Slots::Number slot) {
  for (std::size_t b = 0; b < kBands; ++b) {
    Bucket& items = bucket(hash, b);
    const auto found =
        std::lower_bound(items.begin(), items.end(), slot,
                         [](const Item& item, Slots::Number number) { return item.slot < number; });
    if (found != items.end() && found->slot == slot) items.erase(found);
  }
}

}  // namespace analyzer::store
