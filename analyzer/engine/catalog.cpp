#include "analyzer/engine/catalog.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

constexpr LogOdds kLargestWeight = 5.0;

bool weight_in_range(double weight) {
  return weight >= -kLargestWeight && weight <= kLargestWeight;
}

// Reads `steps = [[value, weight], ...]` or `weight = w`.
void read_steps(const toml::Table& table, SignalSpec& spec) {
  if (const auto weight = table.maybe_number("weight")) {
    if (!weight_in_range(*weight)) table.refuse("weight", "weight must lie in [-5, 5]");
    spec.steps.emplace_back(-std::numeric_limits<double>::infinity(), *weight);
  }
  for (const std::vector<double>& step : table.number_lists("steps")) {
    if (step.size() != 2) {
      table.refuse("steps", "a step is [value, weight]");
      return;
    }
    if (!weight_in_range(step[1])) table.refuse("steps", "weight must lie in [-5, 5]");
    if (!spec.steps.empty() && step[0] <= spec.steps.back().first) {
      table.refuse("steps", "the steps' values must rise");
    }
    spec.steps.emplace_back(step[0], step[1]);
  }
  if (spec.steps.empty()) table.refuse("one of 'weight' and 'steps' is needed");
}

SignalSpec read_spec(const toml::Table& table) {
  SignalSpec spec;
  spec.code = table.text("code");
  spec.group = table.text("group");
  spec.reason = {table.text("zh"), table.text("en")};
  spec.normal = {table.text("normal_zh", ""), table.text("normal_en", "")};
  spec.explains = table.texts("explains");
  spec.reference = table.text("reference", "");
  if (const auto tactic = table.maybe_text("tactic")) {
    spec.tactic = parse_name<Tactic>(*tactic);
    if (!spec.tactic) table.refuse("tactic", "not a tactic");
  }
  read_steps(table, spec);
  table.done();
  return spec;
}

std::vector<std::string> toml_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string shown(double value) {
  std::string out;
  const double rounded =
      std::abs(value) >= 10.0 ? std::round(value) : std::round(value * 100.0) / 100.0;
  json::append_number(out, rounded);
  return out;
}

std::string value_of(std::string_view name, const Signal& signal) {
  if (name == "value") return signal.value ? shown(*signal.value) : std::string();
  for (const auto& [key, text] : signal.arguments) {
    if (key == name) return text;
  }
  return {};
}

std::string fill_one(const std::string& text, const Signal& signal) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    out.append(text, at, open - at);
    out += value_of(std::string_view(text).substr(open + 1, close - open - 1), signal);
    at = close + 1;
  }
  return out.append(text, at, std::string::npos);
}

}  // namespace

std::optional<LogOdds> SignalSpec::weight(std::optional<double> value) const {
  if (!value) return steps.empty() ? std::nullopt : std::optional(steps.front().second);
  std::optional<LogOdds> out;
  for (const auto& [from, weight] : steps) {
    if (*value < from) break;
    out = weight;
  }
  return out;
}

Result<Catalog> Catalog::load(const std::string& folder) {
  Catalog catalog;
  std::string content;
  for (const std::string& file : toml_files(folder)) {
    Result<toml::Table> root = toml::load(file);
    if (!root) return tl::unexpected(root.error());
    for (const toml::Table& table : root->tables("signal")) {
      SignalSpec spec = read_spec(table);
      const std::string code = spec.code;
      if (!catalog.specs_.emplace(code, std::move(spec)).second) {
        table.refuse("code", "'" + code + "' is given twice");
      }
    }
    root->done();
    if (Status status = root->finish(); !status) return tl::unexpected(status.error());
    Result<std::string> bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    content += *bytes;
  }
  if (catalog.specs_.empty()) return fail(ErrorCode::kNotFound, folder + ": no signals");
  catalog.digest_ = sha256_hex(content);
  return catalog;
}

const SignalSpec* Catalog::find(std::string_view code) const {
  const auto it = specs_.find(code);
  return it == specs_.end() ? nullptr : &it->second;
}

std::vector<std::string> Catalog::codes() const {
  std::vector<std::string> out;
  out.reserve(specs_.size());
  for (const auto& [code, spec] : specs_) out.push_back(code);
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<Signal> Catalog::make(std::string_view code, Measured measured) const {
  const SignalSpec* spec = find(code);
  if (spec == nullptr) return std::nullopt;
  const std::optional<LogOdds> weight = spec->weight(measured.value);
  if (!weight) return std::nullopt;
  Signal signal;
  signal.code = spec->code;
  signal.weight = *weight;
  signal.value = measured.value;
  signal.spans = std::move(measured.spans);
  signal.tactic = spec->tactic;
  signal.group = spec->group;
  signal.arguments = std::move(measured.arguments);
  return signal;
}

Sentence fill(const Sentence& sentence, const Signal& signal) {
  return {fill_one(sentence.zh, signal), fill_one(sentence.en, signal)};
}

}  // namespace analyzer
