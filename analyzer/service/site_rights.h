// Who decides what counts for every region that the site serves: thresholds, lists that are
// fetched, what is told outside; and what belongs to no region.

#ifndef ANALYZER_SERVICE_SITE_RIGHTS_H_
#define ANALYZER_SERVICE_SITE_RIGHTS_H_

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/store/store.h"

namespace analyzer {

// Whether the actor's region takes in that of every active account that works on cases or at
// the hotline. At a county's own service its people do; at a province's a county's people do
// not, but the province's do. Reads the accounts: a thousand take some milliseconds.
Result<bool> speaks_for_site(store::Session& session, const Actor& actor);

// kConflict, code "site_wide", for who does not. A system administrator, whose office has no
// region, passes.
Status require_site(store::Session& session, const Actor& actor);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SITE_RIGHTS_H_
