#include "analyzer/pictures/reading.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/core/json.h"

namespace analyzer::pictures {
namespace {

constexpr std::size_t kMostMessage = std::size_t{1} << 20U;
constexpr std::size_t kMostLines = 2000;
constexpr std::size_t kLongestLine = 4096;  // bytes
constexpr std::size_t kMostCodes = 50;
constexpr std::size_t kLongestCode = 4096;

const json::Value& member(const json::Object& object, std::string_view name) {
  static const json::Value kNothing;
  const json::Value* value = object.if_contains({name.data(), name.size()});
  return value == nullptr ? kNothing : *value;
}

std::optional<int> whole(const json::Value& value) {
  constexpr std::int64_t kMost = 1'000'000;
  const std::int64_t* number = value.if_int64();
  if (number == nullptr || *number < -kMost || *number > kMost) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<double> part(const json::Value& value) {
  double number = 0.0;
  if (value.is_double()) {
    number = value.get_double();
  } else if (value.is_int64()) {
    number = static_cast<double>(value.get_int64());
  } else {
    return std::nullopt;
  }
  if (!(number >= 0.0 && number <= 1.0)) return std::nullopt;
  return number;
}

std::optional<std::string> text(const json::Value& value, std::size_t longest) {
  if (!value.is_string() || value.get_string().size() > longest) return std::nullopt;
  return std::string(value.get_string().data(), value.get_string().size());
}

std::optional<Line> line_of(const json::Value& value) {
  if (!value.is_object()) return std::nullopt;
  const json::Object& object = value.get_object();
  const auto words = text(member(object, "text"), kLongestLine);
  const auto confidence = part(member(object, "confidence"));
  const json::Value& box = member(object, "box");
  if (!words || !confidence || !box.is_array() || box.get_array().size() != 4) return std::nullopt;
  std::array<int, 4> sides{};
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto side = whole(box.get_array()[i]);
    if (!side) return std::nullopt;
    sides[i] = *side;
  }
  return Line{*words, *confidence, {sides[0], sides[1], sides[2], sides[3]}};
}

std::optional<Reading> reading_of(const json::Object& object) {
  const auto width = whole(member(object, "width"));
  const auto height = whole(member(object, "height"));
  const json::Value& codes = member(object, "codes");
  const json::Value& lines = member(object, "lines");
  if (!width || !height || !codes.is_array() || !lines.is_array()) return std::nullopt;
  if (codes.get_array().size() > kMostCodes || lines.get_array().size() > kMostLines) {
    return std::nullopt;
  }
  Reading out{*width, *height, {}, {}};
  for (const json::Value& value : codes.get_array()) {
    auto code = text(value, kLongestCode);
    if (!code) return std::nullopt;
    out.codes.push_back(*std::move(code));
  }
  for (const json::Value& value : lines.get_array()) {
    auto line = line_of(value);
    if (!line) return std::nullopt;
    out.lines.push_back(*std::move(line));
  }
  return out;
}

json::Object object_of(const Reading& reading) {
  json::Array codes;
  for (const std::string& code : reading.codes) {
    if (codes.size() < kMostCodes && code.size() <= kLongestCode) codes.emplace_back(code);
  }
  json::Array lines;
  for (const Line& line : reading.lines) {
    if (lines.size() == kMostLines || line.text.size() > kLongestLine) continue;
    json::Object row;
    row["text"] = line.text;
    row["confidence"] = std::clamp(line.confidence, 0.0, 1.0);
    row["box"] = json::Array{line.box.left, line.box.top, line.box.width, line.box.height};
    lines.push_back(std::move(row));
  }
  json::Object out;
  out["width"] = reading.width;
  out["height"] = reading.height;
  out["codes"] = std::move(codes);
  out["lines"] = std::move(lines);
  return out;
}

}  // namespace

std::string write_message(const Message& message) {
  json::Object out;
  if (const auto* done = std::get_if<double>(&message)) {
    out["progress"] = std::clamp(*done, 0.0, 1.0);
  } else if (const auto* reading = std::get_if<Reading>(&message)) {
    out["reading"] = object_of(*reading);
  } else {
    out["trouble"] = name_of(std::get<Trouble>(message));
  }
  return json::write(out);
}

Result<Message> read_message(std::string_view line) {
  const auto parsed = json::parse(line, {.max_depth = 8, .max_bytes = kMostMessage});
  if (!parsed || !parsed->is_object()) return fail(ErrorCode::kCorrupt, "is no message");
  const json::Object& object = parsed->get_object();
  // Built in place: g++ 12 takes moves of the variant for reads of what is not there.
  if (const auto done = part(member(object, "progress"))) {
    return Result<Message>(tl::in_place, std::in_place_type<double>, *done);
  }
  if (const auto word = text(member(object, "trouble"), 64)) {
    if (const auto trouble = parse_name<Trouble>(*word)) {
      return Result<Message>(tl::in_place, std::in_place_type<Trouble>, *trouble);
    }
  }
  if (const json::Value& inner = member(object, "reading"); inner.is_object()) {
    if (auto reading = reading_of(inner.get_object())) {
      return Result<Message>(tl::in_place, std::in_place_type<Reading>, *std::move(reading));
    }
  }
  return fail(ErrorCode::kCorrupt, "is no message");
}

}  // namespace analyzer::pictures
