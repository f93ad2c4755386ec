// Builds a tree of JSON values from the events of Boost.JSON's parser. For
// json_parse.cpp and json_stream.cpp alone.

#ifndef ANALYZER_CORE_JSON_BUILDER_H_
#define ANALYZER_CORE_JSON_BUILDER_H_

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <string>

#include "analyzer/core/json.h"

namespace analyzer::json {

namespace bj = boost::json;

inline std::string_view view(bj::string_view text) { return {text.data(), text.size()}; }

// What both handlers below have in common: they take every event.
struct Handler {
  static constexpr std::size_t max_object_size = Object::max_size();
  static constexpr std::size_t max_array_size = Array::max_size();
  static constexpr std::size_t max_key_size = String::max_size();
  static constexpr std::size_t max_string_size = String::max_size();

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

// Builds the tree and counts the members that the text gives to its objects.
struct Builder : Handler {
  explicit Builder(bj::value_stack& value_stack) : stack(value_stack) {}

  bj::value_stack& stack;
  std::size_t members = 0;
  std::string number;  // the parts of a number seen so far

  bool on_object_begin(bj::error_code&) { return true; }
  bool on_object_end(std::size_t size, bj::error_code&) {
    members += size;
    stack.push_object(size);
    return true;
  }
  bool on_array_end(std::size_t size, bj::error_code&) {
    stack.push_array(size);
    return true;
  }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_key(part);
    return true;
  }
  bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(bj::string_view part, std::size_t, bj::error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(bj::string_view part, bj::error_code&) {
    number += view(part);
    return true;
  }
  bool on_int64(std::int64_t value, bj::string_view, bj::error_code&) {
    number.clear();
    stack.push_int64(value);
    return true;
  }
  bool on_uint64(std::uint64_t value, bj::string_view, bj::error_code&) {
    number.clear();
    stack.push_uint64(value);
    return true;
  }
  // `rough` is near; the text says which double is meant.
  bool on_double(double rough, bj::string_view part, bj::error_code& error) {
    number += view(part);
    double exact = rough;
    // Below the least double the text says no more than `rough` does.
    std::from_chars(number.data(), number.data() + number.size(), exact);
    number.clear();
    if (!std::isfinite(exact)) {
      error = bj::error::exponent_overflow;
      return false;
    }
    stack.push_double(exact);
    return true;
  }
  bool on_bool(bool value, bj::error_code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(bj::error_code&) {
    stack.push_null();
    return true;
  }
};

// Members of all objects in `value`.
inline std::size_t count_members(const Value& value) {
  std::size_t count = 0;
  if (const Object* object = value.if_object()) {
    count = object->size();
    for (const auto& item : *object) count += count_members(item.value());
  } else if (const Array* array = value.if_array()) {
    for (const Value& item : *array) count += count_members(item);
  }
  return count;
}

}  // namespace analyzer::json

#endif  // ANALYZER_CORE_JSON_BUILDER_H_
