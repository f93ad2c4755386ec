#include "analyzer/core/json.h"
#include "analyzer/server/api.h"
#include "analyzer/server/body.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

constexpr int kCookieSeconds = 12 * 60 * 60;

Origin origin_of(const Call& call) { return {call.request.remote, call.request.request_id}; }

std::string_view token_of(const Call& call) {
  return cookie_value(call.request.header(Header::kCookie), "session");
}

std::string cookie(std::string_view token, int seconds, bool secure) {
  std::string out = "session=";
  out.append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
  out.append(std::to_string(seconds));
  if (secure) out.append("; Secure");
  return out;
}

std::string session_json(const Api& api, const SessionInfo& info) {
  json::Object out;
  out["account_id"] = info.actor.id;
  out["name"] = info.sign_in_name;
  out["display_name"] = info.actor.name;
  json::Array roles;
  for (std::size_t i = 0; i < kNames<Role>.size(); ++i) {
    if (has_role(info.actor.roles, static_cast<Role>(i))) roles.emplace_back(kNames<Role>[i]);
  }
  out["roles"] = std::move(roles);
  out["region"] = info.actor.region;
  out["region_name"] = api.region_name(info.actor.region);
  out["csrf_token"] = info.csrf_token;
  out["must_change_password"] = info.must_change_password;
  out["expires_at"] = format_time(info.expires_at);
  return json::write(out);
}

Response signed_in(const Api& api, const Call& call, const Result<SignedIn>& result) {
  if (!result) return answer(call, result.error());
  Response response = json_response(200, session_json(api, result->session));
  response.headers.emplace_back("Set-Cookie",
                                cookie(result->token, kCookieSeconds, call.request.secure));
  return response;
}

}  // namespace

void sign_in(Api& api, const CallPtr& call, const Respond& respond) {
  const int pause = api.sign_in_pause(call->request.remote);
  if (pause > 0) {
    return respond(problem(ProblemKind::kTooManyRequests, call->language, call->request.request_id,
                           {}, pause));
  }
  BodyReader body(call->request.body);
  Credentials credentials;
  credentials.name = body.text("name", 1, 64);
  credentials.password = body.text("password", 1, 256);
  if (Status read = body.finish(); !read) return respond(answer(*call, read.error()));
  respond(signed_in(api, *call, api.accounts().sign_in(credentials, origin_of(*call))));
}

void get_session(Api& api, const CallPtr& call, const Respond& respond) {
  respond(json_response(200, session_json(api, *call->session)));
}

void sign_out(Api& api, const CallPtr& call, const Respond& respond) {
  const Status done = api.accounts().sign_out(token_of(*call), origin_of(*call));
  if (!done) return respond(answer(*call, done.error()));
  Response response = no_content();
  response.headers.emplace_back("Set-Cookie", cookie("", 0, call->request.secure));
  respond(std::move(response));
}

void change_password(Api& api, const CallPtr& call, const Respond& respond) {
  BodyReader body(call->request.body);
  const std::string old_password = body.text("old_password", 1, 256);
  const std::string new_password = body.text("new_password", 1, 256);
  if (Status read = body.finish(); !read) return respond(answer(*call, read.error()));
  respond(signed_in(api, *call,
                    api.accounts().change_password(token_of(*call), old_password, new_password,
                                                   origin_of(*call))));
}

}  // namespace analyzer::server
