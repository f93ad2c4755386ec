// Objections of those who are listed, what is handed over, and a link's check for
// citizens.

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

// How the key stands with its checks of links.
// Source: draft-ietf-httpapi-ratelimit-headers
void tell_rate(Response& response, const RateLimiter::Standing& standing, int a_minute) {
  if (a_minute <= 0) return;
  response.headers.emplace_back("RateLimit-Policy",
                                "\"links\";q=" + std::to_string(a_minute) + ";w=60");
  response.headers.emplace_back("RateLimit", "\"links\";r=" + std::to_string(standing.left) +
                                                 ";t=" + std::to_string(standing.full_after));
}

}  // namespace

void open_dispute(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  const std::string by = call->key ? call->key->key.caller : call->actor().id;
  respond(answer(*call, api.disputes()->open(by, call->request.body), ProblemKind::kNotRecorded));
}

void list_disputes(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  respond(answer(*call, api.disputes()->list(call->parameter("state"))));
}

void get_dispute_contacts(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  respond(answer(*call, api.disputes()->contacts(call->actor(), call->params[0])));
}

void decide_dispute(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.disputes() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call, api.disputes()->decide(call->actor(), call->params[0], *version, call->request.body),
      ProblemKind::kNotRecorded));
}

void hand_over(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().hand_over(call->caller(), call->request.body),
                 ProblemKind::kNotRecorded));
}

void list_handovers(Api& api, const CallPtr& call, const Respond& respond) {
  respond(answer(*call, api.service().handovers()));
}

void check_url(Api& api, const CallPtr& call, const Respond& respond) {
  const RateLimiter::Standing standing = api.ask_url_check(call->key->key.id);
  const int most = api.url_checks_per_minute();
  if (standing.pause > 0) {
    Response refused = problem(ProblemKind::kTooManyRequests, call->language,
                               call->request.request_id, {}, standing.pause);
    tell_rate(refused, standing, most);
    return respond(std::move(refused));
  }
  api.service().check_url(call->caller(), call->request.body,
                          [call, respond, standing, most](Result<Document> result) {
                            Response out = answer(*call, result, ProblemKind::kNotRecorded);
                            tell_rate(out, standing, most);
                            respond(std::move(out));
                          });
}

}  // namespace analyzer::server
