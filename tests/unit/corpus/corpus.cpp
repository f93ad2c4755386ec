#include "tests/unit/corpus/corpus.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>

#include "analyzer/core/json.h"

namespace analyzer {
namespace {

constexpr const char* kFirstFile = "cert_messages.jsonl";

std::set<std::string> fields_of(bool first) {
  std::set<std::string> out = {"text",   "label",       "kind",        "tactics",
                               "medium", "obfuscation", "modelled_on", "split"};
  if (!first) out.insert({"id", "group", "voice"});
  return out;
}

std::string string_at(const json::Object& object, const char* key) {
  const json::Value* value = object.if_contains(key);
  if (value == nullptr) return {};
  REQUIRE(value->is_string());
  return std::string(value->get_string().begin(), value->get_string().end());
}

std::vector<std::string> tactics_of(const json::Object& object) {
  const json::Value& value = object.at("tactics");
  REQUIRE(value.is_array());
  std::vector<std::string> out;
  for (const json::Value& tactic : value.get_array()) {
    REQUIRE(tactic.is_string());
    out.emplace_back(tactic.get_string().begin(), tactic.get_string().end());
  }
  return out;
}

CorpusRecord record_of(const std::string& line, const std::string& file, const std::string& place) {
  INFO(place);
  const auto value = json::parse(line);
  REQUIRE(value);
  REQUIRE(value->is_object());
  const json::Object& object = value->get_object();
  std::set<std::string> fields;
  for (const auto& field : object) fields.insert(std::string(field.key()));
  fields.erase("harm");  // where the text tells of it
  REQUIRE(fields == fields_of(file == kFirstFile));
  const json::Value& label = object.at("label");
  REQUIRE((label == 0 || label == 1));
  CorpusRecord out;
  out.place = place;
  out.file = file;
  out.fraud = label == 1;
  out.id = string_at(object, "id");
  out.text = string_at(object, "text");
  out.kind = string_at(object, "kind");
  out.tactics = tactics_of(object);
  out.harm = string_at(object, "harm");
  out.medium = string_at(object, "medium");
  out.obfuscation = string_at(object, "obfuscation");
  out.modelled_on = string_at(object, "modelled_on");
  out.split = string_at(object, "split");
  out.group = file == kFirstFile ? group_of(out.modelled_on) : string_at(object, "group");
  out.voice = string_at(object, "voice");
  return out;
}

}  // namespace

std::string group_of(const std::string& modelled_on) {
  const std::size_t dash = modelled_on.find('-');
  if (dash == std::string::npos) return modelled_on;
  std::string out = modelled_on.substr(dash + 1);
  while (!out.empty() && std::isdigit(static_cast<unsigned char>(out.back())) != 0) out.pop_back();
  return out;
}

std::vector<CorpusRecord> read_corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(ANALYZER_ROOT) + "/data/corpus")) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<CorpusRecord> out;
  for (const auto& path : files) {
    std::ifstream file(path);
    const std::string name = path.filename().string();
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
      out.push_back(record_of(line, name, name + ":" + std::to_string(++number)));
    }
  }
  return out;
}

}  // namespace analyzer
