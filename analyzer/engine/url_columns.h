// The columns of the url model: what one link looks like. To add a column: one
// function and one row in url_columns.cpp's table; then train again.
//
// The scheme, "www." and a trailing slash are taken away first: they tell where
// a list of links came from, not what a link is. Nothing is looked up anywhere.
// All functions are pure and may run on any thread.

#ifndef ANALYZER_ENGINE_URL_COLUMNS_H_
#define ANALYZER_ENGINE_URL_COLUMNS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"

namespace analyzer {

namespace models {
class Ngram;
}

// Names of the columns, in the order of url_row()'s values.
std::span<const std::string_view> url_column_names();

// One row of the url model. NaN where a value cannot be known: everything of a
// link that is not valid or opens an app and has no host, the n-grams' margin without `ngram`, the
// parts of the registrable label of an IP address. Takes a few microseconds.
std::vector<float> url_row(const UrlFacts& url, const models::Ngram* ngram);

// What the n-grams of a link say, in log-odds: how much its host and what follows
// it are written like those of known phishing links.
struct UrlWording {
  std::optional<double> host;
  std::optional<double> path;
};

// Taken out of url_row()'s values; nothing of an empty row.
UrlWording wording_of(std::span<const float> row);

// What the n-gram model reads of a link: host without "www." in capitals, "/",
// path without its leading and trailing slash, "?" and query in lower case. So
// "login" in a host is another thing than "login" in a path.
std::string url_ngram_text(const UrlFacts& url);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_URL_COLUMNS_H_
