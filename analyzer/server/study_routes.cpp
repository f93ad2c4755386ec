// Campaigns, rules with trials of a policy, visits at home, and figures as files.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/campaign_work.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/visit_list.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestText = 100;

StatisticsFilter days_of(const Call& call) {
  return {std::string(call.parameter("from")), std::string(call.parameter("to")),
          std::string(call.parameter("region"))};
}

Result<VisitFilter> visits_of(const Call& call) {
  VisitFilter filter;
  filter.region = call.parameter("region");
  filter.cursor = call.parameter("cursor");
  if (filter.region.size() > 12 ||
      filter.region.find_first_not_of("0123456789") != std::string::npos) {
    return wrong_filter("region", "format");
  }
  const std::string_view done = call.parameter("done");
  if (!done.empty() && done != "true" && done != "false") return wrong_filter("done", "type");
  filter.done = done == "true";
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

}  // namespace

void list_campaigns(Api& api, const CallPtr& call, const Respond& respond) {
  CampaignFilter filter;
  filter.text = call->parameter("q");
  filter.cursor = call->parameter("cursor");
  if (filter.text.size() > kLongestText) {
    return respond(answer(*call, wrong_filter("q", "too_long").value()));
  }
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  filter.limit = *limit;
  respond(answer(*call, api.service().campaign_work().list(call->actor(), filter)));
}

void merge_campaigns(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().campaign_work().merge(call->actor(), call->params[0],
                                                            call->request.body)));
}

void split_campaign(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().campaign_work().split(call->actor(), call->params[0],
                                                            call->request.body)));
}

void list_rules(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().rule_work().rules(call->actor(), days_of(*call))));
}

void list_trials(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().rule_work().trials(call->actor())));
}

void add_trial(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().rule_work().add_trial(call->actor(), call->request.body)));
}

void switch_on_trial(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().rule_work().switch_on(call->actor(), call->params[0])));
}

void list_visits(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = visits_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().visit_list().list(call->actor(), *filter)));
}

void finish_visit(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().visit_list().finish(call->actor(), call->params[0],
                                                          call->request.body)));
}

void export_visits(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = visits_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  const auto format = format_of(*call);
  if (!format) return respond(answer(*call, format.error()));
  respond(file_response(*call, api.service().visit_list().file(call->actor(), *filter, *format),
                        *format, "visits"));
}

void export_statistics(Api& api, const CallPtr& call, const Respond& respond) {
  const auto format = format_of(*call);
  if (!format) return respond(answer(*call, format.error()));
  respond(file_response(*call,
                        api.service().statistics_file(call->actor(), days_of(*call), *format),
                        *format, "statistics"));
}

}  // namespace analyzer::server
