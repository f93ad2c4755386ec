#include "analyzer/rules/rule_file.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

using Words = std::map<std::string, std::string, std::less<>>;

// Puts (?:word) for every {{word}} of `text`; notes unknown words at `key`.
std::string expand(const toml::Table& table, std::string_view key, const std::string& text,
                   const Words& words) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find("{{", at);
    const std::size_t close = open == std::string::npos ? open : text.find("}}", open);
    if (close == std::string::npos) return out.append(text, at, std::string::npos);
    out.append(text, at, open - at);
    const auto word = words.find(std::string_view(text).substr(open + 2, close - open - 2));
    if (word == words.end()) {
      table.refuse(key, "'" + text.substr(open, close + 2 - open) + "' is not among [words]");
      return {};
    }
    out += "(?:" + word->second + ")";
    at = close + 2;
  }
}

// Words may use words given before them, in files or lines above.
void read_words(const toml::Table& root, Words& words) {
  const toml::Table table = root.table("words");
  std::vector<std::pair<std::string, std::string>> fresh;
  for (const std::string& key : table.keys()) fresh.emplace_back(key, table.text(key));
  // TOML tables come sorted by key: words of one file may not use each other.
  for (const auto& [key, text] : fresh) {
    if (words.contains(key)) table.refuse(key, "the word is given twice");
  }
  Words added;
  for (const auto& [key, text] : fresh) added[key] = expand(table, key, text, words);
  words.merge(added);
}

std::optional<Tactic> read_tactic(const toml::Table& table) {
  const std::optional<std::string> name = table.maybe_text("tactic");
  if (!name) return std::nullopt;
  const std::optional<Tactic> tactic = parse_name<Tactic>(*name);
  if (!tactic) table.refuse("tactic", "'" + *name + "' is not a tactic");
  return tactic;
}

Rule read_rule(const toml::Table& table, const Words& words) {
  Rule rule;
  rule.where = table.where();
  rule.id = table.text("id");
  rule.title = table.text("title");
  rule.reason = {table.text("zh"), table.text("en")};
  const std::string scope = table.text("scope", "text");
  if (const std::optional<Scope> known = parse_name<Scope>(scope)) {
    rule.scope = *known;
  } else {
    table.refuse("scope", "'" + scope + "' is not a scope");
  }
  rule.pattern = expand(table, "pattern", table.text("pattern"), words);
  rule.unless = expand(table, "unless", table.text("unless", ""), words);
  rule.weight = table.number("weight");
  rule.group = table.text("group");
  rule.tactic = read_tactic(table);
  rule.explains = table.texts("explains");
  rule.source = table.text("source");
  rule.hits = table.texts("hits");
  rule.misses = table.texts("misses");
  table.done();
  return rule;
}

ConditionRule read_condition(const toml::Table& table) {
  ConditionRule rule;
  rule.where = table.where();
  rule.id = table.text("id");
  rule.title = table.text("title");
  rule.reason = {table.text("zh"), table.text("en")};
  rule.normal = {table.text("normal_zh", ""), table.text("normal_en", "")};
  rule.weight = table.number("weight");
  rule.group = table.text("group");
  rule.tactic = read_tactic(table);
  rule.explains = table.texts("explains");
  rule.when = table.texts("when");
  if (rule.when.empty()) table.refuse("when", "'when' must name at least one term");
  table.done();
  return rule;
}

Status read_file_into(const toml::Table& root, Words& words, RuleFolder& out) {
  read_words(root, words);
  for (const toml::Table& table : root.tables("rule")) out.rules.push_back(read_rule(table, words));
  for (const toml::Table& table : root.tables("condition")) {
    out.conditions.push_back(read_condition(table));
  }
  root.done();
  return root.finish();
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

}  // namespace

Result<RuleFolder> read_rule_folder(const std::string& folder) {
  RuleFolder out;
  Words words;
  std::string bytes;
  for (const std::string& file : toml_files(folder)) {
    Result<std::string> content = read_file(file);
    if (!content) return tl::unexpected(content.error());
    Result<toml::Table> root = toml::parse(*content, file);
    if (!root) return tl::unexpected(root.error());
    if (Status status = read_file_into(*root, words, out); !status) {
      return tl::unexpected(status.error());
    }
    bytes += *content;
  }
  if (bytes.empty()) return fail(ErrorCode::kNotFound, folder + ": no rules");
  out.digest = sha256_hex(bytes);
  return out;
}

}  // namespace analyzer
