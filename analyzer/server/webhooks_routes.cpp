#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
void list_webhooks(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.webhooks() == nullptr) return respond(away(*call));
  respond(answer(*call, api.webhooks()->hooks()));
}

void list_deliveries(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.webhooks() == nullptr) return respond(away(*call));
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  respond(
      answer(*call, api.webhooks()->deliveries(call->params[0], call->parameter("state"), *limit)));
}

void replay_deliveries(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.webhooks() == nullptr) return respond(away(*call));
  respond(answer(*call,
                 api.webhooks()->replay(call->actor(), call->params[0], call->parameter("event")),
                 ProblemKind::kNotRecorded));
}

}  // namespace analyzer::server
