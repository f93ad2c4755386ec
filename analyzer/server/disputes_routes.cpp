// Objections of those who are listed, what is handed over, and a link's check for
// citizens.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

Response away(const Call& call) {
  return problem(ProblemKind::kUnavailable, call.language, call.request.request_id);
}

}  // namespace

void open_dispute(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  const std::string by = call->key ? call->key->key.caller : call->actor().id;
  respond(answer(*call, api.disputes()->open(by, call->request.body), ProblemKind::kNotRecorded));
}

void list_disputes(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  respond(answer(*call, api.disputes()->list(call->parameter("state"))));
}

void decide_dispute(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call, api.disputes()->decide(call->actor(), call->params[0], *version, call->request.body),
      ProblemKind::kNotRecorded));
}

void hand_over(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().hand_over(call->caller(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void list_handovers(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().handovers()));
}

void check_url(Api& api, const CallPtr& call, const Respond& respond) {
  if (const int pause = api.url_check_pause(call->key->key.id); pause > 0) {
    return respond(problem(ProblemKind::kTooManyRequests, call->language, call->request.request_id,
                           {}, pause));
  }
  api.service().check_url(call->caller(), call->request.body,
                          [call, respond](Result<Document> result) {
                            respond(answer(*call, result, ProblemKind::kNotRecorded));
                          });
}

}  // namespace analyzer::server
