#include "analyzer/core/json.h"

#include <algorithm>
#include <boost/json/src.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace analyzer::json {
namespace {

namespace bj = boost::json;

// Below it every whole number is a double of its own, 2^53.
constexpr std::int64_t kWholeLimit = 9007199254740992;

// Length of the longest prefix of `text` that needs no escape; whole words of
// eight bytes are looked at as one.
std::size_t plain_prefix(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighs = kOnes << 7U;
  // High bits where a byte of `word` lies below `limit` (up to 128), and
  // perhaps above such a byte.
  const auto below = [](std::uint64_t word, std::uint64_t limit) {
    return (word - kOnes * limit) & ~word & kHighs;
  };
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof word);
    if ((below(word, 0x20) | below(word ^ (kOnes * '"'), 1) | below(word ^ (kOnes * '\\'), 1)) !=
        0) {
      break;
    }
  }
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  };
  while (i < text.size() && plain(text[i])) ++i;
  return i;
}

void append_whole(std::string& out, std::int64_t number) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
  out.append(buffer, end.ptr);
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
  } else if (const std::int64_t* whole = value.if_int64()) {
    const bool exact = *whole > -kWholeLimit && *whole < kWholeLimit;
    exact ? append_whole(out, *whole) : append_number(out, static_cast<double>(*whole));
  } else if (value.is_uint64()) {
    append_number(out, static_cast<double>(value.get_uint64()));
  } else {
    append(out, value);
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t copied = 0;  // of `text`; what needs no escape is copied in runs
  for (std::size_t i = plain_prefix(text); i < text.size();) {
    out.append(text, copied, i - copied);
    const auto byte = static_cast<unsigned char>(text[i]);
    switch (byte) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    copied = i + 1;
    i = copied + plain_prefix(text.substr(copied));
  }
  out.append(text, copied);
  out += '"';
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char buffer[40];
  if (number == std::floor(number) && std::abs(number) < static_cast<double>(kWholeLimit)) {
    append_whole(out, static_cast<std::int64_t>(number));
    return;
  }
  const bool plain = std::abs(number) >= 1e-6 && std::abs(number) < 1e21;
  const auto end =
      plain ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed)
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
    case bj::kind::null:
      out += "null";
      break;
    case bj::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case bj::kind::int64:
      out += std::to_string(value.get_int64());
      break;
    case bj::kind::uint64:
      out += std::to_string(value.get_uint64());
      break;
    case bj::kind::double_:
      append_number(out, value.get_double());
      break;
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
  out.reserve(2048);
  append_canonical(out, value);
  return out;
}

}  // namespace analyzer::json
