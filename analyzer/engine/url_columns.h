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
#include "analyzer/engine/imitation.h"

namespace analyzer {

namespace models {
struct Tables;
}

// Names of the columns, in the order of url_row()'s values.
std::span<const std::string_view> url_column_names();

// One row of the url model. `imitation` is what the register says that it imitates.
// NaN where a value cannot be known: everything of a link that is not valid or opens
// an app and has no host, what `tables` would tell where it lacks the network or the
// rates (it may be null), the parts of the registrable label of an IP address. Takes
// some microseconds.
std::vector<float> url_row(const UrlFacts& url, const std::optional<FoundImitation>& imitation,
                           const models::Tables* tables);

// What the network says of a link, in log-odds: how much its host and what follows
// it are made like those of known phishing links.
struct UrlWording {
  std::optional<double> host;
  std::optional<double> path;
};

// Taken out of url_row()'s values; nothing of an empty row.
UrlWording wording_of(std::span<const float> row);

// A link without what tells only where it was listed: "host/path?query" in lower
// case, without "www." and a trailing slash. Two links with the same are one.
std::string url_bare_text(const UrlFacts& url);

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_URL_COLUMNS_H_
