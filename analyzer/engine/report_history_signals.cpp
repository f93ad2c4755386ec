// Signals of what others reported before: the same words, the same domain, the
// same number.

#include <array>
#include <chrono>
#include <cmath>
#include <string>

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

// "9:40", and the day before it where that is not the report's own.
std::string clock(Time time, Time now, std::string_view today) {
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(time + kShanghaiOffset).time_since_epoch().count();
  const auto of_day = minutes % (24 * 60);
  const std::string minute = std::to_string(of_day % 60);
  const bool same_day = shanghai_date(time) == shanghai_date(now);
  const std::string day =
      same_day ? std::string(today) : format_date(shanghai_date(time)).substr(5) + " ";
  return day + std::to_string(of_day / 60) + ":" + (minute.size() < 2 ? "0" : "") + minute;
}

Found same_text(const ReportContext& c) {
  Found out = seen<&ReportHistory::same_shape_1d>(c);
  if (!out) return out;
  constexpr double kHour = 3'600'000.0;
  const double hours = c.history.report.same_shape_first_h.value_or(0.0);
  const Time now = c.report.received_at;
  const Time first = now - Milliseconds(std::llround(hours * kHour));
  out->arguments.emplace_back("since", clock(first, now, "今天"));
  out->arguments.emplace_back("since_en", clock(first, now, ""));
  out->arguments.emplace_back("regions", std::to_string(c.history.report.regions_1d));
  return out;
}

// A number or account that the report names is on a list, or its wording, or its QR code.
template <std::optional<std::string> ListedLinks::*kWhat>
Found listed(const ReportContext& c) {
  const Text& sources = c.history.listed.*kWhat;
  if (!sources || sources->empty()) return std::nullopt;
  return Measured{{}, {{"sources", *sources}}, {}};
}

constexpr auto kTable = std::to_array<ReportSignal>({
    {"seen.same_text", same_text},
    {"seen.domain", seen<&ReportHistory::domain_7d>},
    {"seen.number", seen<&ReportHistory::number_30d>},
    {"seen.domain_confirmed", seen<&ReportHistory::domain_confirmed>},
    {"seen.number_confirmed", seen<&ReportHistory::number_confirmed>},
    {"seen.number_listed", listed<&ListedLinks::number>},
    {"seen.text_listed", listed<&ListedLinks::text>},
    {"seen.code_listed", listed<&ListedLinks::code>},
    {"seen.cleared", seen<&ReportHistory::cleared>},
});

}  // namespace

std::span<const ReportSignal> seen_signals() { return kTable; }

}  // namespace analyzer
