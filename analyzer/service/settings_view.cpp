#include "analyzer/service/settings_view.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml_leaves.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/case_words.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/tried_policy.h"

namespace analyzer {
namespace {

constexpr std::size_t kLongestValue = 600;  // bytes
constexpr const char* kSimulation = "simulation.toml";  // of an invented city: no service reads it
// Endings of names whose value nobody sees, should somebody write one into a file.
constexpr std::string_view kSecret[] = {"secret", "password", "token", "bearer", "passphrase"};

bool is_secret(std::string_view path) {
  return std::any_of(std::begin(kSecret), std::end(kSecret),
                     [path](std::string_view word) { return path.ends_with(word); });
}

// At most so many bytes, cut between characters.
std::string shortened(std::string text) {
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + " …";
}

json::Object program_row(const ShownSetting& s) {
  return {{"group", "program"},
          {"name", s.name},
          {"value", shortened(s.value)},
          {"hidden", false},
          {"tables", 0},
          {"standard", s.standard},
          {"source", to_json(name_of(s.source))},
          {"where", text_or_null(s.where)},
          {"unit", text_or_null(s.unit)},
          {"meaning", sentence_view(s.meaning)},
          {"switched", nullptr}};
}

// The values of the policy that another one than the file's stands for, by their path.
std::map<std::string, std::string> switched_values(const Policy& policy) {
  std::map<std::string, std::string> out;
  for (const TriedValue& value : kTriedValues) {
    std::string number;
    json::append_number(number, value.of(policy));
    out[std::string(value.section) + "." + value.key] = std::move(number);
  }
  return out;
}

json::Object file_row(const std::string& file, const toml::Leaf& leaf) {
  const bool hidden = is_secret(leaf.path);
  const Sentence meaning{leaf.comment, leaf.comment};
  return {{"group", file},
          {"name", leaf.path},
          {"value", hidden ? "" : shortened(leaf.value)},
          {"hidden", hidden},
          {"tables", leaf.tables},
          {"standard", nullptr},
          {"source", to_json(name_of(SettingSource::kFile))},
          {"where", file + ":" + std::to_string(leaf.line)},
          {"unit", nullptr},
          {"meaning",
           leaf.comment.empty() ? json::Value(nullptr) : json::Value(sentence_view(meaning))},
          {"switched", nullptr}};
}

}  // namespace

Result<Document> settings_view(Service& service, const std::string& root,
                               const std::string& version,
                               const std::vector<ShownSetting>& of_program) {
  json::Array data;
  for (const ShownSetting& setting : of_program) data.push_back(program_row(setting));
  const auto snapshot = service.snapshot();
  const auto in_force = switched_values(snapshot->policy());
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(root + "/data", error)) {
    const bool simulated = file.path().filename() == kSimulation;
    if (file.path().extension() == ".toml" && !simulated) names.push_back(file.path().filename().string());
  }
  if (error) return fail(ErrorCode::kUnavailable, "the folder data cannot be read");
  std::sort(names.begin(), names.end());
  json::Array files;
  for (const std::string& name : names) {
    const std::string shown = "data/" + name;
    const Result<std::string> content = read_file(root + "/" + shown);
    if (!content) return tl::unexpected(content.error());
    const auto leaves = toml::leaves_of(*content, shown);
    json::Object file{{"name", shown}, {"digest", sha256_hex(*content)}, {"problem", nullptr}};
    if (!leaves) {
      // What is loaded stays as it was; the next start would fail.
      file["problem"] = leaves.error().message;
      files.push_back(std::move(file));
      continue;
    }
    files.push_back(std::move(file));
    for (const toml::Leaf& leaf : *leaves) {
      json::Object row = file_row(shown, leaf);
      const auto other = in_force.find(leaf.path);
      if (name == "policy.toml" && other != in_force.end() && other->second != leaf.value) {
        row["switched"] = other->second;
      }
      data.push_back(std::move(row));
    }
  }
  json::Array parts;
  for (const auto& [part, digest] : snapshot->parts()) {
    parts.push_back(json::Object{{"part", part}, {"digest", digest}});
  }
  return document(json::write(json::Object{{"version", version},
                                           {"snapshot", snapshot->name()},
                                           {"parts", std::move(parts)},
                                           {"files", std::move(files)},
                                           {"data", std::move(data)}}));
}

}  // namespace analyzer
