#include "analyzer/wire/reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analyzer/core/known_words.h"
#include "analyzer/wire/text_shape.h"

namespace analyzer::wire {
namespace {

constexpr std::chrono::hours kLatest{24};
constexpr Time kFirst = Date{std::chrono::January / 1 / 1900};
constexpr Time kEnd = Date{std::chrono::January / 1 / 2201};
constexpr std::string_view kMasked = "*";
constexpr std::size_t kMaxNameBytes = 64;  // of an unknown name in a pointer

std::string_view view(const json::String& text) { return {text.data(), text.size()}; }

// `text` cut to whole characters of at most `size` bytes.
std::string_view shorten(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;
  return text.substr(0, size);
}

void append_escaped(std::string& out, std::string_view name) {
  for (const char c : shorten(name, kMaxNameBytes)) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
}

void append_pointer(std::string& out, const Place& place) {
  if (place.parent == nullptr) return;
  append_pointer(out, *place.parent);
  out += '/';
  if (place.index) {
    out += std::to_string(*place.index);
  } else {
    append_escaped(out, place.name);
  }
}

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// The known name that a slip of the finger turns into `name`, or an empty view.
std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  if (name.size() > kMaxNameBytes) return {};
  std::string_view best;
  std::size_t best_distance = std::min<std::size_t>(3, name.size() / 2 + 1);
  for (const std::string_view candidate : known) {
    const std::size_t d = distance(name, candidate);
    if (d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string range_rule(const field::Rule& rule) {
  std::string message = "must lie in [";
  json::append_number(message, rule.low);
  message += ", ";
  json::append_number(message, rule.high);
  return message + "]";
}

// A finite number of any JSON kind as a double.
std::optional<double> as_number(const json::Value& value) {
  if (const auto* number = value.if_double()) {
    return std::isfinite(*number) ? std::optional(*number) : std::nullopt;
  }
  if (const auto* number = value.if_int64()) return static_cast<double>(*number);
  if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
  return std::nullopt;
}

bool read_whole(const json::Value& value, const field::Rule& rule, const Place& place,
                Findings& findings, double& out) {
  const std::optional<double> number = as_number(value);
  if (!number || *number != std::floor(*number)) {
    findings.add(place, "type", "must be a whole number");
    return false;
  }
  return read(value, rule, place, findings, out);
}

const json::String* read_string(const json::Value& value, const Place& place, Findings& findings,
                                std::string_view what) {
  const json::String* text = value.if_string();
  if (text == nullptr) findings.add(place, "type", "must be a text: " + std::string(what));
  return text;
}

}  // namespace

std::string Place::pointer() const {
  std::string out;
  append_pointer(out, *this);
  return out;
}

void Findings::add(const Place& place, std::string_view code, std::string message) {
  if (errors_.size() >= kMaxErrors) return;
  errors_.push_back({place.pointer(), std::string(code), std::move(message)});
}

void Findings::add_unknown(const Place& place, std::span<const std::string_view> known) {
  if (!options_.strict) {
    if (ignored_.size() < kMaxIgnored) ignored_.push_back(place.pointer());
    return;
  }
  if (errors_.size() >= kMaxErrors) return;
  const std::string_view hint = nearest(place.name, known);
  std::string message = "no such field";
  if (!hint.empty()) message += "; did you mean " + std::string(hint) + "?";
  add(place, "unknown_field", std::move(message));
}

bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::string& out) {
  const json::String* string = value.if_string();
  if (string == nullptr) {
    findings.add(place, "type", "must be a text");
    return false;
  }
  const std::string_view text = view(*string);
  if (text.empty() && rule.required) {
    findings.add(place, "required", "must not be empty");
    return false;
  }
  const TextScan scan = scan_text(text);
  const bool bytes = rule.shape == field::Shape::kFree;
  if (!scan.utf8) {
    findings.add(place, "not_utf8", "must be UTF-8");
  } else if ((bytes ? text.size() : scan.characters) > rule.max_length) {
    findings.add(place, "too_long",
                 "must have at most " + std::to_string(rule.max_length) +
                     (bytes ? " bytes" : " characters"));
  } else if ((scan.control && !bytes) ||
             !(has_shape(text, rule.shape) || (findings.options().sealed && text == kMasked))) {
    findings.add(place, "format", std::string(shape_rule(rule.shape)));
  } else {
    out.assign(text);
    return true;
  }
  return false;
}

bool read(const json::Value& value, const field::Rule&, const Place& place, Findings& findings,
          bool& out) {
  const bool* flag = value.if_bool();
  if (flag == nullptr) {
    findings.add(place, "type", "must be true or false");
    return false;
  }
  out = *flag;
  return true;
}

bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          double& out) {
  const std::optional<double> number = as_number(value);
  if (!number) {
    findings.add(place, "type", "must be a number");
    return false;
  }
  if (*number < rule.low || *number > rule.high) {
    findings.add(place, "range", range_rule(rule));
    return false;
  }
  out = *number;
  return true;
}

bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::int64_t& out) {
  double number = 0.0;
  if (!read_whole(value, rule, place, findings, number)) return false;
  out = static_cast<std::int64_t>(number);
  return true;
}

