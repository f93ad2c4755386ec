// Signals of who sent or rang, and of the names that the suspect uses.

#include <algorithm>
#include <array>

#include "analyzer/engine/report_signals.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

constexpr std::size_t kMobileDigits = 11;
// First three digits that virtual operators hand out.
constexpr auto kVirtual = std::to_array<std::string_view>({"162", "165", "167", "170", "171"});

// The sender as digits, with a leading '+' if it had one; blanks, hyphens and
// brackets dropped, +86 and 0086 too. Empty if it holds anything else.
std::string number_of(const ReportContext& c) {
  std::string out;
  if (!c.report.sender) return out;
  for (const char b : *c.report.sender) {
    const bool digit = b >= '0' && b <= '9';
    if (digit || (b == '+' && out.empty())) {
      out += b;
    } else if (b != ' ' && b != '-' && b != '(' && b != ')') {
      return {};
    }
  }
  for (const std::string_view home : {"+86", "0086"}) {
    if (out.starts_with(home)) return out.substr(home.size());
  }
  return out;
}

bool is_mobile(const std::string& number) {
  return number.size() == kMobileDigits && number[0] == '1' && number[1] >= '3';
}

Found said(bool it) { return it ? Found(Measured{}) : std::nullopt; }

Found foreign(const ReportContext& c) {
  const std::string number = number_of(c);
  return said(number.size() > 6 && (number.starts_with("+") || number.starts_with("00")));
}

Found virtual_operator(const ReportContext& c) {
  const std::string number = number_of(c);
  return said(is_mobile(number) &&
              std::find(kVirtual.begin(), kVirtual.end(), number.substr(0, 3)) != kVirtual.end());
}

// Village cadres and staff ring from such numbers too: little by itself.
Found mobile(const ReportContext& c) {
  const std::string number = number_of(c);
  return said(is_mobile(number) && !virtual_operator(c));
}

Found service_number(const ReportContext& c) {
  const std::string number = number_of(c);
  const bool hotline = c.snapshot.official().official_name(number).has_value();
  return said(!hotline && ((number.starts_with("400") && number.size() == 10) ||
                           (number.starts_with("95") && number.size() > 5) ||
                           (number.starts_with("96") && number.size() >= 5)));
}

Found email(const ReportContext& c) {
  return said(c.report.sender && c.report.sender->find('@') != std::string::npos);
}

Found imessage(const ReportContext& c) { return said(c.report.medium == Medium::kImessage); }

// What the suspect calls an app, a program or an account.
std::vector<std::string_view> names_of(const ReportContext& c) {
  std::vector<std::string_view> out;
  for (const Text* name : {&c.report.suspect.app_name, &c.report.suspect.mini_program,
                           &c.report.suspect.public_account}) {
    if (*name && !(*name)->empty()) out.push_back(**name);
  }
  return out;
}

Found near_name(const ReportContext& c) {
  for (const std::string_view name : names_of(c)) {
    if (const auto entry = c.snapshot.official().near_name(name)) {
      return Measured{{}, {{"name", entry->name}}, {}};
    }
  }
  return std::nullopt;
}

Found official_name(const ReportContext& c) {
  const std::vector<std::string_view> names = names_of(c);
  const bool all = !names.empty() && std::all_of(names.begin(), names.end(), [&](auto name) {
    return c.snapshot.official().official_name(name).has_value();
  });
  return said(all);
}

constexpr auto kTable = std::to_array<ReportSignal>({
    {"sender.foreign", foreign},
    {"sender.virtual", virtual_operator},
    {"sender.mobile", mobile},
    {"sender.service_number", service_number},
    {"sender.email", email},
    {"sender.imessage", imessage},
    {"suspect.near_name", near_name},
    {"suspect.official_name", official_name},
});

}  // namespace

std::span<const ReportSignal> sender_signals() { return kTable; }

}  // namespace analyzer
