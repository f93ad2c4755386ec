// Request bodies as values: an attempt, a report, a check and what follows them.
//
// Every function reads one parsed JSON body, collects all its mistakes, and
// either returns the value or fails with kInvalid, one FieldError a mistake (at
// most kMaxErrors): `pointer` is the JSON pointer of the field, `code` one of
//   required       absent or null, and must not be
//   type           another JSON type; a fraction where a whole number belongs
//   range          a number or time outside its limits
//   too_long       more characters than allowed (report.text and urls: bytes)
//   too_many       more items than allowed
//   format         not a time, date, region, address or hash; a control character
//   unknown_word   not a word of the field's closed list; the message names them
//   unknown_field  no such field; the message names the nearest that there is
//   contradiction  agrees with its own limits, not with another field
//   not_utf8
// No message holds a value that was refused.
//
// null is absent; so is an empty text where the field is optional and has no
// format. Texts are kept as sent. `ext` takes any object up to 4 KB.
//
// All functions are pure and may be called from any thread.

#ifndef ANALYZER_WIRE_PARSE_H_
#define ANALYZER_WIRE_PARSE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/json.h"
#include "analyzer/core/report.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/core/words.h"

namespace analyzer::wire {

inline constexpr std::size_t kMaxErrors = 32;
inline constexpr std::size_t kMaxIgnored = 100;
inline constexpr std::size_t kMaxExtBytes = 4096;

struct ParseOptions {
  bool strict = true;          // false: unknown fields are ignored and named
  bool synthetic_ids = false;  // accept id numbers of region 99
  // Times more than 24 h after it are refused (range). The epoch: no such check.
  Time now{};
  // The body is one of ours that was stored: a value masked as "*" passes every
  // format.
  bool sealed = false;
};

template <class T>
struct Parsed {
  T value;
  std::vector<std::string> ignored;  // pointers of unknown fields, at most kMaxIgnored
  std::string digest;                // SHA-256 of the body's canonical JSON, 32 raw bytes
};

// Body of POST /v1/attempts. `id_number` is checked for its shape only, not for
// its checksum.
Result<Parsed<Attempt>> parse_attempt(const json::Value& body, const ParseOptions& options = {});

// Body of POST /v1/reports.
Result<Parsed<Report>> parse_report(const json::Value& body, const ParseOptions& options = {});

// Body of POST /v1/check: a report whose report_id, received_at (then
// options.now) and source (then kOther) may be absent.
Result<Parsed<Report>> parse_check(const json::Value& body, const ParseOptions& options = {});

// How an attempt ended for good.
enum class FinalOutcome : std::uint8_t { kPassed, kFailed, kWithdrawn };

// Body of POST /v1/attempts/{attempt_id}/outcome.
struct OutcomeUpdate {
  FinalOutcome outcome = FinalOutcome::kPassed;
  Time at{};
  Text source;
};
Result<Parsed<OutcomeUpdate>> parse_outcome(const json::Value& body,
                                            const ParseOptions& options = {});

// Body of POST /v1/registry-events. One of ref and id_number is there.
struct RegistryPerson {
  Text ref;
  Text id_number;
};
struct RegistryEvent {
  std::string event_id;
  RegistryPerson person;
  RegistryKind kind = RegistryKind::kDeathMedical;
  Date from{};
  std::optional<Date> to;  // not before `from`
  std::string source;
  Text source_id;
  RegistryMatch match = RegistryMatch::kId;
  RegistryStatus status = RegistryStatus::kConfirmed;
  std::optional<Time> received_at;
};
Result<Parsed<RegistryEvent>> parse_registry_event(const json::Value& body,
                                                   const ParseOptions& options = {});

}  // namespace analyzer::wire

namespace analyzer {
template <>
inline constexpr auto kNames<wire::FinalOutcome> =
    std::to_array<std::string_view>({"passed", "failed", "withdrawn"});
}  // namespace analyzer

#endif  // ANALYZER_WIRE_PARSE_H_
