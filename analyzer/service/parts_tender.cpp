#include "analyzer/service/parts_tender.h"

#include "analyzer/service/service_impl.h"
#include "analyzer/store/parts.h"

namespace analyzer {
namespace {

constexpr std::chrono::hours kTellEvery{1};

}  // namespace

void PartsTender::tend() {
  auto session = service_.reading();
  if (!session) return;  // the store is away: that is told already
  const Time now = service_.now();
  note(store::tend_parts(service_.store(), **session, now), now);
}

void PartsTender::leave() {
  failing_ = false;
  failed_ = 0;
  told_.reset();
}

void PartsTender::note(const Status& status, Time now) {
  if (status) {
    if (failing_) service_.notice(false, "parts_tended", "made ahead again");
    leave();
    return;
  }
  if (++failed_ < kTries) return;
  failing_ = true;
  if (told_ && now - *told_ < kTellEvery) return;
  told_ = now;
  service_.notice(true, "parts_failed", status.error().message);
}

}  // namespace analyzer
