// Signals of what others reported before: the same words, the same domain, the
// same number.

#include <array>

#include "analyzer/engine/report_signals.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

// A count of the history, if that could be read and is not zero.
template <std::uint32_t ReportHistory::*kCount>
Found seen(const ReportContext& c) {
  const std::uint32_t number = c.history.report.*kCount;
  if (!c.history.available || number == 0) return std::nullopt;
  return Measured{static_cast<double>(number), {}, {}};
}

Found same_text(const ReportContext& c) {
  Found out = seen<&ReportHistory::same_shape_1d>(c);
  if (!out) return out;
  out->arguments.emplace_back("regions", std::to_string(c.history.report.regions_1d));
  return out;
}

constexpr auto kTable = std::to_array<ReportSignal>({
    {"seen.same_text", same_text},
    {"seen.domain", seen<&ReportHistory::domain_7d>},
    {"seen.number", seen<&ReportHistory::number_30d>},
    {"seen.domain_confirmed", seen<&ReportHistory::domain_confirmed>},
    {"seen.number_confirmed", seen<&ReportHistory::number_confirmed>},
    {"seen.cleared", seen<&ReportHistory::cleared>},
});

}  // namespace

std::span<const ReportSignal> seen_signals() { return kTable; }

}  // namespace analyzer
