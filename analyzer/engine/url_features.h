// What a link is made of, as hashed features for the url model's network
// (models/hash_net.h): its public suffix, the words of host, path and query, their
// shapes (runs of letters and digits with their lengths), what stands beside what,
// and the characters in runs of two to five. None of them decides anything; what
// they mean is learnt.
//
// The scheme, "www.", a trailing slash and the fragment are no features: they tell
// where a list of links came from. Pure; any thread.

#ifndef ANALYZER_ENGINE_URL_FEATURES_H_
#define ANALYZER_ENGINE_URL_FEATURES_H_

#include <span>
#include <vector>

#include "analyzer/engine/url_shape.h"
#include "models/hash_net.h"

namespace analyzer {

class UrlFeatures {
 public:
  // Takes a microsecond or two for a common link; of long hosts and paths only the
  // telling part is read.
  explicit UrlFeatures(const UrlShape& url);

  // Of the host and of what follows it; distinct, also between the two.
  std::span<const models::Feature> host() const { return {features_.data(), hosts_}; }
  std::span<const models::Feature> path() const { return std::span(features_).subspan(hosts_); }
  const std::vector<models::Feature>& all() const { return features_; }

 private:
  std::vector<models::Feature> features_;
  std::size_t hosts_ = 0;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_URL_FEATURES_H_
