#include "analyzer/service/url_links.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/engine/url_columns.h"
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
  links.texts.push_back(url_ngram_text(url));
  links.groups.push_back(url.registrable_domain);
  links.urls.push_back(std::move(url));
  links.labels.push_back(record[head.label] == "1" ? 1 : 0);
  links.sources.push_back(record[head.source]);
  links.times.push_back(parse_loose_date(record[head.date]));
}

// Keeps the first of links that are equal once canonical, and none of those that
// are given with both labels.
LabelledLinks without_repeats(LabelledLinks all) {
  std::unordered_map<std::string_view, std::uint8_t> label_of;
  std::unordered_set<std::string_view> both;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [it, fresh] = label_of.try_emplace(all.texts[i], all.labels[i]);
    if (!fresh && it->second != all.labels[i]) both.insert(it->first);
  }
  LabelledLinks out;
  out.data = std::move(all.data);
  std::unordered_set<std::string> taken;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (both.contains(all.texts[i]) || !taken.insert(all.texts[i]).second) continue;
    out.texts.push_back(all.texts[i]);
    out.urls.push_back(std::move(all.urls[i]));
    out.labels.push_back(all.labels[i]);
    out.groups.push_back(std::move(all.groups[i]));
    out.sources.push_back(std::move(all.sources[i]));
    out.times.push_back(all.times[i]);
  }
  return out;
}

}  // namespace

Result<LabelledLinks> read_labelled_links(const std::string& path) {
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
  // The card names the file, not where it lay.
  links.data = {path.substr(path.rfind('/') + 1), file->sha256, records->size() - 1,
                "see data/README.md"};
  return without_repeats(std::move(links));
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
                       const NgramOf& ngram_of) {
  models::Matrix out;
  const auto names = url_column_names();
  out.columns.assign(names.begin(), names.end());
  for (const std::size_t i : indices) {
    out.add(url_row(links.urls[i], ngram_of(links.groups[i])), links.labels[i] == 1,
            links.groups[i], links.sources[i], links.times[i]);
  }
  return out;
}

}  // namespace analyzer
