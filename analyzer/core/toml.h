// TOML files as this project reads them: every error names file and line, and a
// key that nobody asked for is an error. The only wrapper round toml++.
//
// Example:
//   Result<toml::Table> root = toml::load("data/rules/fee.toml");
//   for (const toml::Table& rule : root->tables("rule")) {
//     std::string id = rule.text("id");
//     double weight = rule.number("weight", 0.0);
//     rule.done();                       // refuses keys not asked for
//   }
//   if (Status status = root->finish(); !status) return ...;  // all errors at once

#ifndef ANALYZER_CORE_TOML_H_
#define ANALYZER_CORE_TOML_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::toml {

// A table of a file. Cheap to copy; all tables of one file share the file's
// list of errors. A getter that finds a wrong type, or misses a key for which
// it has no default, notes an error and returns an empty value, so that one run
// names all mistakes of a file. Not for use from several threads at once.
class Table {
 public:
  // Required values. Text that is required must not be empty.
  std::string text(std::string_view key) const;
  double number(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;

  // Optional values.
  std::string text(std::string_view key, std::string_view otherwise) const;
  double number(std::string_view key, double otherwise) const;
  std::int64_t integer(std::string_view key, std::int64_t otherwise) const;
  bool flag(std::string_view key, bool otherwise) const;
  std::optional<double> maybe_number(std::string_view key) const;
  std::optional<std::string> maybe_text(std::string_view key) const;
  std::optional<Date> maybe_date(std::string_view key) const;

  // Lists; absent is empty.
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<double> numbers(std::string_view key) const;
  std::vector<std::vector<double>> number_lists(std::string_view key) const;  // [[1, 2], [3]]
  std::vector<Table> tables(std::string_view key) const;  // [[key]]

  // [key]; absent is an empty table.
  Table table(std::string_view key) const;
  bool has(std::string_view key) const;
  std::vector<std::string> keys() const;

  // Notes an error at this table's line, or at the line of `key`.
  void refuse(std::string message) const;
  void refuse(std::string_view key, std::string message) const;

  // Notes an error for every key of this table that was never asked for.
  void done() const;

  // "file:line" of this table.
  std::string where() const;

  // The errors of the whole file: kInvalid with one FieldError each (pointer
  // "file:line"), or success.
  Status finish() const;

  struct Impl;
  explicit Table(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<Impl> impl_;
};

// Reads a file. Fails with kNotFound if it cannot be opened and kInvalid, with
// file and line, if it is not TOML.
Result<Table> load(const std::string& path);

// Parses `content`; `name` stands for the file in errors.
Result<Table> parse(std::string_view content, const std::string& name);

}  // namespace analyzer::toml

#endif  // ANALYZER_CORE_TOML_H_
