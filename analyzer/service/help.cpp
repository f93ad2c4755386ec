// Answers "认证通不过" on the telephone: the same sentences that an attempt's answer
// carries. Nothing is stored, nobody is named and nothing is suspected.

#include <algorithm>

#include "analyzer/engine/attempt_help.h"
#include "analyzer/engine/attempt_passes.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr std::string_view kNobody = "help";

// Where each field of the question stands in an attempt.
struct Place {
  std::string_view name;
  std::string_view part;  // empty: at the top
};
constexpr Place kPlaces[] = {{"region", ""},       {"channel", ""},      {"failure_code", ""},
                             {"age", "person"},    {"scheme", "person"}, {"special", "person"},
                             {"abroad", "person"}, {"due_on", "person"}, {"tries", "biometric"}};

// The question as the body of an attempt that failed, so that its fields are read and
// refused as everywhere.
Result<json::Value> as_attempt(const json::Value& question, Time now) {
  if (!question.is_object()) return tl::unexpected(field_error("", "type", "must be an object"));
  json::Object body;
  json::Object person{{"ref", kNobody}};
  json::Object biometric;
  for (const auto& [key, value] : question.get_object()) {
    const auto place = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                    [&](const Place& each) { return each.name == key; });
    if (place == std::end(kPlaces)) {
      return tl::unexpected(field_error("/" + std::string(key), "unknown_field", "no such field"));
    }
    json::Object& part = place->part.empty() ? body : place->part == "person" ? person : biometric;
    part[key] = value;
  }
  body["attempt_id"] = kNobody;
  body["occurred_at"] = format_time(now);
  body["outcome"] = name_of(Outcome::kFailed);
  if (!body.contains("channel")) body["channel"] = name_of(Channel::kApp12333);
  body["person"] = std::move(person);
  if (!biometric.empty()) body["biometric"] = std::move(biometric);
  return body;
}

// The same error with the fields' names as they were asked.
Error as_asked(Error error) {
  for (FieldError& field : error.fields) {
    for (const Place& place : kPlaces) {
      const std::string prefix = "/" + std::string(place.part) + "/";
      if (!place.part.empty() && field.pointer.starts_with(prefix)) {
        field.pointer.erase(0, prefix.size() - 1);
      }
    }
  }
  return error;
}

}  // namespace

Result<Document> ServiceImpl::help(std::string_view body) {
  const Result<json::Value> question = parse_body(body);
  if (!question) return tl::unexpected(question.error());
  const Result<json::Value> attempt = as_attempt(*question, now());
  if (!attempt) return tl::unexpected(attempt.error());
  const auto parsed = wire::parse_attempt(*attempt, {true, true, now()});
  if (!parsed) return tl::unexpected(as_asked(parsed.error()));
  const auto snapshot = this->snapshot();
  const History history;
  const AttemptContext context = attempt_context(parsed->value, history, *snapshot);
  json::Array sentences;
  for (const Sentence& sentence : help_for(attempt_evidence(context), context)) {
    sentences.push_back(sentence_view(sentence));
  }
  return document(json::write(json::Object{{"help", std::move(sentences)}}));
}

}  // namespace analyzer
