// CSV with named columns: our own, or any whose columns are told (reader.h).

#include <charconv>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

class Csv final : public CsvRecords {
 public:
  explicit Csv(Intake& intake) : CsvRecords(intake, false) {}

 private:
  Status head() override {
    const std::string& value = intake().options().columns.value;
    if (has(value)) return {};
    return fail(ErrorCode::kInvalid, "line 1: no column '" + value + "'");
  }

  void record(std::size_t line) override {
    const Columns& columns = intake().options().columns;
    Entry entry;
    entry.value = cell(columns.value);
    const std::string_view kind = cell(columns.kind);
    const auto known = parse_name<IndicatorKind>(kind);
    if (!kind.empty() && !known) return intake().wrong(line, "no such kind");
    if (known) entry.kind = *known;
    entry.source = cell(columns.source);
    entry.reason = cell(columns.reason);
    if (!number(columns.confidence, entry.confidence)) {
      return intake().wrong(line, "a confidence is a number");
    }
    const std::string_view revoked = cell(columns.revoked);
    entry.revoked = revoked == "true" || revoked == "1" || revoked == "yes";
    if (!time(columns.valid_from, entry.valid_from) ||
        !time(columns.valid_until, entry.valid_until)) {
      return intake().wrong(line, "no time");
    }
    known ? intake().add(line, std::move(entry)) : intake().add_bare(line, std::move(entry));
  }

  bool number(std::string_view column, double& out) const {
    const std::string_view text = cell(column);
    if (text.empty()) return true;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    return end.ec == std::errc{} && end.ptr == text.data() + text.size();
  }

  bool time(std::string_view column, std::optional<Time>& out) const {
    const std::string_view text = cell(column);
    out = time_of(text);
    return text.empty() || out.has_value();
  }
};

void append_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// A table program must not take a cell for a formula.
bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::unique_ptr<FormatReader> read_csv(Intake& intake) { return std::make_unique<Csv>(intake); }

std::optional<Entry> said_by_csv(const Entry& entry, const ListHead& head) {
  Entry out = entry;
  if (is_hashed(entry.kind) || is_formula(entry.value)) return std::nullopt;
  if (is_formula(out.reason)) out.reason.insert(0, 1, '\'');
  if (is_formula(out.source)) out.source.insert(0, 1, '\'');
  out.reason = trim(out.reason);
  out.source = trim(out.source);
  if (out.source.empty()) out.source = head.issuer;
  return out;
}

std::string write_csv(std::span<const Entry> entries, const ListHead&) {
  std::string out = "kind,value,source,confidence,valid_from,valid_until,revoked,reason\r\n";
  for (const Entry& entry : entries) {
    out += name_of(entry.kind);
    out += ',';
    append_cell(out, entry.value);
    out += ',';
    append_cell(out, entry.source);
    out += ',';
    json::append_number(out, entry.confidence);
    for (const std::optional<Time>& time : {entry.valid_from, entry.valid_until}) {
      out += ',';
      if (time) out += format_time(*time);
    }
    out += entry.revoked ? ",true," : ",false,";
    append_cell(out, entry.reason);
    out += "\r\n";
  }
  return out;
}

}  // namespace analyzer::feeds
