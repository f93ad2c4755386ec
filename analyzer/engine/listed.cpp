#include "analyzer/engine/listed.h"

#include <algorithm>

#include "analyzer/text/list_form.h"

namespace analyzer {
namespace {

using feeds::IndicatorKind;
using feeds::Standing;

void merge(Standing& all, const feeds::Ledger* said, Time at) {
  if (said == nullptr) return;
  Standing one = said->standing(at);
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

void add_folders(Standing& all, const text::ListForm& form, const feeds::IndicatorIndex& index,
                 Time at) {
  for (std::size_t slash = form.path.find('/'); slash != std::string::npos;
       slash = form.path.find('/', slash + 1)) {
    merge(all, index.find(IndicatorKind::kPath, form.host + form.path.substr(0, slash + 1)), at);
  }
}

}  // namespace

Standing standing_of(const UrlFacts& url, const feeds::IndicatorIndex& index, Time at) {
  Standing out;
  if (index.size() == 0 || !url.valid || url.host.empty()) return out;
  const Result<text::ListForm> form = text::list_form(url.url);
  if (!form) return out;
  merge(out, index.find(IndicatorKind::kUrl, form->text()), at);
  add_folders(out, *form, index, at);
  if (form->host_is_ip) {
    merge(out, index.find(IndicatorKind::kIp, form->host), at);
  } else {
    merge(out, index.find(IndicatorKind::kHost, form->host), at);
    std::string_view domain = form->host;
    while (true) {
      merge(out, index.find(IndicatorKind::kDomain, domain), at);
      const std::size_t dot = domain.find('.');
      if (dot == std::string_view::npos) break;
      domain.remove_prefix(dot + 1);
    }
  }
  if (out.allowed) {
    out.listed = false;
    out.sources.clear();
    out.confidence = 0.0;
  }
  std::sort(out.sources.begin(), out.sources.end());
  return out;
}

}  // namespace analyzer
