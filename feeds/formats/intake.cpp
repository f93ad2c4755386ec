#include "feeds/formats/intake.h"

#include <algorithm>

#include "analyzer/text/utf8.h"
#include "feeds/naming.h"

namespace analyzer::feeds {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Valid UTF-8 of a length that people read; what is none becomes U+FFFD.
std::string readable(std::string_view text) {
  constexpr std::size_t kLongest = 500;  // bytes
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < kLongest;) {
    text::append_character(out, text::next_character(text, &at));
  }
  return out;
}

}  // namespace

void Intake::add(std::size_t line, Entry entry) {
  Result<std::string> named = name_value(entry.kind, entry.value);
  if (!named) return wrong(line, named.error().message);
  entry.value = *std::move(named);
  entry.source = readable(entry.source);
  entry.reason = readable(entry.reason);
  if (entry.source.empty()) entry.source = options_.source;
  if (!(entry.confidence > 0.0 && entry.confidence <= 1.0)) {
    return wrong(line, "a confidence lies above 0 and up to 1");
  }
  if (entries_ > 0 && entry == last_) return;
  ++entries_;
  last_ = entry;
  if (sink_.entry) sink_.entry(std::move(entry));
}

void Intake::add(std::size_t line, IndicatorKind kind, std::string_view value) {
  Entry entry;
  entry.kind = kind;
  entry.value = value;
  add(line, std::move(entry));
}

void Intake::add_bare(std::size_t line, Entry entry) {
  const std::size_t slash = entry.value.find('/');
  if (slash != std::string::npos && entry.value.find("://") == std::string::npos) {
    const std::string_view host = std::string_view(entry.value).substr(0, slash);
    const std::string_view bits = std::string_view(entry.value).substr(slash + 1);
    const bool number = !bits.empty() && bits.size() <= 3 &&
                        bits.find_first_not_of("0123456789") == std::string_view::npos;
    if (number && kind_of(host) == IndicatorKind::kIp) {
      const bool one = bits == (host.find(':') == std::string_view::npos ? "32" : "128");
      if (!one) return wrong(line, "a block of addresses");
      entry.value.resize(slash);
    }
  }
  entry.kind = kind_of(entry.value);
  add(line, std::move(entry));
}

void Intake::wrong(std::size_t line, std::string cause) {
  ++mistakes_;
  if (sink_.wrong) sink_.wrong({line, std::move(cause)});
}

Status Intake::status() const {
  if (entries_ <= options_.most_entries) return {};
  return fail(ErrorCode::kInvalid,
              "more than " + std::to_string(options_.most_entries) + " entries");
}

Status LineReader::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    too_long_ = too_long_ || partial_.size() + part.size() > intake_.options().longest_record;
    if (too_long_) partial_.clear();
    if (end == std::string_view::npos) {
      if (!too_long_) partial_ += part;
      return intake_.status();
    }
    if (partial_.empty()) {
      end_line(part);
    } else {
      partial_ += part;
      end_line(partial_);
      partial_.clear();
    }
    bytes.remove_prefix(end + 1);
  }
  return intake_.status();
}

void LineReader::end_line(std::string_view text) {
  if (too_long_) {
    intake_.wrong(number_, "a line is too long");
  } else if (const std::string_view trimmed = trim(text); !trimmed.empty()) {
    line(number_, trimmed);
  }
  too_long_ = false;
  ++number_;
}

Status LineReader::finish() {
  if (too_long_ || !partial_.empty()) end_line(partial_);
  partial_.clear();
  return intake_.status();
}

JsonReader::JsonReader(Intake& intake, std::vector<std::string> patterns)
    : intake_(intake),
      stream_(std::move(patterns), {.max_depth = 24, .max_bytes = intake.options().longest_record},
              [this](json::Piece&& found) { piece(found); }) {}

Status JsonReader::write(std::string_view bytes) {
  if (Status status = stream_.write(bytes); !status) return status;
  return intake_.status();
}

Status JsonReader::finish() { return stream_.finish(); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_comment(std::string_view line, char mark) {
  for (std::size_t at = line.find(mark); at != std::string_view::npos;
       at = line.find(mark, at + 1)) {
    if (at == 0 || is_blank(line[at - 1])) return trim(line.substr(0, at));
  }
  return line;
}

std::string_view text_of(const json::Object& object, std::string_view key) {
  const json::Value* member = object.if_contains({key.data(), key.size()});
  if (member == nullptr || !member->is_string()) return {};
  return {member->get_string().data(), member->get_string().size()};
}

std::optional<double> number_of(const json::Object& object, std::string_view key) {
  const json::Value* member = object.if_contains({key.data(), key.size()});
  if (member == nullptr || !member->is_number()) return std::nullopt;
  return member->to_number<double>();
}

std::optional<Time> time_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::string full(text);
  if (full.ends_with(" UTC")) full.resize(full.size() - 4);
  if (full.size() > 10 && full[10] == ' ') full[10] = 'T';
  if (full.size() == 10) full += "T00:00:00";
  if (full.size() == 19) full += "Z";
  const Result<Time> time = parse_time(full);
  if (!time) return std::nullopt;
  return *time;
}

std::string with_scheme(std::string_view value, std::string_view scheme) {
  return std::string(scheme) + "://" + std::string(value);
}

std::int64_t seconds_of(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace analyzer::feeds
