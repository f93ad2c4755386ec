#include <chrono>
#include <cstdio>

#include "analyzer/server/api.h"
#include "analyzer/server/handlers.h"

namespace analyzer::server {
namespace {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110).
std::string http_time(Time time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  char out[64];
  std::snprintf(out, sizeof out, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return out;
}

}  // namespace

ListView list_view_of(const Call& call) {
  return call.key == nullptr ? ListView{} : call.key->lists;
}

void list_feeds(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(answer(*call, api.lists()->lists(list_view_of(*call))));
}

void get_feed(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  const Result<ListFile> file = api.lists()->file(call->params[0], list_view_of(*call));
  if (!file) return respond(answer(*call, file.error()));
  const Request& request = call->request;
  Response response;
  // The packed form is another representation and has a tag of its own.
  const bool packed =
      !file->gzip->empty() &&
      request.header(Header::kAcceptEncoding).find("gzip") != std::string_view::npos;
  std::string etag = file->etag;
  if (packed) etag.insert(etag.size() - 1, "-gzip");
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Last-Modified", http_time(file->last_modified));
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("X-List-Cursor", file->cursor);
  response.headers.emplace_back("Vary", "Accept-Encoding, Authorization");
  const std::string_view known = request.header(Header::kIfNoneMatch);
  if (known == "*" || known.find(etag) != std::string_view::npos) {
    response.status = 304;
    return respond(std::move(response));
  }
  response.content_type = file->content_type;
  response.shared_body = packed ? file->gzip : file->bytes;
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  respond(std::move(response));
}

void get_feed_changes(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  const auto limit = limit_of(*call);
  if (!limit) return respond(answer(*call, limit.error()));
  respond(answer(*call, api.lists()->changes(call->params[0], call->parameter("cursor"), *limit,
                                             list_view_of(*call))));
}

void search_hashes(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.lists() == nullptr) return respond(away(*call));
  respond(answer(*call, api.lists()->search(call->request.body, list_view_of(*call))));
}

void list_sources(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  respond(answer(*call, api.feeds()->sources()));
}

void run_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  const std::string_view dry = call->parameter("dry");
  if (!dry.empty() && dry != "true" && dry != "false") {
    Error error{ErrorCode::kInvalid, "true or false", {}};
    error.fields.push_back({"?dry", "unknown_word", "true or false"});
    return respond(answer(*call, error));
  }
  Response response =
      answer(*call, api.feeds()->ask_run(call->actor(), call->params[0], dry == "true"));
  if (response.status == 200) response.status = 202;
  respond(std::move(response));
}

void get_source_run(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  respond(answer(*call, api.feeds()->run_state(call->params[0], call->params[1])));
}

void decide_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  Response response =
      answer(*call, api.feeds()->decide(call->actor(), call->params[0], call->request.body));
  if (response.status == 200) response.status = 202;
  respond(std::move(response));
}

void add_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  respond(answer(*call, api.feeds()->set(call->actor(), {}, std::nullopt, call->request.body),
                 ProblemKind::kNotRecorded));
}

void change_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(*call,
                 api.feeds()->set(call->actor(), call->params[0], *version, call->request.body),
                 ProblemKind::kNotRecorded));
}

void remove_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  const auto version = if_match_of(*call);
  if (!version) return respond(answer(*call, version.error()));
  respond(answer(
      *call,
      api.feeds()->remove(call->actor(), call->params[0], *version, call->parameter("reason")),
      ProblemKind::kNotRecorded));
}

void withdraw_source(Api& api, const CallPtr& call, const Respond& respond) {
  if (api.feeds() == nullptr) return respond(away(*call));
  Response response =
      answer(*call, api.feeds()->withdraw(call->actor(), call->params[0], call->request.body));
  if (response.status == 200) response.status = 202;
  respond(std::move(response));
}

}  // namespace analyzer::server
