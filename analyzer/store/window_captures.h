// Finds captures (64-bit perceptual hashes) within Hamming distance 4 of one.
// Internal to the windows.
//
// A hash is cut into five bands; two hashes that differ in at most four bits
// agree in at least one band, so only those that share a band are compared. A
// look reads 5 / 8192 of what is held when bits are spread evenly.

#ifndef ANALYZER_STORE_WINDOW_CAPTURES_H_
#define ANALYZER_STORE_WINDOW_CAPTURES_H_

#include <bit>
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
    for (std::size_t b = 0; b < kBands; ++b) bucket(hash, b).push_back({fragment(hash, b), slot});
  }
  // Takes away what insert() added.
  void remove(std::uint64_t hash, Slots::Number slot);

  std::size_t bytes() const {
    std::size_t out = buckets_.capacity() * sizeof(Bucket);
    for (const Bucket& items : buckets_) out += items.capacity() * sizeof(Item);
    return out;
  }

  // Asks the memory for what find() will read: first where, then the start.
  void fetch_buckets(std::uint64_t hash) const {
    for (std::size_t b = 0; b < kBands && !buckets_.empty(); ++b) {
      __builtin_prefetch(&buckets_[index(hash, b)]);
    }
  }
  void fetch_items(std::uint64_t hash) const {
    constexpr std::size_t kLine = 64 / sizeof(Item);
    for (std::size_t b = 0; b < kBands && !buckets_.empty(); ++b) {
      const Bucket& items = buckets_[index(hash, b)];
      for (std::size_t i = 0; i < items.size() && i < 4 * kLine; i += kLine) {
        __builtin_prefetch(&items[i]);
      }
    }
  }

  // Calls each(slot) once for every capture near `hash`. The whole hashes are
  // read from `slots`, only of what looks near.
  template <class Each>
  void find(std::uint64_t hash, const Slots& slots, const Each& each) const {
    if (buckets_.empty()) return;
    for (std::size_t b = 0; b < kBands; ++b) {
      const std::uint32_t wanted = fragment(hash, b);
      for (const Item& item : buckets_[index(hash, b)]) {
        if (!captures_near(item.fragment, wanted)) continue;
        const std::uint64_t other = slots[item.slot].capture;
        if (captures_near(other, hash) && !shares_band_before(other, hash, b)) each(item.slot);
      }
    }
  }

 private:
  struct Item {
    std::uint32_t fragment;  // 32 of the bits outside the bucket's band
    Slots::Number slot;
  };
  using Bucket = std::vector<Item>;  // slots ascending
  static constexpr std::size_t kBands = 5;
  static constexpr unsigned kBandBits = 13;  // the last band has 12
  static constexpr std::size_t kBuckets = std::size_t{1} << kBandBits;

  static std::size_t band(std::uint64_t hash, std::size_t b) {
    return static_cast<std::size_t>(hash >> (kBandBits * b)) % kBuckets;
  }
  static std::uint32_t fragment(std::uint64_t hash, std::size_t b) {
    return static_cast<std::uint32_t>(std::rotr(hash, static_cast<int>(kBandBits * (b + 1))));
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
