// For the loops of threads: memory that runs out ends a piece of work, not the program.

#ifndef ANALYZER_SERVICE_GUARDED_H_
#define ANALYZER_SERVICE_GUARDED_H_

#include <exception>

#include "analyzer/core/result.h"

namespace analyzer {

// What `work` returns, a Status; kUnavailable if it threw.
template <class Work>
Status guarded(const Work& work) {
  try {
    return work();
  } catch (const std::exception&) {
    return fail(ErrorCode::kUnavailable, "out of memory, most likely");
  }
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_GUARDED_H_
