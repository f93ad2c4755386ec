#include "analyzer/service/text_corpus.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/core/json.h"
#include "analyzer/core/names.h"
#include "analyzer/service/data_files.h"

namespace analyzer {
namespace {

std::optional<std::string> text_at(const json::Object& object, std::string_view key) {
  const json::Value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().begin(), value->get_string().end());
}

bool read_tactics(const json::Object& object, std::vector<Tactic>& out) {
  const json::Value* names = object.if_contains("tactics");
  if (names == nullptr || !names->is_array()) return names == nullptr;
  for (const json::Value& name : names->get_array()) {
    const auto tactic = name.is_string() ? parse_name<Tactic>(name.get_string()) : std::nullopt;
    if (!tactic) return false;
    out.push_back(*tactic);
  }
  std::sort(out.begin(), out.end());
  return true;
}

bool read_harm(const json::Object& object, std::vector<ToldHarm>& out) {
  if (object.if_contains("harm") == nullptr) return true;
  const auto name = text_at(object, "harm");
  const auto harm = name ? parse_name<ToldHarm>(*name) : std::nullopt;
  if (harm) out.push_back(*harm);
  return harm.has_value();
}

std::optional<Message> parse_message(std::string_view line) {
  const auto value = json::parse(line);
  if (!value || !value->is_object()) return std::nullopt;
  const json::Object& object = value->get_object();
  const json::Value* label = object.if_contains("label");
  auto text = text_at(object, "text");
  auto model = text_at(object, "modelled_on");
  const auto split = text_at(object, "split");
  if (label == nullptr || !label->is_int64() || !text || !model || !split) return std::nullopt;
  Message out{.text = *std::move(text),
              .scam = label->get_int64() == 1,
              .test = *split == "dev",
              .group = scenario_of(*std::move(model)),
              .kind = text_at(object, "kind").value_or("other"),
              .medium = text_at(object, "medium").value_or("other"),
              .voice = text_at(object, "voice").value_or("first"),
              .style = text_at(object, "obfuscation").value_or("none")};
  if (!read_tactics(object, out.heard.tactics) || !read_harm(object, out.heard.harm)) {
    return std::nullopt;
  }
  return out;
}

Status read_corpus_file(const std::string& path, Corpus& out) {
  const auto file = read_data_file(path);
  if (!file) return tl::unexpected(file.error());
  std::size_t line_number = 0;
  for (const std::string_view line : lines_of(file->text)) {
    ++line_number;
    auto message = parse_message(line);
    if (!message) {
      return fail(ErrorCode::kInvalid, path + ": message " + std::to_string(line_number) +
                                           " lacks text, label, split or modelled_on, or names "
                                           "an unknown tactic or harm");
    }
    out.messages.push_back(*std::move(message));
  }
  out.data.push_back(
      {path.substr(path.rfind('/') + 1), file->sha256, line_number, "written for this project"});
  return {};
}

}  // namespace

std::string scenario_of(std::string modelled_on) {
  if (!modelled_on.starts_with("C00-") && !modelled_on.starts_with("L00-")) return modelled_on;
  modelled_on.erase(0, 4);
  while (!modelled_on.empty() && modelled_on.back() >= '0' && modelled_on.back() <= '9') {
    modelled_on.pop_back();
  }
  return modelled_on;
}

Result<Corpus> read_corpus(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(path);
  }
  Corpus out;
  for (const std::string& file : files) {
    if (Status read = read_corpus_file(file, out); !read) return tl::unexpected(read.error());
  }
  if (out.messages.empty()) return fail(ErrorCode::kNotFound, path + ": no messages");
  return out;
}

Result<Corpus> read_general(const std::string& path) {
  const auto file = read_data_file(path);
  if (!file) return tl::unexpected(file.error());
  Corpus out;
  for (const std::string_view line : lines_of(file->text)) {
    const std::string number = std::to_string(out.messages.size() + 1);
    const auto value = json::parse(line);
    const json::Object* object = value && value->is_object() ? &value->get_object() : nullptr;
    const json::Value* label = object == nullptr ? nullptr : object->if_contains("label");
    auto text = object == nullptr ? std::nullopt : text_at(*object, "text");
    if (!text || label == nullptr || !label->is_int64()) {
      return fail(ErrorCode::kInvalid, path + ": message " + number + " lacks text or label");
    }
    const std::string set = text_at(*object, "set").value_or("other");
    out.messages.push_back({.text = *std::move(text),
                            .scam = label->get_int64() == 1,
                            .group = "general-" + number,
                            .kind = set,
                            .medium = "other",
                            .voice = set,
                            .style = "none"});
  }
  if (out.messages.empty()) return fail(ErrorCode::kNotFound, path + ": no messages");
  out.data.push_back({path.substr(path.rfind('/') + 1), file->sha256, out.messages.size(),
                      "public research sets, as their publishers say"});
  return out;
}

}  // namespace analyzer
