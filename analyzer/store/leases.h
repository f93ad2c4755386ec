// Leases: what only one of several servers may do at a time, by name. A holder
// prolongs its lease while it lives; of one that died it ends by itself.
//
// Times are the database's, so that servers' clocks need not agree.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_LEASES_H_
#define ANALYZER_STORE_LEASES_H_

#include <chrono>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer::store {

class Leases {
 public:
  virtual ~Leases() = default;
  // Gives `name` to `holder`, or prolongs it, until `length` from now. False: another
  // has it.
  virtual Result<bool> take(std::string_view name, std::string_view holder,
                            std::chrono::milliseconds length) = 0;
  // Ends it if `holder` has it.
  virtual Status give_back(std::string_view name, std::string_view holder) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_LEASES_H_
