// Failures as RFC 9457 problems: the one place where an Error becomes a status,
// a stable type and words for people. Nothing of an Error's own message reaches
// a caller, so neither do paths, SQL or values that were refused.

#ifndef ANALYZER_SERVER_PROBLEM_H_
#define ANALYZER_SERVER_PROBLEM_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/server/http.h"

namespace analyzer::server {

enum class Language : std::uint8_t { kZh, kEn };

// The first of zh and en that an Accept-Language header prefers; zh without one.
Language language_of(std::string_view accept_language);

// In the order of the table in problem.cpp, which gives status, type and titles.
enum class ProblemKind : std::uint8_t {
  kMalformedJson,
  kBadRequest,
  kUnauthenticated,
  kClientCertificate,
  kBadCredentials,
  kAccountLocked,
  kForbidden,
  kSiteWide,
  kCsrf,
  kPasswordChangeRequired,
  kReplayed,
  kSamePerson,
  kRecused,
  kConflictOfInterest,
  kMarked,
  kOtherRegion,
  kHandedOver,
  kSettled,
  kNotFound,
  kGone,
  kMethodNotAllowed,
  kTimeout,
  kConflict,
  kPreconditionRequired,
  kPreconditionFailed,
  kPayloadTooLarge,
  kUnsupportedMediaType,
  kUnsupportedPicture,
  kInvalid,
  kTooManyRequests,
  kHeadersTooLarge,
  kNotRecorded,
  kUnavailable,
  kPicturesBusy,
  kPicturesUnavailable,
  kInternal,
};

struct ProblemInfo {
  std::string_view name;  // the type is "/problems/" + name
  int status;
  std::string_view zh;
  std::string_view en;
};
const ProblemInfo& info_of(ProblemKind kind);

// The problem that says what `error` is:
//   a FieldError with an empty pointer whose code is a problem's name: that one
//     ("stale" means precondition_failed);
//   kInvalid: invalid where fields are named, else malformed_json;
//   kNotFound, kConflict: theirs; kUnavailable: `unavailable`; kCorrupt: internal.
ProblemKind kind_of(const Error& error, ProblemKind unavailable = ProblemKind::kUnavailable);

// Returns the whole answer. 401 gets WWW-Authenticate, 429 and 503 Retry-After.
Response problem(ProblemKind kind, Language language, std::string_view request_id,
                 const std::vector<FieldError>& fields = {}, int retry_after_seconds = 1);

// The answer to `error`.
Response problem(const Error& error, Language language, std::string_view request_id,
                 ProblemKind unavailable = ProblemKind::kUnavailable);

// The problem of a request that could not be read as one.
ProblemKind kind_of_status(int status);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_PROBLEM_H_
