// One value a line. What stands with a scheme is that link and no more; what stands
// without is a host and what lies below it.

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

class Lines final : public LineReader {
 public:
  using LineReader::LineReader;

 private:
  void line(std::size_t number, std::string_view text) override {
    const std::string_view value = without_comment(text, '#');
    if (value.empty() || value.front() == ';') return;
    Entry entry;
    entry.value = value;
    intake().add_bare(number, std::move(entry));
  }
};

}  // namespace

std::unique_ptr<FormatReader> read_lines_format(Intake& intake) {
  return std::make_unique<Lines>(intake);
}

// A host alone cannot be told from its domain, a folder not from a page.
std::optional<Entry> said_by_lines(const Entry& entry, const ListHead& head) {
  if (entry.revoked) return std::nullopt;
  Entry out = bare(entry, head);
  if (out.kind == IndicatorKind::kPath) out.kind = IndicatorKind::kUrl;
  if (out.kind == IndicatorKind::kHost) {
    out.kind = IndicatorKind::kUrl;
    out.value += '/';
  }
  return out;
}

std::string write_lines(std::span<const Entry> entries, const ListHead& head) {
  std::string out = banner(head, "# ");
  for (const Entry& entry : entries) {
    out += entry.kind == IndicatorKind::kUrl ? with_scheme(entry.value) : entry.value;
    out += '\n';
  }
  return out;
}

}  // namespace analyzer::feeds
