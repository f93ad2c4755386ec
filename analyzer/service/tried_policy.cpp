#include "analyzer/service/tried_policy.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyzer/core/toml.h"
#include "analyzer/service/case_words.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

bool says(const std::string& line, std::string_view key) {
  const std::size_t equal = line.find('=');
  return equal != std::string::npos && line.starts_with(key) &&
         line.find_first_not_of(' ', key.size()) == equal;
}

// `text` with `key` of its section set to `value`.
std::string with_value(const std::string& text, const TriedValue& tried, double value) {
  const std::string head = std::string("[") + tried.section + "]";
  std::istringstream lines(text);
  std::string out;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) inside = line.starts_with(head);
    if (!inside || !says(line, tried.key)) out += line + "\n";
    if (line.starts_with(head)) out += std::string(tried.key) + " = " + json::write(value) + "\n";
  }
  return out;
}

// A section of the file, with `off` in it as wished if it is the floor of that id.
std::string switched(const std::string& section, const std::string& id, bool on) {
  if (!section.starts_with("[[attempt.floor]]")) return section;
  std::istringstream lines(section);
  std::string out;
  bool own = false;
  for (std::string line; std::getline(lines, line);) {
    own = own || (says(line, "id") && line.find('"' + id + '"') != std::string::npos);
    if (!says(line, "off")) out += line + "\n";
    if (line.starts_with("[[") && !on) out += "off = true\n";
  }
  return own ? out : section;
}

// `text` with one floor switched on or off.
std::string with_floor(const std::string& text, const std::string& id, bool on) {
  std::istringstream lines(text);
  std::string out;
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) {
      out += switched(section, id, on);
      section.clear();
    }
    section += line + "\n";
  }
  return out + switched(section, id, on);
}

// A folder that goes with its owner.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "analyzer_policy_XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Folder() {
    std::error_code none;
    if (!path_.empty()) fs::remove_all(path_, none);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

Result<std::vector<FloorOfFile>> floors_of(const std::string& root) {
  const Result<toml::Table> file = toml::load(root + "/data/policy.toml");
  if (!file) return tl::unexpected(file.error());
  std::vector<FloorOfFile> out;
  for (const toml::Table& table : file->table("attempt").tables("floor")) {
    const auto decision = parse_name<Decision>(table.text("decision"));
    out.push_back({table.text("id"), decision.value_or(Decision::kReview), table.texts("when")});
  }
  return out;
}

bool has_floor(const Policy& policy, std::string_view id) {
  const auto& floors = policy.attempt.floors;
  return std::any_of(floors.begin(), floors.end(), [&](const auto& one) { return one.id == id; });
}

void Changes::put_over(const Changes& later) {
  for (const auto& [name, value] : later.values) values[name] = value;
  for (const auto& [id, on] : later.floors) floors[id] = on;
}

json::Object changes_view(const Changes& changes) {
  json::Object out;
  for (const auto& [name, value] : changes.values) out[name] = value;
  json::Array lists[2];
  for (const auto& [id, on] : changes.floors) lists[on ? 1 : 0].push_back(to_json(id));
  if (!lists[1].empty()) out["floors_on"] = std::move(lists[1]);
  if (!lists[0].empty()) out["floors_off"] = std::move(lists[0]);
  return out;
}

Result<Changes> read_changes(const std::string& stored) {
  const Result<json::Value> value = json::parse(stored);
  if (!value || !value->is_object()) return fail(ErrorCode::kCorrupt, "a trial is damaged");
  Changes out;
  for (const auto& [name, one] : value->get_object()) {
    if (one.is_number()) out.values[std::string(name)] = one.to_number<double>();
    if (!one.is_array()) continue;
    for (const json::Value& id : one.get_array()) {
      if (id.is_string()) out.floors[std::string(id.get_string())] = name == "floors_on";
    }
  }
  return out;
}

Result<std::shared_ptr<const Snapshot>> load_with(const std::string& root, const Changes& changes,
                                                  const Confirmations& confirmed) {
  const Folder folder;
  if (folder.path().empty()) return fail(ErrorCode::kUnavailable, "no room for a trial");
  const fs::path data = fs::path(folder.path()) / "data";
  std::error_code error;
  fs::create_directory(data, error);
  if (!error)
    fs::create_symlink(fs::absolute(root) / "models", fs::path(folder.path()) / "models", error);
  for (const auto& entry : fs::directory_iterator(fs::path(root) / "data", error)) {
    const fs::path name = entry.path().filename();
    if (error || name == "policy.toml" || name == "official.toml") continue;
    fs::create_symlink(fs::absolute(entry.path()), data / name, error);
  }
  if (error) return fail(ErrorCode::kUnavailable, "no room for a trial");
  std::ifstream in(fs::path(root) / "data" / "policy.toml");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const TriedValue& value : kTriedValues) {
    const auto wish = changes.values.find(value.name);
    if (wish != changes.values.end()) text = with_value(text, value, wish->second);
  }
  for (const auto& [id, on] : changes.floors) text = with_floor(text, id, on);
  std::ofstream(data / "policy.toml") << text;
  std::ifstream register_in(fs::path(root) / "data" / "official.toml");
  const std::string official{std::istreambuf_iterator<char>(register_in), {}};
  const Result<std::string> checked = with_confirmations(official, confirmed);
  if (!checked) return tl::unexpected(checked.error());
  std::ofstream(data / "official.toml") << *checked;
  Result<std::shared_ptr<const Snapshot>> loaded = Snapshot::load(folder.path());
  if (!loaded) return loaded;
  for (const RegisterEntry& entry : (*loaded)->official().entries()) {
    if (confirmed.contains(id_of(entry)) && !entry.shown.confirmed) {
      return fail(ErrorCode::kInvalid, "the register does not take what was confirmed");
    }
  }
  // Read back what was asked for: a file of another form would leave the old values.
  const Policy& policy = (*loaded)->policy();
  for (const TriedValue& value : kTriedValues) {
    const auto wish = changes.values.find(value.name);
    if (wish != changes.values.end() && value.of(policy) != wish->second) {
      return fail(ErrorCode::kInvalid, "the policy does not take the values tried");
    }
  }
  for (const auto& [id, on] : changes.floors) {
    if (has_floor(policy, id) != on) {
      return fail(ErrorCode::kInvalid, "the policy does not take the floors tried");
    }
  }
  return loaded;
}

}  // namespace analyzer
