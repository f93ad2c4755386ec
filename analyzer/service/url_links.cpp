#include "analyzer/service/url_links.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/engine/url_columns.h"
#include "analyzer/engine/url_features.h"
#include "analyzer/service/data_files.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

struct Head {
  std::size_t url = 0, label = 0, source = 0, date = 0, width = 0;
};

Result<Head> read_head(const std::vector<std::string>& names, const std::string& path) {
  const auto at = [&names](std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  const Head head{at("url"), at("label"), at("source"), at("date"), names.size()};
  if (std::max({head.url, head.label, head.source, head.date}) >= names.size()) {
    return fail(ErrorCode::kInvalid, path + ": the head must name url, label, source and date");
  }
  return head;
}

// Lists hold hosts as often as links.
Result<UrlFacts> parse_listed(const std::string& text) {
  auto url = text::parse_url(text.find("://") == std::string::npos ? "http://" + text : text);
  if (url && (!url->valid || url->host.empty())) return fail(ErrorCode::kInvalid, "no host");
  return url;
}

void add_link(LabelledLinks& links, UrlFacts url, const std::vector<std::string>& record,
              const Head& head) {
  links.groups.push_back(url.registrable_domain);
  links.urls.push_back(std::move(url));
  links.labels.push_back(record[head.label] == "1" ? 1 : 0);
  links.sources.push_back(record[head.source]);
  links.times.push_back(parse_loose_date(record[head.date]));
}

// Indices of the first of links that are equal once canonical, and of none of those
// that are given with both labels.
std::vector<std::size_t> without_repeats(const LabelledLinks& links) {
  std::vector<std::string> texts;
  std::unordered_map<std::string_view, std::uint8_t> label_of;
  std::unordered_set<std::string_view> both;
  for (const UrlFacts& url : links.urls) texts.push_back(url_bare_text(url));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto [it, fresh] = label_of.try_emplace(texts[i], links.labels[i]);
    if (!fresh && it->second != links.labels[i]) both.insert(texts[i]);
  }
  std::vector<std::size_t> out;
  std::unordered_set<std::string_view> taken;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!both.contains(texts[i]) && taken.insert(texts[i]).second) out.push_back(i);
  }
  return out;
}

template <class T>
void take_from(const std::vector<T>& from, std::span<const std::size_t> indices,
               std::vector<T>& out) {
  if (from.empty()) return;  // not filled yet
  out.reserve(indices.size());
  for (const std::size_t i : indices) out.push_back(from[i]);
}

}  // namespace

std::vector<std::size_t> every_row(const LabelledLinks& links) {
  std::vector<std::size_t> out(links.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

LabelledLinks take(const LabelledLinks& links, std::span<const std::size_t> indices) {
  LabelledLinks out;
  take_from(links.urls, indices, out.urls);
  take_from(links.imitations, indices, out.imitations);
  take_from(links.features, indices, out.features);
  take_from(links.labels, indices, out.labels);
  take_from(links.groups, indices, out.groups);
  take_from(links.suffixes, indices, out.suffixes);
  take_from(links.sources, indices, out.sources);
  take_from(links.times, indices, out.times);
  return out;
}

Result<LabelledLinks> read_labelled_links(const std::string& path, const Register& known) {
  const auto file = read_data_file(path);
  if (!file) return tl::unexpected(file.error());
  const auto records = parse_csv(file->text);
  if (!records) return fail(ErrorCode::kInvalid, path + ": " + records.error().message);
  if (records->empty()) return fail(ErrorCode::kInvalid, path + ": empty");
  const auto head = read_head(records->front(), path);
  if (!head) return tl::unexpected(head.error());
  LabelledLinks links;
  for (std::size_t i = 1; i < records->size(); ++i) {
    const std::vector<std::string>& record = (*records)[i];
    const bool labelled =
        record.size() == head->width && (record[head->label] == "0" || record[head->label] == "1");
    if (!labelled) {
      return fail(ErrorCode::kInvalid,
                  path + ": record " + std::to_string(i) + " is not as the head says");
    }
    if (auto url = parse_listed(record[head->url])) {
      add_link(links, *std::move(url), record, *head);
    }
  }
  LabelledLinks out = take(links, without_repeats(links));
  for (const UrlFacts& url : out.urls) {
    out.imitations.push_back(known.imitation(url));
    out.features.push_back(UrlFeatures(UrlShape(url)).all());
    out.suffixes.push_back(url.public_suffix);
  }
  // The card names the file, not where it lay.
  out.data = {path.substr(path.rfind('/') + 1), file->sha256, records->size() - 1,
              "see data/README.md"};
  return out;
}

std::vector<std::size_t> all_but(const LabelledLinks& links,
                                 const std::vector<std::string>& groups) {
  const std::unordered_set<std::string_view> known(groups.begin(), groups.end());
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!known.contains(links.groups[i])) out.push_back(i);
  }
  return out;
}

models::Matrix rows_of(const LabelledLinks& links, const std::vector<std::size_t>& indices,
                       const TablesOf& tables_of) {
  models::Matrix out;
  const auto names = url_column_names();
  out.columns.assign(names.begin(), names.end());
  for (const std::size_t i : indices) {
    out.add(url_row(links.urls[i], links.imitations[i], &tables_of(links.groups[i])),
            links.labels[i] == 1, links.groups[i], links.sources[i], links.times[i]);
  }
  return out;
}

}  // namespace analyzer
