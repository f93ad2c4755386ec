#include "analyzer/wire/parse.h"

#include "analyzer/core/attempt_fields.h"
#include "analyzer/core/digest.h"
#include "analyzer/core/registry_kinds.h"
#include "analyzer/core/report_fields.h"
#include "analyzer/core/time.h"
#include "analyzer/wire/reader.h"

namespace analyzer::wire {

template <class V, field::Either<OutcomeUpdate> T>
void fields(V& v, T& update) {
  v("outcome", update.outcome, field::required());
  v("at", update.at, field::required());
  v("source", update.source, field::text(128));
}

template <class V, field::Either<RegistryPerson> T>
void fields(V& v, T& person) {
  v("ref", person.ref, field::kRef);
  v("id_number", person.id_number, field::kIdNumber);
}

template <class V, field::Either<RegistryEvent> T>
void fields(V& v, T& event) {
  v("event_id", event.event_id, field::kId);
  v.object("person", event.person);
  v("kind", event.kind, field::required());
  v("from", event.from, field::required());
  v("to", event.to, field::kAny);
  v("source", event.source, field::kId);
  v("source_id", event.source_id, field::text(128));
  v("match", event.match, field::required());
  v("status", event.status, field::required());
  v("received_at", event.received_at, field::kAny);
}

namespace {

constexpr Place kRoot{};

// True unless `value` was sent and refused: a mistake is told once.
bool sent(const json::Object& body, std::string_view group, std::string_view name) {
  const json::Value* inside = body.if_contains(group);
  if (inside == nullptr || !inside->is_object()) return inside != nullptr && !inside->is_null();
  const json::Value* value = inside->get_object().if_contains(name);
  return value != nullptr && !value->is_null() && *value != "";
}

// One of ref and id_number must be there; region 99 only where it is accepted.
template <class T>
void check_person(const T& person, const json::Object& body, Findings& findings) {
  const Place place{&kRoot, "person"};
  const bool refused = sent(body, "person", "ref") || sent(body, "person", "id_number");
  if (!person.ref && !person.id_number && !refused) {
    findings.add(Place{&place, "ref"}, "required", "ref or id_number is required");
  }
  if (person.id_number && person.id_number->starts_with("99") &&
      !findings.options().synthetic_ids) {
    findings.add(Place{&place, "id_number"}, "format",
                 "is of a synthetic region, which is not accepted here");
  }
}

void check(const Attempt& attempt, const json::Object& body, Findings& findings) {
  check_person(attempt.person, body, findings);
  if (attempt.failure_code && attempt.outcome == Outcome::kPassed && findings.clean()) {
    findings.add(Place{&kRoot, "failure_code"}, "contradiction",
                 "belongs to the outcomes failed, manual and abandoned only");
  }
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void check(const Report& report, const json::Object& body, Findings& findings) {
  if (!report.urls.empty() || (report.text && !is_blank(*report.text))) return;
  if (report.text) {
    findings.add(Place{&kRoot, "text"}, "required", "must say something");
    return;
  }
  const json::Value* text = body.if_contains("text");
  const json::Value* urls = body.if_contains("urls");
  const bool refused_text = text != nullptr && !text->is_null() && *text != "";
  const bool refused_urls =
      urls != nullptr && !urls->is_null() && !(urls->is_array() && urls->get_array().empty());
  if (!refused_text && !refused_urls) {
    findings.add(Place{&kRoot, "text"}, "required", "text or urls is required");
  }
}

void check(const OutcomeUpdate&, const json::Object&, Findings&) {}

void check(const RegistryEvent& event, const json::Object& body, Findings& findings) {
  check_person(event.person, body, findings);
  // A term of prison or a stay abroad may begin tomorrow.
  const Time now = findings.options().now;
  if (is_death(event.kind) && now != Time{} &&
      event.from > shanghai_date(now + std::chrono::hours(24))) {
    findings.add(Place{&kRoot, "from"}, "range", "must not lie more than 24 hours ahead");
  }
  if (event.to && findings.clean() && *event.to < event.from) {
    findings.add(Place{&kRoot, "to"}, "range", "must not lie before from");
  }
}

// Reads the whole body into a T that starts as `value`.
template <class T>
Result<Parsed<T>> parse_body(const json::Value& body, const ParseOptions& options, T value,
                             bool enforce = true) {
  Findings findings(options);
  if (const json::Object* object = body.if_object(); object == nullptr) {
    findings.add(kRoot, "type", "must be an object");
  } else {
    Reader reader(*object, kRoot, findings, enforce);
    fields(reader, value);
    reader.ext();
    reader.done(value, true);
    check(value, *object, findings);
  }
  if (!findings.clean()) {
    return tl::unexpected(
        Error{ErrorCode::kInvalid, "the body has mistakes", findings.take_errors()});
  }
  return Parsed<T>{std::move(value), findings.take_ignored(), sha256(json::canonical(body))};
}

}  // namespace

Result<Parsed<Attempt>> parse_attempt(const json::Value& body, const ParseOptions& options) {
  return parse_body(body, options, Attempt{});
}

Result<Parsed<Report>> parse_report(const json::Value& body, const ParseOptions& options) {
  return parse_body(body, options, Report{});
}

Result<Parsed<Report>> parse_check(const json::Value& body, const ParseOptions& options) {
  Report report;
  report.received_at = options.now;
  return parse_body(body, options, std::move(report), false);
}

Result<Parsed<OutcomeUpdate>> parse_outcome(const json::Value& body, const ParseOptions& options) {
  return parse_body(body, options, OutcomeUpdate{});
}

Result<Parsed<RegistryEvent>> parse_registry_event(const json::Value& body,
                                                   const ParseOptions& options) {
  return parse_body(body, options, RegistryEvent{});
}

}  // namespace analyzer::wire
