#include "analyzer/cli/demo.h"

#include <fstream>

#include "analyzer/cli/submit_lines.h"
#include "analyzer/core/json.h"

namespace analyzer::cli {
namespace {

// The member that holds the time of each kind of line.
const char* time_member(std::string_view kind) {
  if (kind == "attempt") return "occurred_at";
  return "received_at";
}

Status load_line(Service& service, const std::string& text, const Caller& caller) {
  Result<json::Value> value = json::parse(text);
  if (!value || !value->is_object()) return fail(ErrorCode::kInvalid, "not a JSON object");
  json::Object& line = value->get_object();
  const json::Value* minutes = line.if_contains("minutes_ago");
  if (minutes == nullptr || !minutes->is_number()) {
    return fail(ErrorCode::kInvalid, "minutes_ago is missing");
  }
  const Time at = service.now() - std::chrono::minutes{minutes->to_number<std::int64_t>()};
  for (auto& item : line) {
    const std::string kind(item.key());
    if (kind == "minutes_ago") continue;
    if (!item.value().is_object()) return fail(ErrorCode::kInvalid, "an object is needed");
    item.value().get_object()[time_member(kind)] = format_time(at);
    const Result<Document> answer =
        submit_and_wait(service, caller, kind, json::write(item.value()));
    // The same line of an earlier start had another time: it is there already.
    if (!answer && answer.error().code != ErrorCode::kConflict) {
      return tl::unexpected(answer.error());
    }
  }
  return {};
}

}  // namespace

Status load_demo(Service& service, const std::string& file) {
  std::ifstream stream(file);
  if (!stream) return fail(ErrorCode::kNotFound, file + ": cannot be opened");
  const Caller caller{"demo", "demo", ""};
  std::string text;
  for (std::size_t number = 1; std::getline(stream, text); ++number) {
    if (text.empty()) continue;
    if (Status status = load_line(service, text, caller); !status) {
      Error error = status.error();
      error.message = file + ":" + std::to_string(number) + ": " + error.message;
      return tl::unexpected(std::move(error));
    }
  }
  return {};
}

}  // namespace analyzer::cli
