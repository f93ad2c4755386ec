// Computed signals of a report: its links as judged, what others reported, what
// harm was done. To add one: a function and a row here, one [[signal]] in
// data/signals/report.toml.

#include <algorithm>

#include "analyzer/engine/signal_tables.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

Found counted(double value) {
  if (value <= 0.0) return std::nullopt;
  Measured measured;
  measured.value = value;
  return measured;
}

// The spans of the links that `fits`, and their count.
template <class Fits>
Found links_that(const ReportContext& c, Fits fits) {
  Measured measured;
  double count = 0.0;
  for (const UrlVerdict& url : c.urls) {
    if (!fits(url)) continue;
    ++count;
    if (url.facts.span) measured.spans.push_back(*url.facts.span);
  }
  if (count == 0.0) return std::nullopt;
  measured.value = count;
  return measured;
}

Found link_unofficial(const ReportContext& c) {
  return links_that(c, [&](const UrlVerdict& u) {
    return !u.official && u.facts.valid && !c.snapshot.official().is_neutral(u.facts);
  });
}

Found link_suspicious(const ReportContext& c) {
  return links_that(c, [](const UrlVerdict& u) { return u.level >= Level::kHigh; });
}

Found link_imitates(const ReportContext& c) {
  Found found = links_that(c, [](const UrlVerdict& u) { return u.imitates.has_value(); });
  if (!found) return found;
  for (const UrlVerdict& url : c.urls) {
    if (url.imitates) {
      found->arguments.emplace_back("name", url.imitates->name);
      break;
    }
  }
  return found;
}

Found link_short(const ReportContext& c) {
  return links_that(
      c, [&](const UrlVerdict& u) { return c.snapshot.official().is_short_link(u.facts); });
}

// Every link of the report stands in the register.
Found links_official(const ReportContext& c) {
  if (c.urls.empty()) return std::nullopt;
  const bool all = std::all_of(c.urls.begin(), c.urls.end(),
                               [](const UrlVerdict& u) { return u.official.has_value(); });
  return all ? Found(Measured{}) : std::nullopt;
}

bool is_flag(const Flag& flag) { return flag.value_or(false); }

Found harm_paid(const ReportContext& c) {
  return counted(c.report.harm.paid_yuan.value_or(0.0));
}

Found harm_secrets(const ReportContext& c) {
  const Harm& h = c.report.harm;
  const bool any = is_flag(h.entered_card) || is_flag(h.entered_password) ||
                   is_flag(h.entered_code) || is_flag(h.shared_screen) || is_flag(h.installed_app);
  return any ? Found(Measured{}) : std::nullopt;
}

Found sender_foreign(const ReportContext& c) {
  if (!c.report.sender) return std::nullopt;
  const std::string& sender = *c.report.sender;
  const bool mainland = sender.starts_with("+86") || sender.starts_with("0086");
  const bool foreign = (sender.starts_with("+") || sender.starts_with("00")) && !mainland;
  return foreign ? Found(Measured{}) : std::nullopt;
}

// iMessage and RCS senders that are e-mail addresses.
Found sender_mail(const ReportContext& c) {
  if (!c.report.sender || c.report.medium == Medium::kEmail) return std::nullopt;
  return c.report.sender->find('@') != std::string::npos ? Found(Measured{}) : std::nullopt;
}

Found seen_same_text(const ReportContext& c) {
  return counted(c.history.report.same_shape_1d);
}

Found seen_domain(const ReportContext& c) { return counted(c.history.report.domain_7d); }

Found seen_number(const ReportContext& c) { return counted(c.history.report.number_30d); }

Found domain_confirmed(const ReportContext& c) {
  return counted(c.history.report.domain_confirmed);
}

Found number_confirmed(const ReportContext& c) {
  return counted(c.history.report.number_confirmed);
}

Found shape_cleared(const ReportContext& c) { return counted(c.history.report.cleared); }

Found hidden_characters(const ReportContext& c) {
  if (!c.facts.text) return std::nullopt;
  return counted(c.facts.text->normalized.count(Disguise::kInvisible) +
                 c.facts.text->normalized.count(Disguise::kSplit));
}

constexpr ReportSignal kReportSignals[] = {
    {"links.unofficial", link_unofficial},
    {"links.suspicious", link_suspicious},
    {"links.imitate", link_imitates},
    {"links.short", link_short},
    {"links.official_only", links_official},
    {"harm.paid", harm_paid},
    {"harm.entered_secrets", harm_secrets},
    {"sender.foreign", sender_foreign},
    {"sender.mail_address", sender_mail},
    {"seen.same_text_1d", seen_same_text},
    {"seen.domain_7d", seen_domain},
    {"seen.number_30d", seen_number},
    {"seen.domain_confirmed", domain_confirmed},
    {"seen.number_confirmed", number_confirmed},
    {"seen.cleared", shape_cleared},
    {"disguise.hidden_characters", hidden_characters},
};

}  // namespace

std::span<const ReportSignal> report_signals() { return kReportSignals; }

}  // namespace analyzer