bool read(const json::Value& value, const field::Rule& rule, const Place& place, Findings& findings,
          std::uint32_t& out) {
  double number = 0.0;
  if (!read_whole(value, rule, place, findings, number)) return false;
  out = static_cast<std::uint32_t>(number);
  return true;
}

bool read(const json::Value& value, const field::Rule&, const Place& place, Findings& findings,
          Time& out) {
  static constexpr std::string_view kForm = "an RFC 3339 time with offset";
  const json::String* text = read_string(value, place, findings, kForm);
  if (text == nullptr) return false;
  const Result<Time> time = parse_time(view(*text));
  if (!time) {
    findings.add(place, "format", "must be " + std::string(kForm));
    return false;
  }
  if (*time < kFirst || *time >= kEnd) {  // in UTC: what we write must be read again
    findings.add(place, "range", "must lie in the years 1900 to 2200");
    return false;
  }
  const Time now = findings.options().now;
  if (now != Time{} && *time > now + kLatest) {
    findings.add(place, "range", "must not lie more than 24 hours ahead");
    return false;
  }
  out = *time;
  return true;
}

bool read(const json::Value& value, const field::Rule&, const Place& place, Findings& findings,
          Date& out) {
  static constexpr std::string_view kForm = "a date as 2026-02-28";
  const json::String* text = read_string(value, place, findings, kForm);
  if (text == nullptr) return false;
  const Result<Date> date = parse_date(view(*text));
  if (!date) {
    findings.add(place, "format", "must be " + std::string(kForm));
    return false;
  }
  out = *date;
  return true;
}

bool read_word(const json::Value& value, std::span<const std::string_view> words,
               const Place& place, Findings& findings, std::size_t& out) {
  const json::String* text = read_string(value, place, findings, "one word of a closed list");
  if (text == nullptr) return false;
  const auto* const found = std::find(words.data(), words.data() + words.size(), view(*text));
  out = static_cast<std::size_t>(found - words.data());
  if (out < words.size()) return true;
  findings.add(place, "unknown_word", "must be one of:" + known_words(words));
  return false;
}

const json::Array* read_array(const json::Value& value, const field::Rule& rule, const Place& place,
                              Findings& findings) {
  const json::Array* array = value.if_array();
  if (array == nullptr) {
    findings.add(place, "type", "must be a list");
  } else if (array->size() > rule.max_items) {
    findings.add(place, "too_many",
                 "must have at most " + std::to_string(rule.max_items) + " items");
    array = nullptr;
  }
  return array;
}

const json::Value* Reader::take(std::string_view name, const field::Rule& rule) {
  const auto* item = object_.begin() + std::min(next_, object_.size());
  if (item == object_.end() || item->key() != name) item = object_.find(name);
  if (item != object_.end()) {
    ++taken_;
    next_ = static_cast<std::size_t>(item - object_.begin()) + 1;
    if (!item->value().is_null()) return &item->value();
  }
  if (rule.required && enforce_) findings_.add(Place{&place_, name}, "required", "is required");
  return nullptr;
}

void Reader::ext() {
  const json::Value* value = take("ext", field::kAny);
  if (value == nullptr) return;
  const Place place{&place_, "ext"};
  if (!value->is_object()) {
    findings_.add(place, "type", "must be an object");
  } else if (json::write(*value).size() > kMaxExtBytes) {
    findings_.add(place, "too_long", "must have at most 4096 bytes");
  }
}

void Reader::note_unknown(std::span<const std::string_view> known) {
  for (const auto& item : object_) {
    const std::string_view name{item.key().data(), item.key().size()};
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      findings_.add_unknown(Place{&place_, name}, known);
    }
  }
}

}  // namespace analyzer::wire
