#include "analyzer/core/toml_leaves.h"

#include <toml++/toml.h>

#include <algorithm>
#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/core/toml.h"

namespace analyzer::toml {
namespace {

std::string text_of(const ::toml::node& node) {
  std::string out;
  if (const auto* text = node.as_string()) {
    out = text->get();
  } else if (const auto* whole = node.as_integer()) {
    out = std::to_string(whole->get());
  } else if (const auto* number = node.as_floating_point()) {
    json::append_number(out, number->get());
  } else if (const auto* flag = node.as_boolean()) {
    out = flag->get() ? "true" : "false";
  } else if (const auto* list = node.as_array()) {
    for (const ::toml::node& item : *list) {
      out += (out.empty() ? "[" : ", ") + text_of(item);
    }
    out += out.empty() ? "[]" : "]";
  } else if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) {
      out += (out.empty() ? "{" : ", ") + std::string(key.str()) + " = " + text_of(value);
    }
    out += out.empty() ? "{}" : "}";
  } else if (const auto* date = node.as_date()) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date->get().year, date->get().month,
                  date->get().day);
    out = buffer;
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// What stands behind the '#' that no quotes hold; empty if there is none.
std::string_view trailing_comment(std::string_view line) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return trimmed(line.substr(i + 1));
    }
  }
  return {};
}

class Reader {
 public:
  explicit Reader(std::string_view content) {
    while (!content.empty()) {
      const std::size_t end = std::min(content.find('\n'), content.size());
      lines_.push_back(content.substr(0, end));
      content.remove_prefix(std::min(end + 1, content.size()));
    }
  }

  void read(const ::toml::table& table, const std::string& above) {
    for (const auto& [key, node] : table) {
      const std::string path = above + std::string(key.str());
      const auto* list = node.as_array();
      if (const auto* inner = node.as_table(); inner != nullptr && !inner->is_inline()) {
        read(*inner, path + ".");
      } else if (list != nullptr && !list->empty() && list->front().is_table()) {
        add_tables(*list, path);
      } else {
        const std::uint32_t line = node.source().begin.line;
        out_.push_back({path, text_of(node), comment(line), line, 0});
      }
    }
  }

  std::vector<Leaf> take() {
    std::stable_sort(out_.begin(), out_.end(),
                     [](const Leaf& a, const Leaf& b) { return a.line < b.line; });
    return std::move(out_);
  }

 private:
  void add_tables(const ::toml::array& list, const std::string& path) {
    Leaf leaf{path, "", "", list.front().source().begin.line,
              static_cast<std::uint32_t>(list.size())};
    for (const ::toml::node& node : list) {
      const ::toml::table& table = *node.as_table();
      const ::toml::node* name = table.get("id") != nullptr ? table.get("id") : table.get("name");
      if (name != nullptr) leaf.value += (leaf.value.empty() ? "" : ", ") + text_of(*name);
    }
    out_.push_back(std::move(leaf));
  }

  std::string comment(std::uint32_t line) const {
    if (line == 0 || line > lines_.size()) return {};
    if (const auto own = trailing_comment(lines_[line - 1]); !own.empty()) return std::string(own);
    std::string out;
    for (std::size_t at = line - 1; at-- > 0;) {
      const std::string_view text = trimmed(lines_[at]);
      if (!text.starts_with('#') || text.starts_with("# --")) break;
      out = std::string(trimmed(text.substr(1))) + (out.empty() ? "" : " ") + out;
    }
    return out;
  }

  std::vector<std::string_view> lines_;
  std::vector<Leaf> out_;
};

}  // namespace

Result<std::vector<Leaf>> leaves_of(const std::string& content, const std::string& name) {
  try {
    const ::toml::table root = ::toml::parse(content, name);
    Reader reader(content);
    reader.read(root, "");
    return reader.take();
  } catch (const ::toml::parse_error& error) {
    return fail(ErrorCode::kInvalid, name + ":" + std::to_string(error.source().begin.line) + ": " +
                                         std::string(error.description()));
  }
}

Result<std::vector<Leaf>> leaves(const std::string& path) {
  const Result<std::string> content = read_file(path);
  if (!content) return tl::unexpected(content.error());
  return leaves_of(*content, path);
}

}  // namespace analyzer::toml
