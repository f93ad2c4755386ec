// Signals of the links in a report, which were judged before, and of how its
// text is written.

#include <algorithm>
#include <array>

#include "analyzer/engine/report_signals.h"
#include "analyzer/engine/snapshot.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

Found said(bool it) { return it ? Found(Measured{}) : std::nullopt; }

Found counted(std::ptrdiff_t number) {
  if (number == 0) return std::nullopt;
  return Measured{static_cast<double>(number), {}, {}};
}

std::vector<Span> spans_of(const std::vector<UrlVerdict>& urls, auto test) {
  std::vector<Span> out;
  for (const UrlVerdict& url : urls) {
    if (test(url) && url.facts.span) out.push_back(*url.facts.span);
  }
  return out;
}

bool has_reason(const UrlVerdict& url, std::string_view code) {
  return std::any_of(url.reasons.begin(), url.reasons.end(),
                     [&](const Reason& reason) { return reason.code == code; });
}

Found all_official(const ReportContext& c) {
  return said(!c.urls.empty() && std::all_of(c.urls.begin(), c.urls.end(), [](const auto& url) {
    return url.official.has_value();
  }));
}

// Where anyone may publish, behind a short link and on a known firm's own domain
// the address proves nothing.
bool address_speaks(const UrlVerdict& url, const Register& official) {
  return !url.official && !official.is_neutral(url.facts) && !official.is_short_link(url.facts) &&
         !official.is_brand_owner(url.facts);
}

// Every link leads to a known firm's own domain, its own short links among them,
// and not to what strangers publish there.
Found all_known(const ReportContext& c) {
  const Register& known = c.snapshot.official();
  return said(!c.urls.empty() && std::all_of(c.urls.begin(), c.urls.end(), [&](const auto& url) {
    const bool deceives = url.facts.has_credentials || url.imitates || !url.listed.empty();
    return !url.official && known.is_brand_owner(url.facts) && !deceives;
  }));
}

// Links of nobody whom we know.
Found not_official(const ReportContext& c) {
  const auto test = [&](const UrlVerdict& url) {
    return url.facts.valid && address_speaks(url, c.snapshot.official());
  };
  Found out = counted(std::count_if(c.urls.begin(), c.urls.end(), test));
  if (out) out->spans = spans_of(c.urls, test);
  return out;
}

Found imitates(const ReportContext& c) {
  const auto it = std::find_if(c.urls.begin(), c.urls.end(),
                               [](const UrlVerdict& url) { return url.imitates.has_value(); });
  if (it == c.urls.end()) return std::nullopt;
  Measured out{{}, {{"name", it->imitates->name}, {"host", it->imitates->host}}, {}};
  out.spans = spans_of(c.urls, [](const UrlVerdict& url) { return url.imitates.has_value(); });
  return out;
}

// The highest probability among the links.
Found suspicious(const ReportContext& c) {
  double highest = 0.0;
  for (const UrlVerdict& url : c.urls) {
    if (address_speaks(url, c.snapshot.official())) highest = std::max(highest, url.score);
  }
  if (highest == 0.0) return std::nullopt;
  return Measured{highest, {}, {}};
}

Found short_link(const ReportContext& c) {
  const auto test = [&](const UrlVerdict& url) {
    return c.snapshot.official().is_short_link(url.facts);
  };
  Found out = counted(std::count_if(c.urls.begin(), c.urls.end(), test));
  if (out) out->spans = spans_of(c.urls, test);
  return out;
}

Found install_file(const ReportContext& c) {
  const auto test = [](const UrlVerdict& url) { return has_reason(url, "url.install_file"); };
  Found out = counted(std::count_if(c.urls.begin(), c.urls.end(), test));
  if (out) out->spans = spans_of(c.urls, test);
  return out;
}

Found disguised(const ReportContext& c) {
  return counted(std::count_if(c.urls.begin(), c.urls.end(), [](const UrlVerdict& url) {
    return has_reason(url, "url.disguised");
  }));
}

// Ways of writing that programs stumble over, in characters or words; elders
// and their keyboards do it too.
Found text_disguised(const ReportContext& c) {
  if (!c.facts.text) return std::nullopt;
  const NormalizedText& text = c.facts.text->normalized;
  double changed = 0.0;
  for (const Disguise disguise : {Disguise::kInvisible, Disguise::kConfusable, Disguise::kSplit,
                                  Disguise::kSeparated, Disguise::kHomophone}) {
    changed += text.count(disguise);
  }
  if (changed == 0.0) return std::nullopt;
  return Measured{changed, {}, {}};
}

Found chat_account(const ReportContext& c) {
  if (!c.facts.text) return std::nullopt;
  std::vector<Span> spans;
  for (const FoundNumber& number : c.facts.text->numbers) {
    if (number.kind == NumberKind::kQq || number.kind == NumberKind::kWechat) {
      spans.push_back(number.span);
    }
  }
  if (spans.empty()) return std::nullopt;
  const auto number = static_cast<double>(spans.size());
  return Measured{number, {}, std::move(spans)};
}

constexpr auto kTable = std::to_array<ReportSignal>({
    {"links.all_official", all_official},
    {"links.all_known", all_known},
    {"links.not_official", not_official},
    {"links.imitates", imitates},
    {"links.suspicious", suspicious},
    {"links.short", short_link},
    {"links.install_file", install_file},
    {"links.disguised", disguised},
    {"wording.disguised", text_disguised},
    {"wording.chat_account", chat_account},
});

}  // namespace

std::span<const ReportSignal> link_signals() { return kTable; }

}  // namespace analyzer
