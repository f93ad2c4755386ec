// Labelled links read from a file, and the url model's rows of them.

#ifndef ANALYZER_SERVICE_URL_LINKS_H_
#define ANALYZER_SERVICE_URL_LINKS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/result.h"
#include "models/matrix.h"
#include "models/ngram.h"
#include "models/train.h"

namespace analyzer {

// Labelled links, one entry each in all of them.
struct LabelledLinks {
  std::vector<UrlFacts> urls;
  std::vector<std::string> texts;  // url_ngram_text
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;  // registrable domain
  std::vector<std::string> sources;
  std::vector<Time> times;
  models::DataSource data;

  std::size_t size() const { return urls.size(); }
};

// Reads a CSV file, plain or gzip, with a head that names url, label (1 =
// phishing), source and date. Links that no browser opens are left out, of links
// that are equal once canonical all but the first, and those with both labels
// altogether. Fails with kNotFound or kInvalid, naming the file.
Result<LabelledLinks> read_labelled_links(const std::string& path);

// Indices of the links whose registrable domain is not among `groups`.
std::vector<std::size_t> all_but(const LabelledLinks& links,
                                 const std::vector<std::string>& groups);

// Rows of the links at `indices`, each with the margins of the n-gram model that
// `ngram_of` its registrable domain.
using NgramOf = std::function<const models::Ngram*(const std::string& group)>;
models::Matrix rows_of(const LabelledLinks& links, const std::vector<std::size_t>& indices,
                       const NgramOf& ngram_of);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_URL_LINKS_H_
