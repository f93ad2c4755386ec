// How the writes of a transaction reach the database.

#ifndef ANALYZER_STORE_PACE_H_
#define ANALYZER_STORE_PACE_H_

#include <cstdint>

namespace analyzer::store {

// kStep: each call tells its own failure, which undoes that call alone.
// kGroup: writes may be sent together, later. What one of them failed with may be
// told by any later call or by the commit; the whole transaction is then undone.
enum class Pace : std::uint8_t { kStep, kGroup };

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_PACE_H_
