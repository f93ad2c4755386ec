#include "analyzer/engine/policy.h"

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

Condition read_condition(const toml::Table& table) {
  Result<Condition> condition = Condition::parse(table.texts("when"));
  if (condition) return *std::move(condition);
  table.refuse("when", condition.error().message);
  return Condition();
}

template <class E>
E read_word(const toml::Table& table, std::string_view key) {
  const std::string word = table.text(key);
  if (const auto value = parse_name<E>(word)) return *value;
  if (!word.empty()) table.refuse(key, "'" + word + "' is not a known word");
  return E{};
}

template <class E>
std::vector<E> read_words(const toml::Table& table, std::string_view key) {
  std::vector<E> out;
  for (const std::string& word : table.texts(key)) {
    if (const auto value = parse_name<E>(word)) {
      out.push_back(*value);
    } else {
      table.refuse(key, "'" + word + "' is not a known word");
    }
  }
  return out;
}

template <class T>
std::vector<Bound<T>> read_bounds(const toml::Table& parent, std::string_view key,
                                  std::string_view word) {
  std::vector<Bound<T>> out;
  for (const toml::Table& table : parent.tables(key)) {
    Bound<T> bound{table.text("id"), read_condition(table), read_word<T>(table, word)};
    if (!table.flag("off", false)) out.push_back(std::move(bound));
    table.done();
  }
  return out;
}

double read_probability(const toml::Table& table, std::string_view key) {
  const double out = table.number(key);
  if (!(out > 0.0 && out < 1.0)) table.refuse(key, "must be a probability within (0,1)");
  return out;
}

LeastHeard read_heard(const toml::Table& table) {
  LeastHeard out;
  out.tactic = read_probability(table, "tactic");
  for (std::size_t i = 0; i < out.harm.size(); ++i) {
    out.harm[i] = read_probability(table, kNames<ToldHarm>[i]);
  }
  table.done();
  return out;
}

LevelPolicy read_levels(const toml::Table& table) {
  LevelPolicy out;
  out.base = table.number("base");
  out.medium = table.number("medium");
  out.high = table.number("high");
  out.critical = table.number("critical");
  out.medium_margin = table.number("medium_margin");
  if (!(out.medium < out.high && out.high < out.critical)) {
    table.refuse("medium", "medium < high < critical must hold");
  }
  out.floors = read_bounds<Level>(table, "floor", "level");
  out.caps = read_bounds<Level>(table, "cap", "level");
  table.done();
  return out;
}

AttemptPolicy read_attempt(const toml::Table& table) {
  AttemptPolicy out;
  out.base = table.number("base");
  out.review = table.number("review");
  out.least_reason = table.number("least_reason");
  out.review_without_model = table.number("review_without_model");
  out.spot_check = table.number("spot_check", 0.0);
  if (out.spot_check < 0.0 || out.spot_check > 1.0)
    table.refuse("spot_check", "must be from 0 to 1");
  out.hold_working_days = static_cast<int>(table.integer("hold_working_days"));
  out.alternatives = table.texts("alternatives");
  out.meanwhile_honoured = table.flag("meanwhile_honoured", false);
  out.floors = read_bounds<Decision>(table, "floor", "decision");
  out.caps = read_bounds<Decision>(table, "cap", "decision");
  table.done();
  return out;
}

// At least what was agreed is allowed.
double read_tolerance(const toml::Table& table, std::string_view key) {
  const double value = table.number(key);
  if (value < 1.0) table.refuse(key, "must be 1 or more");
  return value;
}

HelperPolicy read_helpers(const toml::Table& table) {
  HelperPolicy out;
  out.tolerance = read_tolerance(table, "tolerance");
  out.window_end_days = static_cast<int>(table.integer("window_end_days"));
  out.window_end_tolerance = read_tolerance(table, "window_end_tolerance");
  out.hours_tolerance_minutes = static_cast<int>(table.integer("hours_tolerance_minutes"));
  out.beds_tolerance = read_tolerance(table, "beds_tolerance");
  table.done();
  return out;
}

Status read_policy(const toml::Table& root, Policy& policy) {
  policy.report = read_levels(root.table("report"));
  policy.heard = read_heard(root.table("heard"));
  policy.url = read_levels(root.table("url"));
  policy.attempt = read_attempt(root.table("attempt"));
  policy.helpers = read_helpers(root.table("helpers"));
  policy.default_cap = root.number("default_cap");
  const toml::Table caps = root.table("group_caps");
  for (const std::string& group : caps.keys()) policy.group_caps[group] = caps.number(group);
  root.done();
  return root.finish();
}

Status read_typologies(const toml::Table& root, Policy& policy) {
  for (const toml::Table& table : root.tables("typology")) {
    policy.typologies.push_back({table.text("id"),
                                 {table.text("zh"), table.text("en")},
                                 read_condition(table),
                                 table.texts("required_actions"),
                                 {table.text("care_zh", ""), table.text("care_en", "")}});
    table.done();
  }
  root.done();
  return root.finish();
}

Status read_advice(const toml::Table& root, Policy& policy) {
  for (const toml::Table& table : root.tables("advice")) {
    AdviceRule rule;
    rule.id = table.text("id");
    const std::string kind = table.text("kind");
    if (kind != "say" && kind != "do") table.refuse("kind", "must be 'say' or 'do'");
    rule.say = kind == "say";
    rule.levels = read_words<Level>(table, "levels");
    rule.tactics = read_words<Tactic>(table, "tactics");
    rule.conditional = table.has("when");
    rule.when = read_condition(table);
    rule.text = {table.text("zh"), table.text("en")};
    rule.priority = static_cast<int>(table.integer("priority", 0));
    policy.advice.push_back(std::move(rule));
    table.done();
  }
  root.done();
  return root.finish();
}

using Reader = Status (*)(const toml::Table&, Policy&);

}  // namespace

Result<Policy> Policy::load(const std::string& folder) {
  Policy policy;
  std::string content;
  const std::pair<const char*, Reader> parts[] = {{"/policy.toml", read_policy},
                                                  {"/typologies.toml", read_typologies},
                                                  {"/advice.toml", read_advice}};
  for (const auto& [name, reader] : parts) {
    Result<toml::Table> root = toml::load(folder + name);
    if (!root) return tl::unexpected(root.error());
    if (Status status = reader(*root, policy); !status) return tl::unexpected(status.error());
    content += *read_file(folder + name);
  }
  policy.digest = sha256_hex(content);
  return policy;
}

}  // namespace analyzer
