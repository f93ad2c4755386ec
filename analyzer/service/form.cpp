#include "analyzer/service/form.h"

#include <algorithm>
#include <utility>

#include "analyzer/core/json.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {

Error field_error(std::string pointer, std::string code, std::string message) {
  return {ErrorCode::kInvalid, message, {{std::move(pointer), std::move(code), message}}};
}

namespace {

Result<std::vector<std::string>> list_of(const json::Value& member, const std::string& key) {
  std::vector<std::string> out;
  if (!member.is_array()) return tl::unexpected(field_error("/" + key, "type", "must be a text"));
  for (const json::Value& item : member.get_array()) {
    if (!item.is_string()) {
      const std::string pointer = "/" + key + "/" + std::to_string(out.size());
      return tl::unexpected(field_error(pointer, "type", "must be a text"));
    }
    out.emplace_back(item.get_string());
  }
  return out;
}

}  // namespace

Result<Form> Form::read(std::string_view body, std::initializer_list<std::string_view> known) {
  Form form;
  if (body.empty()) return form;
  const Result<json::Value> value = parse_body(body);
  if (!value) return tl::unexpected(value.error());
  if (!value->is_object()) return tl::unexpected(field_error("", "type", "must be an object"));
  for (const auto& item : value->get_object()) {
    const std::string key(item.key());
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return tl::unexpected(field_error("/" + key, "unknown_field", "no such field"));
    }
    const json::Value& member = item.value();
    if (member.is_null()) continue;
    if (member.is_bool()) {
      form.flags_[key] = member.get_bool();
    } else if (member.is_number()) {
      form.numbers_[key] = member.to_number<double>();
    } else if (member.is_string()) {
      form.texts_[key] = std::string(member.get_string());
    } else if (Result<std::vector<std::string>> list = list_of(member, key)) {
      form.lists_[key] = *std::move(list);
    } else {
      return tl::unexpected(list.error());
    }
  }
  return form;
}

Status Form::expect(const std::string& key, const char* type) const {
  const bool other = texts_.contains(key) || flags_.contains(key) || numbers_.contains(key) ||
                     lists_.contains(key);
  if (!other) return {};
  return tl::unexpected(field_error("/" + key, "type", std::string("must be a ") + type));
}

Result<std::string> Form::text(const std::string& key) const {
  if (const auto it = texts_.find(key); it != texts_.end()) return it->second;
  if (Status s = expect(key, "text"); !s) return tl::unexpected(s.error());
  return std::string();
}

Result<std::optional<bool>> Form::flag(const std::string& key) const {
  if (const auto it = flags_.find(key); it != flags_.end()) return std::optional(it->second);
  if (Status s = expect(key, "flag"); !s) return tl::unexpected(s.error());
  return std::optional<bool>{};
}

Result<std::optional<double>> Form::number(const std::string& key) const {
  if (const auto it = numbers_.find(key); it != numbers_.end()) return std::optional(it->second);
  if (Status s = expect(key, "number"); !s) return tl::unexpected(s.error());
  return std::optional<double>{};
}

Result<std::optional<std::vector<std::string>>> Form::texts(const std::string& key) const {
  if (const auto it = lists_.find(key); it != lists_.end()) return std::optional(it->second);
  if (Status s = expect(key, "list"); !s) return tl::unexpected(s.error());
  return std::optional<std::vector<std::string>>{};
}

Result<std::optional<Time>> Form::time(const std::string& key) const {
  const Result<std::string> written = text(key);
  if (!written) return tl::unexpected(written.error());
  if (written->empty()) return std::optional<Time>{};
  if (const Result<Time> at = parse_time(*written)) return std::optional(*at);
  return tl::unexpected(field_error("/" + key, "format", "not an RFC 3339 time"));
}

store::AuditEntry audit_entry(const Actor& actor, Time at, std::string action,
                              std::string_view object, std::string cause) {
  return {at,
          actor.id,
          std::move(action),
          std::string(object),
          std::move(cause),
          "ok",
          actor.request_id,
          {}};
}

Status append_audit(store::Session& session, const store::AuditEntry& entry) {
  const Result<std::uint64_t> row = session.audit().append(entry);
  if (!row) return tl::unexpected(row.error());
  return {};
}

}  // namespace analyzer
