// The application behind the listener: routes, who may call them, and the
// handlers' way to the use cases.

#ifndef ANALYZER_SERVER_API_H_
#define ANALYZER_SERVER_API_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/server/http.h"
#include "analyzer/server/listener.h"
#include "analyzer/server/metrics.h"
#include "analyzer/server/parameters.h"
#include "analyzer/server/problem.h"
#include "analyzer/server/rate_limit.h"
#include "analyzer/server/routes.h"
#include "analyzer/server/static_files.h"
#include "analyzer/server/workers.h"
#include "analyzer/service/accounts.h"
#include "analyzer/service/audit_check.h"
#include "analyzer/service/disputes.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/pictures.h"
#include "analyzer/service/published_lists.h"
#include "analyzer/service/register_work.h"
#include "analyzer/service/service.h"
#include "analyzer/service/webhooks.h"

namespace analyzer::server {

// One answered request, for the log. Never holds a body, a query or a key.
struct AccessRecord {
  std::string_view method;
  std::string_view route;  // the pattern, not the path: ids stay out of the log
  int status = 0;
  std::int64_t micros = 0;
  std::string_view request_id;
  std::string_view remote;
  std::string_view who;  // caller or account id; empty: nobody
};

struct ApiOptions {
  unsigned deciders = 2;              // threads of Run::kDecide
  unsigned workers = 4;               // threads of Run::kWorker
  std::size_t longest_queue = 1024;   // requests that wait for either; above it 503
  double key_calls_per_second = 0.0;  // of each API key; 0: no limit
  double key_burst = 0.0;             // 0: two seconds' worth
  double sign_ins_per_minute = 60.0;  // of each address
  // A key counts only over a connection with a verified client certificate whose
  // common name is the key's caller.
  bool keys_need_certificate = false;
  Pictures* pictures = nullptr;                // null: none are taken; must outlive the Api
  PublishedLists* lists = nullptr;             // null: none go out; must outlive the Api
  Feeds* feeds = nullptr;                      // null: none come in; must outlive the Api
  Webhooks* webhooks = nullptr;                // null: nobody is told; must outlive the Api
  Disputes* disputes = nullptr;                // null: none are taken; must outlive the Api
  AuditCheck* audit_check = nullptr;           // null: none is made; must outlive the Api
  RegisterWork* register_work = nullptr;       // null: nothing is confirmed; must outlive the Api
  std::function<Result<Document>()> settings;  // empty: none are shown
  double url_checks_per_minute = 600.0;        // of each key, POST /v1/urls/check
  StaticFiles console;
  std::function<std::string(std::string_view)> region_name;  // of a code or its beginning
  std::function<ListenerCounts()> listener_counts;
  std::function<void(const AccessRecord&)> log;  // called on any thread
};

// Any number of threads may call an Api at once.
class Api final : public Application {
 public:
  // Fails with kCorrupt if the built-in openapi.json does not parse.
  static Result<std::unique_ptr<Api>> make(Service& service, Accounts& accounts,
                                           ApiOptions options);

  Admission admit(const Request& head) override;
  void handle(Request&& request, Respond respond) override;
  Response unreadable(int status, const Request& request) override;

  // Finishes what workers have begun; call it after Listener::stop().
  void stop() {
    deciders_.stop();
    workers_.stop();
  }

  // -- for the handlers ---------------------------------------------------------
  Service& service() { return service_; }
  Accounts& accounts() { return accounts_; }
  Pictures* pictures() { return options_.pictures; }
  PublishedLists* lists() { return options_.lists; }
  Feeds* feeds() { return options_.feeds; }
  Webhooks* webhooks() { return options_.webhooks; }
  Disputes* disputes() { return options_.disputes; }
  // Takes one check of a link off what `key` may ask.
  RateLimiter::Standing ask_url_check(std::string_view key);
  int url_checks_per_minute() const { return static_cast<int>(options_.url_checks_per_minute); }
  AuditCheck* audit_check() { return options_.audit_check; }
  RegisterWork* register_work() { return options_.register_work; }
  Result<Document> settings() const;
  const std::string& openapi() const { return *openapi_; }
  std::shared_ptr<const std::string> openapi_bytes() const { return openapi_; }
  std::shared_ptr<const std::string> docs_page(Language language) const;
  std::string region_name(std::string_view code) const;
  std::string metrics_text();
  // Seconds to wait before another sign-in from `address`; 0: none.
  int sign_in_pause(std::string_view address);

 private:
  Api(Service& service, Accounts& accounts, ApiOptions options);

  std::optional<Response> admit_caller(const Request& head, Call& call);
  Admission admit_other(const Request& head, const Match& match);
  void run(const CallPtr& call, const Respond& respond);
  void run_on_worker(const CallPtr& call, const Respond& respond);
  std::optional<Response> check_session(Call& call);
  void record(const Request& request, std::size_t route, std::string_view who, int status,
              std::int64_t began);

  Service& service_;
  Accounts& accounts_;
  ApiOptions options_;
  RateLimiter key_limit_;
  RateLimiter sign_in_limit_;
  RateLimiter url_check_limit_;
  RequestMetrics request_metrics_;
  Parameters parameters_;
  std::shared_ptr<const std::string> openapi_;
  std::shared_ptr<const std::string> docs_zh_;
  std::shared_ptr<const std::string> docs_en_;
  Workers deciders_;  // last two: their threads use all of the above
  Workers workers_;
};

// -- what handlers share ----------------------------------------------------------
// Turns a use case's answer into a response; `unavailable` says what a failure
// to record or read is called.
Response answer(const Call& call, const Result<Document>& result,
                ProblemKind unavailable = ProblemKind::kUnavailable);
Response answer(const Call& call, const Error& error,
                ProblemKind unavailable = ProblemKind::kUnavailable);
Response json_response(int status, std::string body);
// `format`, csv if there is none; and a table of that format to be saved. X-Rows tells
// how many rows it has, X-Rows-Cut whether there were more.
Result<SheetFormat> format_of(const Call& call);
Response file_response(const Call& call, const Result<Export>& file, SheetFormat format,
                       std::string_view name);
Response no_content();
// Of a part that does not run here, or not now: 503.
Response away(const Call& call);

// Reads `strict`, `limit` and the like. Fail with kInvalid, naming the parameter.
Result<bool> strict_of(const Call& call);
Result<int> limit_of(const Call& call);
// What is wrong with the filter `name`: "unknown_word", "too_long" and the like.
tl::unexpected<Error> wrong_filter(std::string_view name, std::string_view code);
// Whether a filter by region can be one: two to twelve digits.
bool is_area(std::string_view text);
// Reads If-Match. Fails with precondition_required or stale.
Result<std::int64_t> if_match_of(const Call& call);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_API_H_
