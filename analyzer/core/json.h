// JSON values as this project uses them: strict on the way in, stable on the
// way out. The only wrapper round Boost.JSON.
//
// All functions are free of state and may be called from any thread.

#ifndef ANALYZER_CORE_JSON_H_
#define ANALYZER_CORE_JSON_H_

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "analyzer/core/result.h"

namespace analyzer::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;
using String = boost::json::string;

struct Limits {
  std::size_t max_depth = 16;  // nested arrays and objects
  std::size_t max_bytes = std::size_t{1} << 20;
};

// Parses one JSON text (UTF-8).
//
// Fails with kInvalid on malformed JSON, invalid UTF-8, lone surrogates, a
// number out of double's range, too deep, too long, or a key given twice in one
// object (the last silently wins in Boost.JSON; here FieldError names it with
// code "duplicate_key").
Result<Value> parse(std::string_view text, const Limits& limits = {});

// Writes compact JSON: keys in the order of the object, numbers in their
// shortest form that reads back the same (0.31, not 3.1E-1).
std::string write(const Value& value);
void append(std::string& out, const Value& value);

// Writes the canonical form in which two requests are compared: keys sorted by
// bytes, nulls inside objects dropped, numbers shortest, 1.0 as 1.
std::string canonical(const Value& value);

// Appends `text` as a JSON string with its quotes.
void append_string(std::string& out, std::string_view text);

// Appends the shortest decimal form of `number`; a non-finite one as null.
void append_number(std::string& out, double number);

}  // namespace analyzer::json

#endif  // ANALYZER_CORE_JSON_H_
