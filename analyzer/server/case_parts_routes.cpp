// What belongs to a case: evidence files, what was handed down, its form, what was saved;
// and conflicts of interest.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/conflict_list.h"
#include "analyzer/service/evidence_files.h"
#include "analyzer/service/referral_work.h"
#include "analyzer/store/referrals.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestReason = 800;  // bytes
constexpr std::size_t kLongestName = 1040;

// RFC 5987: everything but letters and digits as %XX.
std::string encoded(std::string_view name) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

Result<ReferralFilter> filter_of(const Call& call) {
  ReferralFilter filter;
  filter.state = call.parameter("state");
  if (!filter.state.empty() && !parse_name<store::ReferralState>(filter.state)) {
    return wrong_filter("state", "unknown_word");
  }
  filter.region = call.parameter("region");
  if (filter.region.size() > 12 ||
      filter.region.find_first_not_of("0123456789") != std::string::npos) {
    return wrong_filter("region", "format");
  }
  filter.cursor = call.parameter("cursor");
  const auto limit = limit_of(call);
  if (!limit) return tl::unexpected(limit.error());
  filter.limit = *limit;
  return filter;
}

}  // namespace

void enter_saved(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().act(call->actor(), call->params[0], CaseAction::kSaved,
                                          *version, call->request.body)));
}

void export_case_form(Api& api, const CallPtr& call, const Respond& respond) {
  respond(file_response(*call, api.service().case_form(call->actor(), call->params[0]),
                        SheetFormat::kXlsx, "case-form"));
}

void add_case_file(Api& api, const CallPtr& call, const Respond& respond) {
  NewFile file;
  file.name = call->parameter("name");
  if (file.name.empty() || file.name.size() > kLongestName) {
    const char* code = file.name.empty() ? "required" : "too_long";
    return respond(answer(*call, wrong_filter("name", code).value()));
  }
  file.purpose = call->parameter("purpose");
  const std::string_view personal = call->parameter("personal");
  if (!personal.empty() && personal != "true" && personal != "false") {
    return respond(answer(*call, wrong_filter("personal", "type").value()));
  }
  file.personal = personal != "false";
  file.bytes = std::move(call->request.body);
  respond(answer(
      *call, api.service().evidence_files().add(call->actor(), call->params[0], std::move(file))));
}

void get_case_file(Api& api, const CallPtr& call, const Respond& respond) {
  const std::string_view reason = call->parameter("reason");
  if (reason.size() > kLongestReason) {
    return respond(answer(*call, wrong_filter("reason", "too_long").value()));
  }
  auto file =
      api.service().evidence_files().open(call->actor(), call->params[0], call->params[1], reason);
  if (!file) return respond(answer(*call, file.error()));
  Response response;
  // Never shown inside a page of ours, whatever the bytes pretend to be.
  response.content_type = "application/octet-stream";
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"evidence\"; filename*=UTF-8''" + encoded(file->name));
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(file->bytes);
  respond(std::move(response));
}

void withdraw_case_file(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().evidence_files().withdraw(
                            call->actor(), call->params[0], call->params[1], call->request.body)));
}

void refer_case(Api& api, const CallPtr& call, const Respond& respond) {
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call, api.service().referral_work().send(call->actor(), call->params[0], *version,
                                                           call->request.body)));
}

void list_referrals(Api& api, const CallPtr& call, const Respond& respond) {
  const auto filter = filter_of(*call);
  if (!filter) return respond(answer(*call, filter.error()));
  respond(answer(*call, api.service().referral_work().list(call->actor(), *filter)));
}

void get_referral(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().referral_work().find(call->actor(), call->params[0])));
}

void return_referral(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().referral_work().give_back(call->actor(), call->params[0],
                                                                call->request.body)));
}

void recall_referral(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().referral_work().recall(call->actor(), call->params[0],
                                                             call->request.body)));
}

void list_conflicts(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().conflict_list().list(call->actor())));
}

void state_conflict(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().conflict_list().add(call->actor(), call->request.body)));
}

void end_conflict(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().conflict_list().end(call->actor(), call->params[0],
                                                          call->request.body)));
}

}  // namespace analyzer::server
