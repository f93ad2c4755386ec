// The register of helpers in memory, as attempts meet it: by link.
//
// Immutable once built; any number of threads may look things up.

#ifndef ANALYZER_SERVICE_HELPER_INDEX_H_
#define ANALYZER_SERVICE_HELPER_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "analyzer/core/helper.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/helpers.h"

namespace analyzer {

class HelperIndex {
 public:
  // Takes in those that were registered, revoked ones too: that a phone was taken
  // off the register is worth saying. Proposals count for nothing.
  void add(const store::Helper& helper);

  // The entries that one of the attempt's links is in, those in force first, then
  // in the order of add(); at most kMost. Takes some hash probes.
  std::vector<Registration> look(const AttemptEvent& event) const;

  std::size_t size() const { return entries_.size(); }

  static constexpr std::size_t kMost = 8;

 private:
  std::vector<Registration> entries_;  // without `matched`
  std::unordered_map<Link, std::vector<std::uint32_t>, LinkHash> by_link_;
};

// The kinds of links by which a helper may be known.
bool names_helper(LinkKind kind);

// The attempt's links of those kinds.
std::vector<Link> helper_links_of(const AttemptEvent& event);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_HELPER_INDEX_H_
