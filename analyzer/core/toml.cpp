#include "analyzer/core/toml.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <toml++/toml.h>

namespace analyzer::toml {

struct File {
  std::string name;
  ::toml::table root;
  std::vector<FieldError> errors;
};

struct Table::Impl {
  std::shared_ptr<File> file;
  const ::toml::table* table = nullptr;  // inside file->root; null for an absent table
  std::uint32_t line = 0;
  mutable std::set<std::string, std::less<>> asked;

  const ::toml::node* find(std::string_view key) const {
    asked.emplace(key);
    return table == nullptr ? nullptr : table->get(key);
  }
  std::string at(std::uint32_t where) const { return file->name + ":" + std::to_string(where); }
  void note(std::uint32_t where, std::string code, std::string message) const {
    file->errors.push_back({at(where), std::move(code), std::move(message)});
  }
  void wrong_type(std::string_view key, const ::toml::node& node, std::string_view wanted) const {
    note(node.source().begin.line, "type",
         "'" + std::string(key) + "' must be " + std::string(wanted));
  }
  void missing(std::string_view key) const {
    note(line, "required", "'" + std::string(key) + "' is missing");
  }
};

namespace {

std::shared_ptr<Table::Impl> make_impl(std::shared_ptr<File> file, const ::toml::table* table) {
  auto impl = std::make_shared<Table::Impl>();
  impl->line = table == nullptr ? 0 : table->source().begin.line;
  impl->file = std::move(file);
  impl->table = table;
  return impl;
}

// Reads `key` as T; notes a wrong type.
template <class T>
std::optional<T> read(const Table::Impl& impl, std::string_view key, std::string_view wanted) {
  const ::toml::node* node = impl.find(key);
  if (node == nullptr) return std::nullopt;
  std::optional<T> value = node->value<T>();
  if (!value) impl.wrong_type(key, *node, wanted);
  return value;
}

template <class T>
std::vector<T> read_list(const Table::Impl& impl, std::string_view key, std::string_view wanted) {
  std::vector<T> out;
  const ::toml::node* node = impl.find(key);
  if (node == nullptr) return out;
  const ::toml::array* array = node->as_array();
  if (array == nullptr) {
    impl.wrong_type(key, *node, wanted);
    return out;
  }
  for (const ::toml::node& item : *array) {
    std::optional<T> value = item.value<T>();
    if (value) {
      out.push_back(std::move(*value));
    } else {
      impl.wrong_type(key, item, wanted);
    }
  }
  return out;
}

}  // namespace

std::string Table::text(std::string_view key) const {
  const auto value = read<std::string>(*impl_, key, "text");
  if (!value || value->empty()) {
    if (!has(key) || (value && value->empty())) impl_->missing(key);
    return {};
  }
  return *value;
}

double Table::number(std::string_view key) const {
  const auto value = read<double>(*impl_, key, "a number");
  if (!value && !has(key)) impl_->missing(key);
  return value.value_or(0.0);
}

std::int64_t Table::integer(std::string_view key) const {
  const auto value = read<std::int64_t>(*impl_, key, "a whole number");
  if (!value && !has(key)) impl_->missing(key);
  return value.value_or(0);
}

std::string Table::text(std::string_view key, std::string_view otherwise) const {
  return read<std::string>(*impl_, key, "text").value_or(std::string(otherwise));
}

double Table::number(std::string_view key, double otherwise) const {
  return read<double>(*impl_, key, "a number").value_or(otherwise);
}

std::int64_t Table::integer(std::string_view key, std::int64_t otherwise) const {
  return read<std::int64_t>(*impl_, key, "a whole number").value_or(otherwise);
}

bool Table::flag(std::string_view key, bool otherwise) const {
  return read<bool>(*impl_, key, "true or false").value_or(otherwise);
}

std::optional<double> Table::maybe_number(std::string_view key) const {
  return read<double>(*impl_, key, "a number");
}

std::optional<std::string> Table::maybe_text(std::string_view key) const {
  return read<std::string>(*impl_, key, "text");
}

std::optional<Date> Table::maybe_date(std::string_view key) const {
  const ::toml::node* node = impl_->find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto value = node->value<::toml::date>()) {
    return Date{std::chrono::year{value->year} / std::chrono::month{value->month} /
                std::chrono::day{value->day}};
  }
  if (const auto value = node->value<std::string>()) {
    if (const Result<Date> date = parse_date(*value)) return *date;
  }
  impl_->wrong_type(key, *node, "a date");
  return std::nullopt;
}

