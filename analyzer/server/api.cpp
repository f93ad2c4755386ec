#include "analyzer/server/api.h"

#include <chrono>

#include "analyzer/server/docs_page.h"
#include "analyzer/server/openapi_embedded.h"
#include "analyzer/service/tokens.h"

namespace analyzer::server {
namespace {

constexpr std::string_view kSessionCookie = "session";

std::int64_t steady_now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Names for the metrics: the routes, then what is none.
std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const Route& route : routes()) {
    names.push_back(std::string(method_name(route.method)) + " " + std::string(route.pattern));
  }
  names.emplace_back("console");
  names.emplace_back("unmatched");
  names.emplace_back("unreadable");
  return names;
}
const std::size_t kConsole = routes().size();
const std::size_t kUnmatched = kConsole + 1;
const std::size_t kUnreadable = kConsole + 2;

// Whether a Content-Type is `type` (lower case), whatever its parameters and its case.
bool is_type(std::string_view content_type, std::string_view type) {
  const std::string_view kind = content_type.substr(0, content_type.find(';'));
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  if (kind.size() < type.size() || !std::equal(type.begin(), type.end(), kind.begin(),
                                               [&](char b, char a) { return same(a, b); })) {
    return false;
  }
  return kind.find_first_not_of(' ', type.size()) == std::string_view::npos;
}

bool is_json(std::string_view content_type) { return is_type(content_type, "application/json"); }

// Which of the three it is the bytes say themselves.
bool is_picture(std::string_view content_type) {
  return is_type(content_type, "image/png") || is_type(content_type, "image/jpeg") ||
         is_type(content_type, "image/webp");
}

bool changes_state(Method method) { return method != Method::kGet && method != Method::kHead; }

std::string_view bearer_of(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    if ((authorization[i] | 0x20) != kScheme[i]) return {};
  }
  authorization.remove_prefix(kScheme.size());
  return authorization.substr(authorization.find_first_not_of(' ') == std::string_view::npos
                                  ? authorization.size()
                                  : authorization.find_first_not_of(' '));
}

std::string_view who_of(const Call& call) {
  if (call.key) return call.key->key.id;
  if (call.session) return call.session->actor.id;
  return {};
}

Response refuse_call(const Call& call, const Request& request, ProblemKind kind, int retry = 1) {
  return problem(kind, call.language, request.request_id, {}, retry);
}

}  // namespace

Api::Api(Service& service, Accounts& accounts, ApiOptions options)
    : service_(service),
      accounts_(accounts),
      options_(std::move(options)),
      key_limit_(options_.key_calls_per_second,
                 options_.key_burst > 0 ? options_.key_burst : 2 * options_.key_calls_per_second),
      sign_in_limit_(options_.sign_ins_per_minute / 60.0, options_.sign_ins_per_minute),
      url_check_limit_(options_.url_checks_per_minute / 60.0, options_.url_checks_per_minute),
      request_metrics_(metric_names()),
      deciders_(options_.deciders, options_.longest_queue),
      workers_(options_.workers, options_.longest_queue) {}

Result<std::unique_ptr<Api>> Api::make(Service& service, Accounts& accounts, ApiOptions options) {
  std::unique_ptr<Api> api(new Api(service, accounts, std::move(options)));
  api->openapi_ = std::make_shared<const std::string>(openapi_json());
  auto parameters = Parameters::read(*api->openapi_);
  if (!parameters) return tl::unexpected(parameters.error());
  api->parameters_ = std::move(*parameters);
  for (const Language language : {Language::kZh, Language::kEn}) {
    auto page = docs_page_of(*api->openapi_, language);
    if (!page) return tl::unexpected(page.error());
    auto& slot = language == Language::kZh ? api->docs_zh_ : api->docs_en_;
    slot = std::make_shared<const std::string>(std::move(*page));
  }
  return api;
}

std::shared_ptr<const std::string> Api::docs_page(Language language) const {
  return language == Language::kZh ? docs_zh_ : docs_en_;
}

std::string Api::region_name(std::string_view code) const {
  return options_.region_name ? options_.region_name(code) : std::string();
}

