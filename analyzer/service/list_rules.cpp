#include "analyzer/service/list_rules.h"

namespace analyzer {

Status ListRules::reload() {
  Result<ListingPolicy> policy = load_listing_policy(root_ + "/data/feeds.toml");
  if (!policy) return tl::unexpected(policy.error());
  const std::lock_guard lock(mutex_);
  policy_ = std::make_shared<const ListingPolicy>(*std::move(policy));
  return {};
}

std::shared_ptr<const ListingPolicy> ListRules::policy() const {
  const std::lock_guard lock(mutex_);
  return policy_;
}

std::shared_ptr<const BenignPlaces> ListRules::benign() {
  const std::lock_guard lock(mutex_);
  if (benign_ == nullptr) {
    benign_ = std::make_shared<const BenignPlaces>(BenignPlaces::read(root_ + "/data/corpus"));
  }
  return benign_;
}

}  // namespace analyzer
