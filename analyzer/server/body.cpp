#include "analyzer/server/body.h"

#include <algorithm>

namespace analyzer::server {

BodyReader::BodyReader(std::string_view body) : value_(json::Object{}) {
  auto parsed = json::parse(body);
  if (!parsed) {
    unreadable_ = std::move(parsed.error());
  } else if (!parsed->is_object()) {
    mistakes_.push_back({"", "type", "must be an object"});
  } else {
    value_ = std::move(*parsed);
  }
}

const json::Value* BodyReader::find(std::string_view name) {
  known_.emplace_back(name);
  const json::Value* found = value_.get_object().if_contains({name.data(), name.size()});
  return found == nullptr || found->is_null() ? nullptr : found;
}

const json::Object* BodyReader::maybe_object(std::string_view name) {
  const json::Value* found = unreadable_ ? nullptr : find(name);
  if (found == nullptr) return nullptr;
  if (!found->is_object()) wrong(name, "type", "an object");
  return found->if_object();
}

void BodyReader::wrong(std::string_view name, std::string_view code, std::string message) {
  mistakes_.push_back({"/" + std::string(name), std::string(code), std::move(message)});
}

std::string BodyReader::text(std::string_view name, std::size_t shortest, std::size_t longest) {
  const std::size_t before = mistakes_.size();
  auto found = maybe_text(name, shortest, longest);
  if (!found && mistakes_.size() == before) wrong(name, "required", "must be given");
  return std::move(found).value_or("");
}

std::optional<std::string> BodyReader::maybe_text(std::string_view name, std::size_t shortest,
                                                  std::size_t longest) {
  const json::Value* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) {
    wrong(name, "type", "must be a string");
    return std::nullopt;
  }
  const json::String& text = found->get_string();
  if (text.size() < shortest) wrong(name, "too_short", "too short");
  if (text.size() > longest) wrong(name, "too_long", "too long");
  if (std::any_of(text.begin(), text.end(), [](char c) { return c == '\0'; })) {
    wrong(name, "format", "must not hold control characters");
  }
  return std::string(text.data(), text.size());
}

std::optional<bool> BodyReader::maybe_flag(std::string_view name) {
  const json::Value* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_bool()) {
    wrong(name, "type", "must be true or false");
    return std::nullopt;
  }
  return found->get_bool();
}

std::optional<Time> BodyReader::maybe_time(std::string_view name) {
  const auto text = maybe_text(name, 1, 64);
  if (!text) return std::nullopt;
  const auto time = parse_time(*text);
  if (!time) {
    wrong(name, "format", "must be an RFC 3339 time");
    return std::nullopt;
  }
  return *time;
}

std::optional<std::vector<std::string>> BodyReader::maybe_texts(std::string_view name,
                                                                std::size_t most,
                                                                std::size_t longest) {
  const json::Value* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_array()) {
    wrong(name, "type", "must be an array");
    return std::nullopt;
  }
  const json::Array& items = found->get_array();
  if (items.size() > most) {
    wrong(name, "too_many", "too many items");
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const json::Value& item : items) {
    const std::string pointer = std::string(name) + "/" + std::to_string(out.size());
    if (!item.is_string()) {
      wrong(pointer, "type", "must be a string");
      return std::nullopt;
    }
    if (item.get_string().size() > longest) wrong(pointer, "too_long", "too long");
    out.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return out;
}

Status BodyReader::finish() {
  if (unreadable_) return tl::unexpected(*unreadable_);
  for (const auto& member : value_.get_object()) {
    const std::string name(member.key().data(), member.key().size());
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      wrong(name, "unknown_field", "no such field");
    }
  }
  if (mistakes_.empty()) return {};
  return tl::unexpected(Error{ErrorCode::kInvalid, "a field is wrong", std::move(mistakes_)});
}

}  // namespace analyzer::server
