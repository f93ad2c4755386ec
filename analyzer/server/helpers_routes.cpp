#include <algorithm>

#include "analyzer/core/helper.h"
#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestText = 200;

Result<HelperFilter> filter_of(const Call& call) {
  HelperFilter filter;
  filter.kind = call.parameter("kind");
  filter.state = call.parameter("state");
  filter.text = call.parameter("q");
  filter.region = call.parameter("region");
  filter.cursor = call.parameter("cursor");
  if (!filter.kind.empty() && !parse_name<HelperKind>(filter.kind)) {
    return wrong_filter("kind", "unknown_word");
  }
  const bool known = std::find(std::begin(kHelperStates), std::end(kHelperStates), filter.state) !=
                     std::end(kHelperStates);
  if (!filter.state.empty() && !known) return wrong_filter("state", "unknown_word");
  if (!filter.region.empty() && !is_area(filter.region)) return wrong_filter("region", "format");
  if (filter.text.size() > kLongestText) return wrong_filter("q", "too_long");
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

}  // namespace

void list_helpers(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().helpers(call->actor(), *filter)));
}

void add_helper(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().add_helper(call->actor(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void get_helper(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().helper(call->actor(), call->params[0])));
}

void change_helper(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().change_helper(call->actor(), call->params[0], *version,
                                                    call->request.body)));
}

void confirm_helper(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().confirm_helper(call->actor(), call->params[0], *version)));
}

void revoke_helper(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().revoke_helper(call->actor(), call->params[0], *version,
                                                    call->parameter("reason"))));
}

void get_helper_proposal(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().helper_proposal(call->actor(), call->params[0])));
}

}  // namespace analyzer::server
