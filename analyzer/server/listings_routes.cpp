// What cases put on the list, and what of it waits for another person.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/case_listings.h"

namespace analyzer::server {

void list_waiting_listings(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, CaseListings(api.service()).waiting(call->actor())));
}

void get_case_listings(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, CaseListings(api.service()).of_case(call->actor(), call->params[0])));
}

void decide_listing(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call,
                 CaseListings(api.service())
                     .decide(call->actor(), call->params[0], *version, call->request.body),
                 ProblemKind::kNotRecorded));
}

}  // namespace analyzer::server