Result<Document> Api::settings() const {
  if (!options_.settings) return fail(ErrorCode::kUnavailable, "no settings are shown");
  return options_.settings();
}

RateLimiter::Standing Api::ask_url_check(std::string_view key) {
  return url_check_limit_.ask(key, RateLimiter::Clock::now());
}

int Api::sign_in_pause(std::string_view address) {
  return sign_in_limit_.take(address, RateLimiter::Clock::now());
}

Admission Api::admit(const Request& head) {
  Match found = match(head.method, head.path);
  if (found.kind != Match::Kind::kRoute) return admit_other(head, found);
  const Route& route = routes()[found.route];
  auto call = std::make_shared<Call>();
  call->began = steady_now();
  call->route = found.route;
  call->params = std::move(found.params);
  call->language = language_of(head.header(Header::kAcceptLanguage));
  Admission admission;
  admission.body_limit = route.body_limit;
  auto query = parse_query(head.query);
  if (!query) {
    admission.answer = refuse_call(*call, head, ProblemKind::kBadRequest);
  } else {
    call->query = std::move(*query);
    admission.answer = admit_caller(head, *call);
    const auto mistakes = parameters_.mistakes(call->route, call->query);
    if (!admission.answer && !mistakes.empty()) {
      admission.answer = problem(ProblemKind::kInvalid, call->language, head.request_id, mistakes);
    }
  }
  if (admission.answer) {
    record(head, call->route, who_of(*call), admission.answer->status, call->began);
  }
  admission.proved = call->key != nullptr;
  admission.note = std::move(call);
  return admission;
}

// Paths without a route: the console's pages, the problems for all others.
Admission Api::admit_other(const Request& head, const Match& found) {
  const std::int64_t began = steady_now();
  const Language language = language_of(head.header(Header::kAcceptLanguage));
  Admission admission;
  std::size_t metric = kUnmatched;
  const bool reads = head.method == Method::kGet || head.method == Method::kHead;
  if (found.kind == Match::Kind::kWrongMethod) {
    const bool asks = head.method == Method::kOptions;
    admission.answer =
        asks ? no_content() : problem(ProblemKind::kMethodNotAllowed, language, head.request_id);
    admission.answer->headers.emplace_back("Allow", found.allow + ", OPTIONS");
  } else if (found.kind == Match::Kind::kBadPath) {
    admission.answer = problem(ProblemKind::kBadRequest, language, head.request_id);
  } else if (reads && !std::string_view(head.path).starts_with("/v1/")) {
    metric = kConsole;
    admission.answer = options_.console.get(head);
    if (!admission.answer && head.path == "/") {  // no console was built: show something
      admission.answer = no_content();
      admission.answer->status = 302;
      admission.answer->headers.emplace_back("Location", "/v1/docs");
    }
  }
  if (!admission.answer) {
    admission.answer = problem(ProblemKind::kNotFound, language, head.request_id);
  }
  record(head, metric, {}, admission.answer->status, began);
  return admission;
}

// Says what speaks against the call before its body is read.
std::optional<Response> Api::admit_caller(const Request& head, Call& call) {
  const Route& route = routes()[call.route];
  const std::string_view authorization = head.header(Header::kAuthorization);
  if (!route.is_public()) {
    if (!authorization.empty()) {
      call.key = accounts_.key(bearer_of(authorization));
      if (!call.key) return refuse_call(call, head, ProblemKind::kUnauthenticated);
      if (options_.keys_need_certificate && head.client_name != call.key->key.caller) {
        return refuse_call(call, head, ProblemKind::kClientCertificate);
      }
      if ((call.key->scopes & route.scopes) == 0) {
        return refuse_call(call, head, ProblemKind::kForbidden);
      }
      const int pause = key_limit_.take(call.key->key.id, RateLimiter::Clock::now());
      if (pause > 0) return refuse_call(call, head, ProblemKind::kTooManyRequests, pause);
    } else if (route.roles == 0 ||
               cookie_value(head.header(Header::kCookie), kSessionCookie).empty()) {
      return refuse_call(call, head, ProblemKind::kUnauthenticated);
    }
  }
  const std::string_view type = head.header(Header::kContentType);
  if (route.body == Body::kPicture) {
    if (is_picture(type)) return std::nullopt;
    return refuse_call(call, head, ProblemKind::kUnsupportedPicture);
  }
  if (route.body == Body::kFile) {
    if (is_type(type, "application/octet-stream")) return std::nullopt;
    return refuse_call(call, head, ProblemKind::kUnsupportedMediaType);
  }
  const bool wants_json = route.body == Body::kRequired || !type.empty();
  if (route.body != Body::kNone && wants_json && !is_json(type)) {
    return refuse_call(call, head, ProblemKind::kUnsupportedMediaType);
  }
  return std::nullopt;
}

