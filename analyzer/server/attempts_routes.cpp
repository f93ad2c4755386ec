#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

// Answers `respond` when the group that holds the submission is on disk.
Done when_recorded(const CallPtr& call, const Respond& respond) {
  return [call, respond](Result<Document> result) {
    respond(answer(*call, result, ProblemKind::kNotRecorded));
  };
}

}  // namespace

void submit_attempt(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  api.service().submit_attempt(call->caller(), call->request.body, *strict,
                               when_recorded(call, respond));
}

void submit_attempts(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  api.service().submit_attempts(call->caller(), call->request.body, *strict,
                                when_recorded(call, respond));
}

void get_attempt(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().attempt_answer(call->caller(), call->params[0])));
}

void report_outcome(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  api.service().attempt_outcome(call->caller(), call->params[0], call->request.body, *strict,
                                when_recorded(call, respond));
}

void submit_registry_event(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  api.service().registry_event(call->caller(), call->request.body, *strict,
                               when_recorded(call, respond));
}

}  // namespace analyzer::server
