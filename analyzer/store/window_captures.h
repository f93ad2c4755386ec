// Finds captures (64-bit perceptual hashes) within Hamming distance 4 of one.
// Internal to the windows.
//
// A hash is cut into five bands; two hashes that differ in at most four bits
// agree in at least one band, so only those that share a band are compared. A
// look reads 5 / 8192 of what is held when bits are spread evenly.

#ifndef ANALYZER_STORE_WINDOW_CAPTURES_H_
#define ANALYZER_STORE_WINDOW_CAPTURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analyzer/store/window_slot.h"

namespace analyzer::store {

// True if at most four bits differ.
inline bool captures_near(std::uint64_t a, std::uint64_t b) {
  std::uint64_t bits = a ^ b;
  for (int i = 0; i < 4; ++i) bits &= bits - 1;  // clears the lowest bit
  return bits == 0;
}

class Captures {
 public:
  void insert(std::uint64_t hash, Slots::Number slot) {
    for (std::size_t b = 0; b < kBands; ++b) bucket(hash, b).push_back({hash, slot});
  }
  // Takes away what insert() added.
  void remove(std::uint64_t hash, Slots::Number slot);

  // Calls each(slot) once for every capture near `hash`.
  template <class Each>
  void find(std::uint64_t hash, const Each& each) const {
    if (buckets_.empty()) return;
    for (std::size_t b = 0; b < kBands; ++b) {
      for (const Item& item : buckets_[index(hash, b)]) {
        if (captures_near(item.hash, hash) && !shares_band_before(item.hash, hash, b)) {
          each(item.slot);
        }
      }
    }
  }

 private:
  struct Item {
    std::uint64_t hash;
    Slots::Number slot;
  };
  using Bucket = std::vector<Item>;  // slots ascending
  static constexpr std::size_t kBands = 5;
  static constexpr std::size_t kBuckets = 8192;  // 13 bits; the last band has 12

  static std::size_t band(std::uint64_t hash, std::size_t b) {
    return static_cast<std::size_t>(hash >> (13U * b)) % kBuckets;
  }
  static std::size_t index(std::uint64_t hash, std::size_t b) {
    return b * kBuckets + band(hash, b);
  }
  static bool shares_band_before(std::uint64_t a, std::uint64_t b, std::size_t end) {
    for (std::size_t i = 0; i < end; ++i) {
      if (band(a, i) == band(b, i)) return true;
    }
    return false;
  }
  Bucket& bucket(std::uint64_t hash, std::size_t b) {
    if (buckets_.empty()) buckets_.resize(kBands * kBuckets);
    return buckets_[index(hash, b)];
  }

  std::vector<Bucket> buckets_;  // empty until the first capture
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_CAPTURES_H_
