// What handlers share: use cases' results as responses, parameters as values.

#include <charconv>

#include "analyzer/server/api.h"

namespace analyzer::server {
namespace {

tl::unexpected<Error> wrong_parameter(std::string_view name, std::string_view code,
                                      std::string message) {
  Error error{ErrorCode::kInvalid, message, {}};
  error.fields.push_back({"?" + std::string(name), std::string(code), std::move(message)});
  return tl::unexpected(std::move(error));
}

tl::unexpected<Error> precondition(std::string_view code) {
  Error error{ErrorCode::kConflict, "If-Match", {}};
  error.fields.push_back({"", std::string(code), "If-Match"});
  return tl::unexpected(std::move(error));
}

}  // namespace

Response answer(const Call& call, const Error& error, ProblemKind unavailable) {
  return problem(error, call.language, call.request.request_id, unavailable);
}

Response answer(const Call& call, const Result<Document>& result, ProblemKind unavailable) {
  if (!result) return answer(call, result.error(), unavailable);
  Response response;
  response.status = result->created ? 201 : 200;
  response.content_type = "application/json";
  response.shared_body = result->text;
  if (result->replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  if (result->version) {
    response.headers.emplace_back("ETag", "\"" + std::to_string(*result->version) + "\"");
  }
  return response;
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

Result<SheetFormat> format_of(const Call& call) {
  const std::string_view word = call.parameter("format");
  if (word.empty()) return SheetFormat::kCsv;
  if (const auto format = parse_name<SheetFormat>(word)) return *format;
  return wrong_parameter("format", "unknown_word", "csv or xlsx");
}

Response file_response(const Call& call, const Result<Export>& file, SheetFormat format,
                       std::string_view name) {
  if (!file) return answer(call, file.error());
  Response response;
  response.content_type = format == SheetFormat::kCsv
                              ? "text/csv; charset=utf-8"
                              : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + std::string(name) + "." + std::string(name_of(format)) + "\"");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Rows", std::to_string(file->rows));
  response.headers.emplace_back("X-Rows-Cut", file->cut ? "true" : "false");
  response.body = file->bytes;
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Result<bool> strict_of(const Call& call) {
  const std::string_view strict = call.parameter("strict");
  if (strict.empty() || strict == "true") return true;
  if (strict == "false") return false;
  return wrong_parameter("strict", "unknown_word", "true or false");
}

Response away(const Call& call) {
  return problem(ProblemKind::kUnavailable, call.language, call.request.request_id);
}

bool is_area(std::string_view text) {
  return text.size() >= 2 && text.size() <= 12 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

tl::unexpected<Error> wrong_filter(std::string_view name, std::string_view code) {
  Error error{ErrorCode::kInvalid, "a filter is wrong", {}};
  error.fields.push_back(
      {"?" + std::string(name), std::string(code), "not a value of this filter"});
  return tl::unexpected(std::move(error));
}

Result<int> limit_of(const Call& call) {
  constexpr int kDefault = 50;
  constexpr int kMost = 200;
  const std::string_view text = call.parameter("limit");
  if (text.empty()) return kDefault;
  int limit = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc{} || rest != text.data() + text.size()) {
    return wrong_parameter("limit", "type", "must be a whole number");
  }
  if (limit < 1 || limit > kMost) return wrong_parameter("limit", "range", "1 to 200");
  return limit;
}

Result<std::int64_t> if_match_of(const Call& call) {
  std::string_view tag = call.request.header(Header::kIfMatch);
  if (tag.empty()) return precondition("precondition_required");
  std::int64_t version = 0;
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return precondition("stale");
  tag = tag.substr(1, tag.size() - 2);
  const auto [rest, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (error != std::errc{} || rest != tag.data() + tag.size()) return precondition("stale");
  return version;
}

}  // namespace analyzer::server
