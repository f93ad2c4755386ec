#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

// Under whom a picture is asked for again: the machine's caller, or the person.
std::string owner_of(const Call& call) { return call.key ? call.key->key.caller : call.actor().id; }

Response none_taken(const Call& call) {
  return problem(ProblemKind::kPicturesUnavailable, call.language, call.request.request_id);
}

}  // namespace

void submit_picture(Api& api, const CallPtr& call, const Respond& respond) {
  Pictures* pictures = api.pictures();
  if (pictures == nullptr) return respond(none_taken(*call));
  const auto result = pictures->submit(owner_of(*call), std::move(call->request.body));
  if (!result) {
    Response refused = answer(*call, result.error(), ProblemKind::kPicturesBusy);
    if (kind_of(result.error(), ProblemKind::kPicturesBusy) == ProblemKind::kPicturesBusy) {
      refused = problem(ProblemKind::kPicturesBusy, call->language, call->request.request_id, {},
                        pictures->seconds_until_room());
    }
    return respond(std::move(refused));
  }
  Response accepted = answer(*call, result);
  accepted.status = 202;
  respond(std::move(accepted));
}

void get_picture(Api& api, const CallPtr& call, const Respond& respond) {
  Pictures* pictures = api.pictures();
  if (pictures == nullptr) return respond(none_taken(*call));
  respond(answer(*call, pictures->answer(owner_of(*call), call->params[0])));
}

void get_original(Api& api, const CallPtr& call, const Respond& respond) {
  auto kept = api.service().kept_picture(call->actor(), call->params[0], call->parameter("reason"));
  if (!kept) return respond(answer(*call, kept.error()));
  Response response;
  response.content_type = "image/" + kept->format;
  // Never shown inside a page of ours, whatever the bytes pretend to be.
  response.headers.emplace_back("Content-Disposition", "attachment");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(kept->bytes);
  respond(std::move(response));
}

}  // namespace analyzer::server
