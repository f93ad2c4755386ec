#include "analyzer/core/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

namespace analyzer::json {
namespace {

namespace bj = boost::json;

// A SAX handler that only looks for a key given twice in one object. Values are
// built by Boost's own parser; running over the bytes a second time costs less
// than building a tree of our own.
struct DuplicateFinder {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  std::vector<std::vector<std::string>> open;  // keys seen of each open object
  std::string partial;
  std::string duplicate;

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t, bj::error_code&) { return true; }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    partial.append(part.data(), part.size());
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
    partial.append(part.data(), part.size());
    auto& keys = open.back();
    if (std::find(keys.begin(), keys.end(), partial) != keys.end()) {
      duplicate = partial;
      error = bj::error::syntax;
      return false;
    }
    keys.push_back(std::move(partial));
    partial.clear();
    return true;
  }
  bool on_string_part(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_string(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_double(double value, bj::string_view, bj::error_code& error) {
    if (!std::isfinite(value)) {
      error = bj::error::exponent_overflow;
      return false;
    }
    return true;
  }
  bool on_bool(bool, bj::error_code&) { return true; }
  bool on_null(bj::error_code&) { return true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

Status refuse_duplicates(std::string_view text, const bj::parse_options& options) {
  bj::basic_parser<DuplicateFinder> parser(options);
  bj::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  if (!parser.handler().duplicate.empty()) {
    Error failure{ErrorCode::kInvalid, "a key is given twice", {}};
    failure.fields.push_back({"/" + parser.handler().duplicate, "duplicate_key", "given twice"});
    return tl::unexpected(std::move(failure));
  }
  if (error) return fail(ErrorCode::kInvalid, "not valid JSON: " + error.message());
  return {};
}

void append_canonical(std::string& out, const Value& value);

void append_canonical_object(std::string& out, const Object& object) {
  std::vector<const bj::key_value_pair*> items;
  items.reserve(object.size());
  for (const auto& item : object) {
    if (!item.value().is_null()) items.push_back(&item);
  }
  std::sort(items.begin(), items.end(),
            [](const auto* a, const auto* b) { return a->key() < b->key(); });
  out += '{';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append_string(out, {items[i]->key().data(), items[i]->key().size()});
    out += ':';
    append_canonical(out, items[i]->value());
  }
  out += '}';
}

void append_canonical(std::string& out, const Value& value) {
  if (value.is_object()) {
    append_canonical_object(out, value.get_object());
  } else if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const Value& item : value.get_array()) {
      if (!first) out += ',';
      first = false;
      append_canonical(out, item);
    }
    out += ']';
  } else if (value.is_int64()) {
    append_number(out, static_cast<double>(value.get_int64()));
  } else if (value.is_uint64()) {
    append_number(out, static_cast<double>(value.get_uint64()));
  } else {
    append(out, value);
  }
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) return fail(ErrorCode::kInvalid, "JSON text is too long");
  bj::parse_options options;
  options.max_depth = limits.max_depth;
  if (Status status = refuse_duplicates(text, options); !status) {
    return tl::unexpected(status.error());
  }
  bj::error_code error;
  Value value = bj::parse({text.data(), text.size()}, error, {}, options);
  if (error) return fail(ErrorCode::kInvalid, "not valid JSON: " + error.message());
  return value;
}

void append_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          out += kHex[byte >> 4];
          out += kHex[byte & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char buffer[40];
  if (number == std::floor(number) && std::abs(number) < 9007199254740992.0) {
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(number));
    out.append(buffer, end.ptr);
    return;
  }
  const bool plain = std::abs(number) >= 1e-6 && std::abs(number) < 1e21;
  const auto end = plain ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed)
                         : std::to_chars(buffer, buffer + sizeof buffer, number);
  if (end.ec != std::errc{}) {
    const auto general = std::to_chars(buffer, buffer + sizeof buffer, number);
    out.append(buffer, general.ptr);
    return;
  }
  out.append(buffer, end.ptr);
}

void append(std::string& out, const Value& value) {
  switch (value.kind()) {
    case bj::kind::null: out += "null"; break;
    case bj::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
    case bj::kind::int64: out += std::to_string(value.get_int64()); break;
    case bj::kind::uint64: out += std::to_string(value.get_uint64()); break;
    case bj::kind::double_: append_number(out, value.get_double()); break;
    case bj::kind::string:
      append_string(out, {value.get_string().data(), value.get_string().size()});
      break;
    case bj::kind::array: {
      out += '[';
      bool first = true;
      for (const Value& item : value.get_array()) {
        if (!first) out += ',';
        first = false;
        append(out, item);
      }
      out += ']';
      break;
    }
    case bj::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& item : value.get_object()) {
        if (!first) out += ',';
        first = false;
        append_string(out, {item.key().data(), item.key().size()});
        out += ':';
        append(out, item.value());
      }
      out += '}';
      break;
    }
  }
}

std::string write(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string canonical(const Value& value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

}  // namespace analyzer::json
