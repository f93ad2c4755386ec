// Judging an observation again: because a part could not speak when it was
// answered, or because an event that belongs before it came after it. The answer
// already given stays, byte for byte; where the verdict is worse now, a case
// opens. Nothing is lowered.

#ifndef ANALYZER_SERVICE_REJUDGE_H_
#define ANALYZER_SERVICE_REJUDGE_H_

#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {

enum class Rejudged : std::uint8_t {
  kSame,           // no worse than what was answered
  kWorse,          // a case was opened, or the case it is in was told
  kStillDegraded,  // a part is still away: nothing was changed
};

// Judges `seq` with the windows as they are now, seen from its own place in
// event time. On the sequencer's thread; takes some 100 µs.
//
// Fails with kNotFound if it was purged meanwhile, with kCorrupt or kInvalid if
// what is stored of it cannot be read.
Result<Rejudged> rejudge(ServiceImpl& service, Writing& writing, store::Seq seq,
                         store::FollowUp why, const Snapshot& snapshot);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REJUDGE_H_
