// Labelled links read from a file, and the url model's rows of them.

#ifndef ANALYZER_SERVICE_URL_LINKS_H_
#define ANALYZER_SERVICE_URL_LINKS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/imitation.h"
#include "analyzer/engine/register.h"
#include "models/hash_net.h"
#include "models/matrix.h"
#include "models/tables.h"
#include "models/train.h"

namespace analyzer {

// Labelled links, one entry each in all of them.
struct LabelledLinks {
  std::vector<UrlFacts> urls;
  std::vector<std::optional<FoundImitation>> imitations;
  std::vector<std::vector<models::Feature>> features;  // UrlFeatures::all
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;    // registrable domain
  std::vector<std::string> suffixes;  // public suffix
  std::vector<std::string> sources;
  std::vector<Time> times;
  models::DataSource data;

  std::size_t size() const { return urls.size(); }
};

// Reads a CSV file, plain or gzip, with a head that names url, label (1 =
// phishing), source and date. Links that no browser opens are left out, of links
// that are equal once canonical all but the first, and those with both labels
// altogether. `known` says whom each imitates. Fails with kNotFound or kInvalid,
// naming the file.
Result<LabelledLinks> read_labelled_links(const std::string& path, const Register& known);

// The indices of all.
std::vector<std::size_t> every_row(const LabelledLinks& links);

// The links at `indices`, without `data`.
LabelledLinks take(const LabelledLinks& links, std::span<const std::size_t> indices);

// Indices of the links whose registrable domain is not among `groups`.
std::vector<std::size_t> all_but(const LabelledLinks& links,
                                 const std::vector<std::string>& groups);

// Rows of the links at `indices`, each with the numbers of the tables that
// `tables_of` its registrable domain.
using TablesOf = std::function<const models::Tables&(const std::string& group)>;
models::Matrix rows_of(const LabelledLinks& links, const std::vector<std::size_t>& indices,
                       const TablesOf& tables_of);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_URL_LINKS_H_
