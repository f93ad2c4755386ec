// The table of everything this server answers: one row a route. Who may call,
// how long a body may be and where the work runs stand here; what it does in the
// handler. openapi.yaml describes the same routes to callers, and a test walks
// both.

#ifndef ANALYZER_SERVER_ROUTES_H_
#define ANALYZER_SERVER_ROUTES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/server/http.h"
#include "analyzer/server/problem.h"
#include "analyzer/service/accounts.h"
#include "analyzer/service/actor.h"

namespace analyzer::server {

class Api;
struct Call;
using CallPtr = std::shared_ptr<Call>;

// Answers by `respond`, now or later.
using Handler = void (*)(Api& api, const CallPtr& call, const Respond& respond);

// Where a handler is run.
enum class Run : std::uint8_t {
  kNow,     // on the io thread: takes microseconds and never waits
  kDecide,  // on threads of their own for what a caller or an agent on the phone waits for
  kWorker,  // on a worker: pages, exports, searches, sign-ins; may take long
};

enum class Body : std::uint8_t { kNone, kOptional, kRequired, kPicture, kFile };

inline constexpr Roles kAnybodySignedIn = ~Roles{0};

struct Route {
  Method method;
  std::string_view pattern;  // "/v1/cases/{case_id}/claim"
  Body body;
  std::size_t body_limit;  // bytes
  std::uint32_t scopes;    // an API key needs one of these (bits of kScopes); 0: no keys
  Roles roles;             // a person needs one of these; 0: no people
  Run run;
  Handler handler;

  bool is_public() const { return scopes == 0 && roles == 0; }
};

std::span<const Route> routes();

// One request on its way through a route.
struct Call {
  std::size_t route = 0;            // index into routes()
  std::vector<std::string> params;  // values of {...}, decoded, in order
  Query query;
  Language language = Language::kZh;
  Request request;
  std::shared_ptr<const KeyIdentity> key;  // set where a machine calls
  std::optional<SessionInfo> session;      // set where a person calls
  std::int64_t began = 0;                  // steady clock, nanoseconds

  // The query's value of `name`, or an empty view.
  std::string_view parameter(std::string_view name) const;
  // Who a machine's or a person's submissions are kept under.
  analyzer::Caller caller() const;
  const Actor& actor() const { return session->actor; }
};

// What a path and method mean.
struct Match {
  enum class Kind : std::uint8_t { kRoute, kNoSuchPath, kWrongMethod, kBadPath };
  Kind kind = Kind::kNoSuchPath;
  std::size_t route = 0;
  std::vector<std::string> params;
  std::string allow;  // for kWrongMethod and OPTIONS: "GET, HEAD, POST"
};

// Finds the route of a request. HEAD finds GET's. A fixed part of a path wins
// over a {parameter}.
Match match(Method method, std::string_view path);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_ROUTES_H_