void Api::handle(Request&& request, Respond respond) {
  auto call = std::static_pointer_cast<Call>(std::move(request.admitted));
  call->request = std::move(request);
  Respond recorded = [this, call, respond = std::move(respond)](Response&& response) {
    record(call->request, call->route, who_of(*call), response.status, call->began);
    respond(std::move(response));
  };
  const bool must_wait = !call->key || call->key->key.require_nonce;
  const Route& route = routes()[call->route];
  if (route.run == Run::kNow && (route.is_public() || !must_wait)) {
    route.handler(*this, call, recorded);
    return;
  }
  Workers& lane = route.run == Run::kWorker ? workers_ : deciders_;
  const bool posted = lane.post([this, call, recorded] { run_on_worker(call, recorded); });
  if (!posted) recorded(refuse_call(*call, call->request, ProblemKind::kUnavailable));
}

void Api::run_on_worker(const CallPtr& call, const Respond& respond) {
  const Route& route = routes()[call->route];
  if (call->key && call->key->key.require_nonce) {
    const Status fresh = accounts_.use_nonce(*call->key, call->request.header(Header::kTimestamp),
                                             call->request.header(Header::kNonce));
    if (!fresh) {
      respond(answer(*call, fresh.error()));
      return;
    }
  }
  if (!route.is_public() && !call->key) {
    if (auto refused = check_session(*call)) {
      respond(std::move(*refused));
      return;
    }
  }
  route.handler(*this, call, respond);
}

std::optional<Response> Api::check_session(Call& call) {
  const Route& route = routes()[call.route];
  const Request& request = call.request;
  auto session = accounts_.session(cookie_value(request.header(Header::kCookie), kSessionCookie),
                                   request.request_id);
  if (!session) return answer(call, session.error());
  call.session = std::move(*session);
  if (changes_state(request.method) &&
      !equal_secrets(request.header(Header::kCsrfToken), call.session->csrf_token)) {
    return refuse_call(call, request, ProblemKind::kCsrf);
  }
  if (route.roles == kAnybodySignedIn) return std::nullopt;
  if (call.session->must_change_password) {
    return refuse_call(call, request, ProblemKind::kPasswordChangeRequired);
  }
  if ((call.session->actor.roles & route.roles) == 0) {
    return refuse_call(call, request, ProblemKind::kForbidden);
  }
  return std::nullopt;
}

Response Api::unreadable(int status, const Request& request) {
  const Language language = language_of(request.header(Header::kAcceptLanguage));
  request_metrics_.count(kUnreadable, status, 0.0);
  return problem(kind_of_status(status), language, request.request_id);
}

void Api::record(const Request& request, std::size_t route, std::string_view who, int status,
                 std::int64_t began) {
  const std::int64_t nanos = steady_now() - began;
  request_metrics_.count(route, status, static_cast<double>(nanos) / 1e9);
  if (!options_.log) return;
  AccessRecord line;
  line.method = method_name(request.method);
  line.route = route < routes().size() ? routes()[route].pattern
               : route == kConsole     ? std::string_view("console")
                                       : std::string_view("unmatched");
  line.status = status;
  line.micros = nanos / 1000;
  line.request_id = request.request_id;
  line.remote = request.remote;
  line.who = who;
  options_.log(line);
}

}  // namespace analyzer::server