std::vector<std::string> Table::texts(std::string_view key) const {
  return read_list<std::string>(*impl_, key, "a list of texts");
}

std::vector<double> Table::numbers(std::string_view key) const {
  return read_list<double>(*impl_, key, "a list of numbers");
}

std::vector<std::vector<double>> Table::number_lists(std::string_view key) const {
  std::vector<std::vector<double>> out;
  const ::toml::node* node = impl_->find(key);
  if (node == nullptr) return out;
  const ::toml::array* array = node->as_array();
  if (array == nullptr) {
    impl_->wrong_type(key, *node, "a list of lists of numbers");
    return out;
  }
  for (const ::toml::node& item : *array) {
    const ::toml::array* inner = item.as_array();
    if (inner == nullptr) {
      impl_->wrong_type(key, item, "a list of lists of numbers");
      continue;
    }
    std::vector<double>& list = out.emplace_back();
    for (const ::toml::node& number : *inner) {
      if (const auto value = number.value<double>()) {
        list.push_back(*value);
      } else {
        impl_->wrong_type(key, number, "a list of lists of numbers");
      }
    }
  }
  return out;
}

std::vector<Table> Table::tables(std::string_view key) const {
  std::vector<Table> out;
  const ::toml::node* node = impl_->find(key);
  if (node == nullptr) return out;
  const ::toml::array* array = node->as_array();
  if (array == nullptr) {
    impl_->wrong_type(key, *node, "a list of tables [[" + std::string(key) + "]]");
    return out;
  }
  for (const ::toml::node& item : *array) {
    if (const ::toml::table* table = item.as_table()) {
      out.emplace_back(make_impl(impl_->file, table));
    } else {
      impl_->wrong_type(key, item, "a list of tables [[" + std::string(key) + "]]");
    }
  }
  return out;
}

Table Table::table(std::string_view key) const {
  const ::toml::node* node = impl_->find(key);
  const ::toml::table* table = node == nullptr ? nullptr : node->as_table();
  if (node != nullptr && table == nullptr) impl_->wrong_type(key, *node, "a table");
  return Table(make_impl(impl_->file, table));
}

bool Table::has(std::string_view key) const { return impl_->find(key) != nullptr; }

std::vector<std::string> Table::keys() const {
  std::vector<std::string> out;
  if (impl_->table == nullptr) return out;
  for (const auto& [key, node] : *impl_->table) out.emplace_back(key.str());
  return out;
}

void Table::refuse(std::string message) const {
  impl_->note(impl_->line, "invalid", std::move(message));
}

void Table::refuse(std::string_view key, std::string message) const {
  const ::toml::node* node = impl_->find(key);
  impl_->note(node == nullptr ? impl_->line : node->source().begin.line, "invalid",
              std::move(message));
}

void Table::done() const {
  if (impl_->table == nullptr) return;
  for (const auto& [key, node] : *impl_->table) {
    if (impl_->asked.find(key.str()) == impl_->asked.end()) {
      impl_->note(key.source().begin.line, "unknown_field",
                  "'" + std::string(key.str()) + "' is not known here");
    }
  }
}

std::string Table::where() const { return impl_->at(impl_->line); }

Status Table::finish() const {
  if (impl_->file->errors.empty()) return {};
  const FieldError& first = impl_->file->errors.front();
  return tl::unexpected(
      Error{ErrorCode::kInvalid, first.pointer + ": " + first.message, impl_->file->errors});
}

Result<Table> parse(std::string_view content, const std::string& name) {
  auto file = std::make_shared<File>();
  file->name = name;
  try {
    file->root = ::toml::parse(content, name);
  } catch (const ::toml::parse_error& error) {
    const std::string where = name + ":" + std::to_string(error.source().begin.line);
    const std::string message(error.description());
    return tl::unexpected(
        Error{ErrorCode::kInvalid, where + ": " + message, {{where, "syntax", message}}});
  }
  const ::toml::table* root = &file->root;
  return Table(make_impl(std::move(file), root));
}

Result<Table> load(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return fail(ErrorCode::kNotFound, path + ": cannot be opened");
  std::ostringstream content;
  content << stream.rdbuf();
  return parse(content.str(), path);
}

}  // namespace analyzer::toml
