// Observations of a shared database lie in parts, a month in each, so that what was kept
// long enough leaves as a whole (Retention). Who looks after them calls this every few
// seconds, one server of all.
//
// A store that has no parts has nothing to do.

#ifndef ANALYZER_STORE_PARTS_H_
#define ANALYZER_STORE_PARTS_H_

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/store.h"

namespace analyzer::store {

// Begins a month's part and makes the next ones ahead, where either is due by `now`; looks
// through `reading`, does it in a session of its own. Others wait at most a fifth of
// a second for each step.
//
// Fails with kUnavailable if readers did not let it in; the next call tries again, and
// nothing is late as long as one part is ahead.
Status tend_parts(Store& store, Session& reading, Time now);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_PARTS_H_
