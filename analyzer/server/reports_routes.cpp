#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {

void submit_report(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  api.service().submit_report(call->caller(), call->request.body, *strict,
                              [call, respond](Result<Document> result) {
                                respond(answer(*call, result, ProblemKind::kNotRecorded));
                              });
}

void get_report(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().report_answer(call->caller(), call->params[0])));
}

void get_help(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().help(call->request.body)));
}

void check(Api& api, const CallPtr& call, const Respond& respond) {
  const auto strict = strict_of(*call);
  if (!strict) return respond(answer(*call, strict.error()));
  respond(answer(*call, api.service().check(call->request.body, *strict)));
}

}  // namespace analyzer::server
