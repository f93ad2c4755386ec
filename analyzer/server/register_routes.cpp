#include <algorithm>

#include "analyzer/core/region_code.h"
#include "analyzer/engine/register.h"
#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestText = 200;  // bytes

bool is_kind(std::string_view kind) {
  return std::find(kRegisterKinds.begin(), kRegisterKinds.end(), kind) != kRegisterKinds.end();
}

Result<RegisterFilter> filter_of(const Call& call) {
  RegisterFilter filter;
  filter.kind = call.parameter("kind");
  filter.region = call.parameter("region");
  filter.text = call.parameter("q");
  filter.cursor = call.parameter("cursor");
  if (!filter.kind.empty() && !is_kind(filter.kind)) return wrong_filter("kind", "unknown_word");
  if (!filter.region.empty() && !is_region_code(filter.region))
    return wrong_filter("region", "format");
  if (filter.text.size() > kLongestText) return wrong_filter("q", "too_long");
  const std::string_view confirmed = call.parameter("confirmed");
  if (!confirmed.empty()) {
    if (confirmed != "true" && confirmed != "false") return wrong_filter("confirmed", "type");
    filter.confirmed = confirmed == "true";
  }
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

}  // namespace

void list_register(Api& api, const CallPtr& call, const Respond& respond) {
  const Result<RegisterFilter> filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().official_register(*filter)));
}

void list_brands(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.register_work() == nullptr) return respond(away(*call));
  respond(answer(*call, api.register_work()->brands()));
}

void list_marks(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.register_work() == nullptr) return respond(away(*call));
  respond(answer(*call, api.register_work()->marks(call->actor(), call->parameter("entry"))));
}

void add_mark(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.register_work() == nullptr) return respond(away(*call));
  respond(answer(*call, api.register_work()->propose(call->actor(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void decide_mark(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.register_work() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call,
      api.register_work()->decide(call->actor(), call->params[0], *version, call->request.body),
      ProblemKind::kNotRecorded));
}

void withdraw_mark(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.register_work() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call,
      api.register_work()->withdraw(call->actor(), call->params[0], *version, call->request.body),
      ProblemKind::kNotRecorded));
}

}  // namespace analyzer::server
