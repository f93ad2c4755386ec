// Reads one JSON object by the descriptions of core/*_fields.h, collecting
// every mistake instead of stopping at the first.

#ifndef ANALYZER_WIRE_READER_H_
#define ANALYZER_WIRE_READER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "analyzer/core/fields.h"
#include "analyzer/core/json.h"
#include "analyzer/core/names.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/wire/parse.h"

namespace analyzer::wire {

// Where in the body we are; written out as a JSON pointer only for a mistake.
// The root has no parent and no name.
struct Place {
  const Place* parent = nullptr;
  std::string_view name = {};
  std::optional<std::size_t> index = {};

  std::string pointer() const;
};

// What was found wrong with one body, and what was ignored.
class Findings {
 public:
  explicit Findings(const ParseOptions& options) : options_(options) {}

  const ParseOptions& options() const { return options_; }
  void add(const Place& place, std::string_view code, std::string message);
  // Notes a field that is not among `known`: a mistake, or ignored.
  void add_unknown(const Place& place, std::span<const std::string_view> known);

  bool clean() const { return errors_.empty(); }
  std::vector<FieldError> take_errors() { return std::move(errors_); }
  std::vector<std::string> take_ignored() { return std::move(ignored_); }

 private:
  const ParseOptions& options_;
  std::vector<FieldError> errors_;
  std::vector<std::string> ignored_;
};

// Each reads one value; returns false after noting what is wrong with it.
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::string& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          bool& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          double& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::int64_t& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::uint32_t& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          Time& out);
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          Date& out);
// The index of a word in `words`.
bool read_word(const json::Value& value, std::span<const std::string_view> words,
               const Place& place, Findings& findings, std::size_t& out);
template <class E>
requires std::is_enum_v<E>
bool read(const json::Value& value, const field::Rule&, const Place& place, Findings& findings,
          E& out) {
  std::size_t index = 0;
  if (!read_word(value, kNames<E>, place, findings, index)) return false;
  out = static_cast<E>(index);
  return true;
}
// The array in `value` if it is one and not too long; else null, noted.
const json::Array* read_array(const json::Value& value, const field::Rule& rule, const Place& place,
                              Findings& findings);
template <class T>
bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::vector<T>& out) {
  const json::Array* array = read_array(value, rule, place, findings);
  if (array == nullptr) return false;
  out.reserve(array->size());
  field::Rule item_rule = rule;
  item_rule.required = true;  // an item that is not known has no place in a list
  bool good = true;
  for (const json::Value& item : *array) {
    const Place item_place{&place, {}, out.size()};
    good = read(item, item_rule, item_place, findings, out.emplace_back()) && good;
  }
  return good;
}

// Collects the names of one description.
class Names {
 public:
  template <class T>
  void operator()(std::string_view name, const T&, const field::Rule&) {
    names_.push_back(name);
  }
  template <class T>
  void object(std::string_view name, const T&) {
    names_.push_back(name);
  }
  template <class T>
  void objects(std::string_view name, const T&, const field::Rule&) {
    names_.push_back(name);
  }
  void add(std::string_view name) { names_.push_back(name); }
  std::span<const std::string_view> names() const { return names_; }

 private:
  std::vector<std::string_view> names_;
};

class Reader {
 public:
  // With `enforce` false nothing of this object itself is required.
  Reader(const json::Object& object, const Place& place, Findings& findings, bool enforce = true)
      : object_(object), place_(place), findings_(findings), enforce_(enforce) {}

  template <class T>
  void operator()(std::string_view name, std::optional<T>& member, const field::Rule& rule) {
    const json::Value* value = take(name, rule);
    if (value == nullptr) return;
    T read_value{};
    if (!read(*value, rule, Place{&place_, name}, findings_, read_value)) return;
    if constexpr (std::is_same_v<T, std::string>) {
      if (read_value.empty()) return;
    }
    member = std::move(read_value);
  }
  template <class T>
  void operator()(std::string_view name, T& member, const field::Rule& rule) {
    const json::Value* value = take(name, rule);
    if (value == nullptr) return;
    field::Rule enforced = rule;
    enforced.required = rule.required && enforce_;
    read(*value, enforced, Place{&place_, name}, findings_, member);
  }
  template <class T>
  void object(std::string_view name, T& member) {
    const json::Value* value = take(name, field::kAny);
    if (value == nullptr) return;
    read_object(*value, Place{&place_, name}, member);
  }
  template <class T>
  void objects(std::string_view name, std::vector<T>& members, const field::Rule& rule) {
    const json::Value* value = take(name, rule);
    if (value == nullptr) return;
    const Place place{&place_, name};
    const json::Array* array = read_array(*value, rule, place, findings_);
    if (array == nullptr) return;
    members.reserve(array->size());
    for (const json::Value& item : *array) {
      const std::size_t index = members.size();
      read_object(item, Place{&place, {}, index}, members.emplace_back());
    }
  }

  // `ext`: any object up to kMaxExtBytes, ignored.
  void ext();

  // Notes every key that nobody has taken. T is the struct that was read.
  template <class T>
  void done(const T& value, bool with_ext = false) {
    if (taken_ == object_.size()) return;
    Names names;
    fields(names, value);
    if (with_ext) names.add("ext");
    note_unknown(names.names());
  }

 private:
  // The value of `name`, or null if it is absent or null, which is noted where
  // it is required.
  const json::Value* take(std::string_view name, const field::Rule& rule);
  void note_unknown(std::span<const std::string_view> known);

  template <class T>
  void read_object(const json::Value& value, const Place& place, T& member) {
    const json::Object* object = value.if_object();
    if (object == nullptr) {
      findings_.add(place, "type", "must be an object");
      return;
    }
    Reader inside(*object, place, findings_);
    fields(inside, member);
    inside.done(member);
  }

  const json::Object& object_;
  const Place& place_;
  Findings& findings_;
  bool enforce_;
  std::size_t next_ = 0;   // where the next key is expected: callers keep our order
  std::size_t taken_ = 0;  // keys that were looked up
};

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_READER_H_
