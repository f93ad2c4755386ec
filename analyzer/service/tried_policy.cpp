#include "analyzer/service/tried_policy.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// `text` with `name` of its section [attempt] set to `value`.
std::string with_value(const std::string& text, const std::string& name, double value) {
  std::istringstream lines(text);
  std::string out;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) inside = line.starts_with("[attempt]");
    const std::size_t equal = line.find('=');
    const bool own = inside && equal != std::string::npos && line.starts_with(name) &&
                     line.find_first_not_of(' ', name.size()) == equal;
    if (!own) out += line + "\n";
    if (line.starts_with("[attempt]")) out += name + " = " + json::write(value) + "\n";
  }
  return out;
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

json::Object changes_view(const Changes& changes) {
  json::Object out;
  for (const auto& [name, value] : changes) out[name] = value;
  return out;
}

Result<Changes> read_changes(const std::string& stored) {
  const Result<json::Value> value = json::parse(stored);
  if (!value || !value->is_object()) return fail(ErrorCode::kCorrupt, "a trial is damaged");
  Changes out;
  for (const auto& [name, number] : value->get_object()) {
    if (number.is_number()) out[std::string(name)] = number.to_number<double>();
  }
  return out;
}

Result<std::shared_ptr<const Snapshot>> load_with(const std::string& root, const Changes& changes) {
  const Folder folder;
  if (folder.path().empty()) return fail(ErrorCode::kUnavailable, "no room for a trial");
  const fs::path data = fs::path(folder.path()) / "data";
  std::error_code error;
  fs::create_directory(data, error);
  if (!error)
    fs::create_symlink(fs::absolute(root) / "models", fs::path(folder.path()) / "models", error);
  for (const auto& entry : fs::directory_iterator(fs::path(root) / "data", error)) {
    if (error || entry.path().filename() == "policy.toml") continue;
    fs::create_symlink(fs::absolute(entry.path()), data / entry.path().filename(), error);
  }
  if (error) return fail(ErrorCode::kUnavailable, "no room for a trial");
  std::ifstream in(fs::path(root) / "data" / "policy.toml");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const auto& [name, value] : changes) text = with_value(text, name, value);
  std::ofstream(data / "policy.toml") << text;
  Result<std::shared_ptr<const Snapshot>> loaded = Snapshot::load(folder.path());
  if (!loaded) return loaded;
  // Read back what was asked for: a file of another form would leave the old values.
  for (const TriedValue& value : kTriedValues) {
    const auto wish = changes.find(value.name);
    if (wish == changes.end()) continue;
    if ((*loaded)->policy().attempt.*value.field != wish->second) {
      return fail(ErrorCode::kInvalid, "the policy does not take the values tried");
    }
  }
  return loaded;
}

}  // namespace analyzer
