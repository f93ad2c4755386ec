// What others are to hear of, put into the outbox with the change that it tells.

#ifndef ANALYZER_SERVICE_OUTBOX_H_
#define ANALYZER_SERVICE_OUTBOX_H_

#include <string>
#include <string_view>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/store/store.h"

namespace analyzer {

// The types of events there are.
inline constexpr std::string_view kEventTypes[] = {
    "attempt.settled",  // the review of an attempt is final: ask GET /v1/attempts/{id}
    "case.opened",     "case.settled", "case.reopened",
    "dispute.closed",  // somebody is listed no longer
    "list.changed"};   // ask /v1/feeds/{list}/changes

// Adds an event of `type` about `subject`; `data` names what it is about and holds no
// more: whoever hears of it asks with a key of his own. In the transaction of the change.
Status tell(store::Session& session, std::string_view type, std::string subject, Time at,
            json::Object data);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_OUTBOX_H_
