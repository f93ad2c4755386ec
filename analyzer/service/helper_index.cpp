#include "analyzer/service/helper_index.h"

#include <algorithm>
#include <map>

namespace analyzer {
namespace {

constexpr LinkKind kNaming[] = {LinkKind::kOperator, LinkKind::kPhone, LinkKind::kDevice,
                                LinkKind::kWifi,     LinkKind::kSite,  LinkKind::kStaff,
                                LinkKind::kWorkOrder};

}  // namespace

bool names_helper(LinkKind kind) {
  return std::find(std::begin(kNaming), std::end(kNaming), kind) != std::end(kNaming);
}

std::vector<Link> helper_links_of(const AttemptEvent& event) {
  std::vector<Link> out;
  const auto add = [&](LinkKind kind, const std::optional<LinkKey>& key) {
    if (key) out.push_back({kind, *key});
  };
  add(LinkKind::kOperator, event.operator_);
  add(LinkKind::kPhone, event.operator_phone);
  add(LinkKind::kDevice, event.device);
  add(LinkKind::kWifi, event.wifi);
  add(LinkKind::kSite, event.site);
  add(LinkKind::kStaff, event.staff);
  add(LinkKind::kWorkOrder, event.work_order);
  return out;
}

void HelperIndex::add(const store::Helper& helper) {
  if (!helper.confirmed_at) return;
  Registration entry;
  entry.id = helper.id;
  entry.terms = helper.terms;
  if (helper.revoked_at) entry.revoked_on = shanghai_date(*helper.revoked_at);
  const auto place = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(std::move(entry));
  for (const store::HelperLink& known : helper.links) by_link_[known.link].push_back(place);
}

std::vector<Registration> HelperIndex::look(const AttemptEvent& event) const {
  if (entries_.empty()) return {};
  // Revoked ones last, each group in the order of registration.
  std::map<std::pair<bool, std::uint32_t>, std::vector<LinkKind>> met;
  for (const Link& link : helper_links_of(event)) {
    const auto it = by_link_.find(link);
    if (it == by_link_.end()) continue;
    for (const std::uint32_t place : it->second) {
      met[{entries_[place].revoked_on.has_value(), place}].push_back(link.kind);
    }
  }
  std::vector<Registration> out;
  for (auto& [order, kinds] : met) {
    if (out.size() == kMost) break;
    out.push_back(entries_[order.second]);
    std::sort(kinds.begin(), kinds.end());
    out.back().matched = std::move(kinds);
  }
  return out;
}

}  // namespace analyzer
