// The hotline's desk, objections, tips on fund fraud, and the figures of the overview.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/store/desk.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestText = 100;

Result<DeskFilter> filter_of(const Call& call) {
  DeskFilter filter;
  filter.callback = call.parameter("callback");
  filter.text = call.parameter("q");
  filter.cursor = call.parameter("cursor");
  if (!filter.callback.empty() && !parse_name<store::Callback>(filter.callback)) {
    return wrong_filter("callback", "unknown_word");
  }
  if (filter.text.size() > kLongestText) return wrong_filter("q", "too_long");
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

}  // namespace

void list_desk_reports(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().desk_reports(call->actor(), *filter)));
}

void get_desk_report(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().desk_report(call->actor(), call->params[0])));
}

void add_desk_entry(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call,
                 api.service().add_desk_entry(call->actor(), call->params[0], call->request.body),
                 ProblemKind::kNotRecorded));
}

void get_desk_contact(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().desk_contact(call->actor(), call->params[0])));
}

void look_up_caller(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().known_caller(call->actor(), call->request.body)));
}

void add_objection(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().add_objection(call->actor(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void list_objections(Api& api, const CallPtr& call, const Respond& respond) {
  const auto desk = filter_of(*call);
  if (!desk) return respond(answer(*call, desk.error()));
  const ObjectionFilter filter{desk->callback, desk->cursor, desk->limit};
  respond(answer(*call, api.service().objections(call->actor(), filter)));
}

void get_objection_contact(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().objection_contact(call->actor(), call->params[0])));
}

void objection_told(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call,
                 api.service().objection_told(call->actor(), call->params[0], call->request.body),
                 ProblemKind::kNotRecorded));
}

void add_tip(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().add_tip(call->actor(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void list_tips(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().tips(call->actor(), call->parameter("cursor"))));
}

void get_tip(Api& api, const CallPtr& call, const Respond& respond) {
  respond(
      answer(*call, api.service().tip(call->actor(), call->params[0], call->parameter("reason"))));
}

void act_on_tip(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call, api.service().act_on_tip(call->actor(), call->params[0], *version, call->request.body),
      ProblemKind::kNotRecorded));
}

void get_statistics(Api& api, const CallPtr& call, const Respond& respond) {
  const StatisticsFilter filter{std::string(call->parameter("from")),
                                std::string(call->parameter("to")),
                                std::string(call->parameter("region"))};
  respond(answer(*call, api.service().statistics(call->actor(), filter)));
}

}  // namespace analyzer::server
