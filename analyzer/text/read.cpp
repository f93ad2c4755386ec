#include "analyzer/text/read.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/text/links.h"
#include "analyzer/text/normalize.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/url.h"

namespace analyzer::text {
namespace {

// A URL that a caller gave, and the links inside it.
std::vector<UrlFacts> read_given(const std::string& given) {
  std::vector<UrlFacts> found = find_links(given, true);
  for (UrlFacts& link : found) link.span.reset();
  if (Result<UrlFacts> parsed = parse_url(given)) {
    parsed->disguises = found.empty() ? std::vector<LinkDisguise>{} : found[0].disguises;
    if (found.empty()) return {*std::move(parsed)};
    found[0] = *std::move(parsed);
  }
  if (found.empty() || !found[0].valid) {
    found.assign(1, UrlFacts{});
  }
  found[0].raw = given;
  return found;
}

bool holds(const std::vector<UrlFacts>& urls, const UrlFacts& url) {
  return std::any_of(urls.begin(), urls.end(), [&](const UrlFacts& known) {
    return known.valid == url.valid && (url.valid ? known.url == url.url : known.raw == url.raw);
  });
}

}  // namespace

TextFacts read_text(std::string_view original) {
  TextFacts facts;
  facts.original = original;
  facts.normalized = normalize(original);
  facts.numbers = find_numbers(original);
  return facts;
}

Facts read(std::string_view text, std::span<const std::string> urls, bool dictated) {
  Facts facts;
  for (const std::string& given : urls) {
    for (UrlFacts& url : read_given(given)) {
      if (!holds(facts.urls, url)) facts.urls.push_back(std::move(url));
    }
  }
  if (text.empty()) return facts;
  facts.text = read_text(text);
  for (UrlFacts& url : find_links(text, dictated)) {
    if (!holds(facts.urls, url)) facts.urls.push_back(std::move(url));
  }
  return facts;
}

}  // namespace analyzer::text
