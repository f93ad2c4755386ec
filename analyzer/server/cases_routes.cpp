#include "analyzer/core/case.h"
#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

template <class E>
bool all_words(std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (!parse_name<E>(list.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
    if (list.empty()) return false;
  }
  return true;
}

Result<CaseFilter> filter_of(const Call& call) {
  CaseFilter filter;
  filter.state = call.parameter("state");
  filter.kind = call.parameter("kind");
  filter.level = call.parameter("level");
  filter.region = call.parameter("region");
  filter.assignee = call.parameter("assignee");
  filter.text = call.parameter("q");
  filter.cursor = call.parameter("cursor");
  if (!all_words<CaseState>(filter.state)) return wrong_filter("state", "unknown_word");
  if (!all_words<Level>(filter.level)) return wrong_filter("level", "unknown_word");
  if (!filter.kind.empty() && !parse_name<CaseKind>(filter.kind)) {
    return wrong_filter("kind", "unknown_word");
  }
  if (!filter.region.empty() && !is_area(filter.region)) return wrong_filter("region", "format");
  if (filter.text.size() > 400) return wrong_filter("q", "too_long");
  const std::pair<const char*, std::optional<bool>*> flags[] = {
      {"held", &filter.held}, {"snoozed", &filter.snoozed}, {"archived", &filter.archived}};
  for (const auto& [name, flag] : flags) {
    const std::string_view word = call.parameter(name);
    if (word == "true" || word == "false") {
      *flag = word == "true";
    } else if (!word.empty()) {
      return wrong_filter(name, "type");
    }
  }
  filter.asks_extension = call.parameter("asks_extension") == "true";
  filter.waits = call.parameter("waits");
  if (!filter.waits.empty() && !parse_name<CaseWait>(filter.waits)) {
    return wrong_filter("waits", "unknown_word");
  }
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

void act(Api& api, const CallPtr& call, const Respond& respond, CaseAction action) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().act(call->actor(), call->params[0], action, *version,
                                          call->request.body)));
}

}  // namespace

void list_cases(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().cases(call->actor(), *filter)));
}

void next_case(Api& api, const CallPtr& call, const Respond& respond) {
  const auto found = api.service().next_case(call->actor(), call->request.body);
  const bool nothing = found && (!found->text || found->text->empty());
  respond(nothing ? no_content() : answer(*call, found));
}

void get_case(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().case_by_id(call->actor(), call->params[0])));
}

void get_ring(Api& api, const CallPtr& call, const Respond& respond) {
  const std::string_view steps = call->parameter("steps");
  if (!steps.empty() && steps != "1" && steps != "2") {
    const auto error = wrong_filter("steps", "unknown_word").value();
    return respond(answer(*call, error));
  }
  const int count = steps == "1" ? 1 : 2;
  respond(answer(*call, api.service().case_ring(call->actor(), call->params[0], count)));
}

void claim_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kClaim);
}
void renew_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kRenew);
}
void release_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kRelease);
}
void note_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kNote);
}
void decide_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kDecide);
}
void confirm_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kConfirmation);
}
void reopen_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kReopen);
}

void undo_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kUndo);
}
void assign_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kAssign);
}
void snooze_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kSnooze);
}
void contact_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kContact);
}
void recuse_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kRecuse);
}
void extend_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kExtension);
}
void answer_extension(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kAnswerExtension);
}
void archive_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kArchive);
}
void check_case(Api& api, const CallPtr& call, const Respond& respond) {
  act(api, call, respond, CaseAction::kCheck);
}

void decide_cases(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().decide_many(call->actor(), call->request.body)));
}

void undo_cases(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().undo_many(call->actor(), call->params[0])));
}

void get_clearing(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().case_clearing(call->actor(), call->params[0])));
}

void get_ledger(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  const auto format = format_of(*call);
  if (!format) return respond(answer(*call, format.error()));
  respond(file_response(*call, api.service().case_ledger(call->actor(), *filter, *format), *format,
                        "cases"));
}

void get_casework(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().casework_words()));
}

void list_reviewers(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().reviewers(call->actor())));
}

void get_subject(Api& api, const CallPtr& call, const Respond& respond) {
  const std::string_view reason = call->parameter("reason");
  if (reason.size() < 2 || reason.size() > 800) {
    const auto error = wrong_filter("reason", reason.empty() ? "required" : "too_long").value();
    return respond(answer(*call, error));
  }
  respond(answer(*call, api.service().subject(call->actor(), call->params[0], reason)));
}

void get_overview(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().overview(call->actor())));
}

void get_campaign(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().campaign(call->actor(), call->params[0])));
}

}  // namespace analyzer::server
