#include "analyzer/service/register_entries.h"

#include <initializer_list>
#include <sstream>
#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

// Each part with its length, so that no two contents are written alike.
std::string named(std::initializer_list<std::string_view> words,
                  std::initializer_list<const std::vector<std::string>*> lists) {
  constexpr std::size_t kDigits = 16;
  std::string all;
  const auto add = [&all](std::string_view text) {
    all += std::to_string(text.size());
    all += ':';
    all += text;
  };
  for (const std::string_view word : words) add(word);
  for (const std::vector<std::string>* list : lists) {
    all += '[';
    for (const std::string& text : *list) add(text);
    all += ']';
  }
  return sha256_hex(all).substr(0, kDigits);
}

RegisterEntry read_entry(const toml::Table& table) {
  RegisterEntry out;
  out.shown.name = table.text("name", "");
  out.shown.owner = table.text("owner", "");
  out.shown.kind = table.text("kind", "");
  out.shown.region = table.text("region", "");
  out.shown.confirmed_by = table.text("confirmed_by", "");
  out.hosts = table.texts("hosts");
  out.below = table.flag("below", false);
  out.names = table.texts("names");
  return out;
}

bool sets(const std::string& line, std::string_view key) {
  return line.starts_with(key) && line.find_first_of(" =", key.size()) == key.size();
}

// As JSON has it, but for the one more character that TOML wants to be escaped.
void append_toml(std::string& out, const std::string& text) {
  std::string quoted;
  json::append_string(quoted, text);
  for (const char c : quoted) {
    if (c == '\x7f') {
      out += "\\u007F";
    } else {
      out += c;
    }
  }
}

// One [[entry]], confirmed if it is to be.
Result<std::string> confirmed(const std::string& section, const Confirmations& since) {
  if (!section.starts_with("[[entry]]")) return section;
  const Result<toml::Table> file = toml::parse(section, "official.toml");
  if (!file) return tl::unexpected(file.error());
  const std::vector<toml::Table> tables = file->tables("entry");
  if (tables.size() != 1) return section;
  const RegisterEntry entry = read_entry(tables.front());
  const auto found = since.find(id_of(entry));
  if (found == since.end() || !entry.shown.confirmed_by.empty()) return section;
  std::istringstream lines(section);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    if (sets(line, "confirmed_by") || sets(line, "confirmed_at")) continue;
    out += line + "\n";
    if (!line.starts_with("[[entry]]")) continue;
    out += "confirmed_by = ";
    append_toml(out, found->second.by);
    out += "\nconfirmed_at = ";
    append_toml(out, found->second.at);
    out += "\n";
  }
  return out;
}

}  // namespace

std::string id_of(const RegisterEntry& entry) {
  return named({"entry", entry.shown.kind, entry.shown.name, entry.shown.owner, entry.shown.region,
                entry.below ? "below" : "exact"},
               {&entry.hosts, &entry.names});
}

Result<std::vector<RegisterBrand>> brands_of(const std::string& root) {
  const Result<toml::Table> file = toml::load(root + "/data/official.toml");
  if (!file) return tl::unexpected(file.error());
  std::vector<RegisterBrand> out;
  for (const toml::Table& table : file->tables("brand")) {
    RegisterBrand brand{"", table.text("name", ""), table.text("kind", ""), table.texts("tokens"),
                        table.texts("domains")};
    brand.id = named({"brand", brand.kind, brand.name}, {&brand.tokens, &brand.domains});
    out.push_back(std::move(brand));
  }
  return out;
}

Result<std::string> with_confirmations(const std::string& official, const Confirmations& since) {
  std::istringstream lines(official);
  std::string out;
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[[")) {
      const Result<std::string> done = confirmed(section, since);
      if (!done) return done;
      out += *done;
      section.clear();
    }
    section += line + "\n";
  }
  const Result<std::string> last = confirmed(section, since);
  if (!last) return last;
  return out + *last;
}

}  // namespace analyzer
