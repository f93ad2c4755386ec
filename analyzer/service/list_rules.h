// What our own list goes by, of data/: which values of settled cases go there, and which
// places honest people have.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_LIST_RULES_H_
#define ANALYZER_SERVICE_LIST_RULES_H_

#include <memory>
#include <mutex>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/service/benign_places.h"
#include "analyzer/service/listing_policy.h"

namespace analyzer {

class ListRules {
 public:
  // `root` holds data/.
  explicit ListRules(std::string root) : root_(std::move(root)) {}

  // Reads the policy anew. Fails with kInvalid as load_listing_policy() does; then the one
  // before holds.
  Status reload();
  std::shared_ptr<const ListingPolicy> policy() const;
  // Read when first asked for, then kept: the corpus is of the release.
  std::shared_ptr<const BenignPlaces> benign();

 private:
  const std::string root_;
  mutable std::mutex mutex_;
  std::shared_ptr<const ListingPolicy> policy_ = std::make_shared<const ListingPolicy>();
  std::shared_ptr<const BenignPlaces> benign_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LIST_RULES_H_
