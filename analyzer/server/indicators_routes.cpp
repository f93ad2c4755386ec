#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/entry_effect.h"
#include "feeds/indicator.h"

namespace analyzer::server {

void list_indicators(Api& api, const CallPtr& call, const Respond& respond) {
  IndicatorFilter filter;
  filter.kind = call->parameter("kind");
  filter.text = call->parameter("q");
  filter.cursor = call->parameter("cursor");
  if (!filter.kind.empty() && !parse_name<feeds::IndicatorKind>(filter.kind)) {
    Error error{ErrorCode::kInvalid, "a filter is wrong", {}};
    error.fields.push_back({"?kind", "unknown_word", "not a value of this filter"});
    return respond(answer(*call, error));
  }
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  filter.limit = *limit;
  filter.personal = call->session.has_value();
  respond(answer(*call, api.service().indicators(filter)));
}

void add_indicator(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().add_indicator(call->actor(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void get_entry_effect(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, entry_effect(api.service(), call->actor(), call->parameter("kind"),
                                     call->parameter("value"))));
}

}  // namespace analyzer::server
