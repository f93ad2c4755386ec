#include "analyzer/engine/listed.h"

#include <algorithm>
#include <functional>

#include "analyzer/text/list_form.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Standing;
using EachLedger = std::function<void(const feeds::Ledger&)>;

void merge(Standing& all, const feeds::Ledger& said, Time at) {
  Standing one = said.standing(at);
  all.listed = all.listed || one.listed;
  all.allowed = all.allowed || one.allowed;
  all.manual = all.manual || one.manual;
  all.confidence = std::max(all.confidence, one.confidence);
  for (std::string& source : one.sources) {
    if (std::find(all.sources.begin(), all.sources.end(), source) == all.sources.end()) {
      all.sources.push_back(std::move(source));
    }
  }
}

// What was said about the link itself, the folders it lies in, its host and the
// domains above it, or its address.
void each_ledger(const UrlFacts& url, const feeds::IndicatorIndex& index, const EachLedger& take) {
  if (index.size() == 0 || !url.valid || url.host.empty()) return;
  const Result<text::ListForm> form = text::list_form(url.url);
  if (!form) return;
  const auto ask = [&](IndicatorKind kind, std::string_view value) {
    if (const auto said = index.find(kind, value)) take(*said);
  };
  ask(IndicatorKind::kUrl, form->text());
  for (std::size_t slash = form->path.find('/'); slash != std::string::npos;
       slash = form->path.find('/', slash + 1)) {
    ask(IndicatorKind::kPath, form->host + form->path.substr(0, slash + 1));
  }
  if (form->host_is_ip) return ask(IndicatorKind::kIp, form->host);
  ask(IndicatorKind::kHost, form->host);
  std::string_view domain = form->host;
  while (true) {
    ask(IndicatorKind::kDomain, domain);
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) return;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

Standing standing_of(const UrlFacts& url, const feeds::IndicatorIndex& index, Time at) {
  Standing out;
  each_ledger(url, index, [&](const feeds::Ledger& said) { merge(out, said, at); });
  if (out.allowed) {
    out.listed = false;
    out.sources.clear();
    out.confidence = 0.0;
  }
  std::sort(out.sources.begin(), out.sources.end());
  return out;
}

std::optional<Time> next_change(const UrlFacts& url, const feeds::IndicatorIndex& index, Time at) {
  std::optional<Time> out;
  each_ledger(url, index, [&](const feeds::Ledger& said) {
    if (const auto next = said.next_change(at); next && (!out || *next < *out)) out = next;
  });
  return out;
}

}  // namespace analyzer
