#include "analyzer/server/parameters.h"

#include <algorithm>

#include "analyzer/core/json.h"
#include "analyzer/server/routes.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kLongestShown = 64;

std::string_view view(const json::String& text) { return {text.data(), text.size()}; }

const json::Value* member(const json::Value* value, std::string_view name) {
  if (value == nullptr || !value->is_object()) return nullptr;
  return value->get_object().if_contains({name.data(), name.size()});
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c | 0x20);
  return out;
}

// The parameter itself where the document points at it.
const json::Value* resolved(const json::Value& document, const json::Value& parameter) {
  constexpr std::string_view kShared = "#/components/parameters/";
  const json::Value* ref = member(&parameter, "$ref");
  if (ref == nullptr || !ref->is_string()) return &parameter;
  const std::string_view target = view(ref->get_string());
  if (!target.starts_with(kShared)) return nullptr;
  return member(member(member(&document, "components"), "parameters"),
                target.substr(kShared.size()));
}

std::vector<std::string> query_names(const json::Value& document, const json::Value& operation) {
  std::vector<std::string> out;
  const json::Value* list = member(&operation, "parameters");
  if (list == nullptr || !list->is_array()) return out;
  for (const json::Value& item : list->get_array()) {
    const json::Value* parameter = resolved(document, item);
    const json::Value* in = member(parameter, "in");
    const json::Value* name = member(parameter, "name");
    if (in == nullptr || name == nullptr || !in->is_string() || !name->is_string()) continue;
    if (view(in->get_string()) == "query") out.emplace_back(view(name->get_string()));
  }
  return out;
}

std::string pointer_to(std::string_view name) {
  std::string out = "?";
  for (const char c : name.substr(0, kLongestShown)) out += c > ' ' && c < 0x7f ? c : '_';
  return out;
}

}  // namespace

Result<Parameters> Parameters::read(std::string_view openapi_json) {
  const auto document = json::parse(openapi_json, {.max_depth = 64});
  if (!document) return tl::unexpected(document.error());
  Parameters out;
  for (const Route& route : routes()) {
    const json::Value* operation = member(member(member(&*document, "paths"), route.pattern),
                                          lower(method_name(route.method)));
    if (operation == nullptr) {
      return fail(ErrorCode::kCorrupt,
                  "openapi.yaml does not describe " + std::string(route.pattern));
    }
    out.names_.push_back(query_names(*document, *operation));
  }
  return out;
}

std::vector<FieldError> Parameters::mistakes(std::size_t route, const Query& query) const {
  static const std::vector<std::string> kNone;
  const std::vector<std::string>& known = route < names_.size() ? names_[route] : kNone;
  std::vector<FieldError> out;
  for (auto it = query.begin(); it != query.end(); ++it) {
    const std::string& name = it->first;
    const auto same = [&](const auto& pair) { return pair.first == name; };
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      out.push_back({pointer_to(name), "unknown_parameter", "no such query parameter"});
    } else if (std::any_of(query.begin(), it, same)) {
      out.push_back({pointer_to(name), "duplicate_key", "given twice"});
    }
  }
  return out;
}

}  // namespace analyzer::server
