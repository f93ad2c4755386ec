// What a case shows of somebody who may be a helper: by which links, where, when
// and how many, as a first draft of a registration.

#ifndef ANALYZER_SERVICE_HELPER_PROPOSAL_H_
#define ANALYZER_SERVICE_HELPER_PROPOSAL_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/history.h"
#include "analyzer/core/result.h"
#include "analyzer/core/window_event.h"
#include "analyzer/store/store.h"

namespace analyzer {

// One attempt of a case.
struct SeenAttempt {
  AttemptEvent event;
  Attempt attempt;             // sealed
  bool likely_helper = false;  // its answer named the typology unregistered_helper
};

// A link by which the helper may be registered, those of most attempts first.
struct SeenLink {
  Link link;
  std::uint32_t attempts = 0;
  std::uint32_t persons = 0;  // distinct, within the case
};

struct HelperProposal {
  bool likely = false;  // the case asks for a registration
  HelperTerms terms;
  std::vector<SeenLink> links;
  std::uint32_t attempts = 0;
  std::uint32_t persons = 0;
  Date first{};
  Date last{};
};

// The attempts of a case, oldest first, the latest of very many.
Result<std::vector<SeenAttempt>> attempts_of_case(store::Session& session,
                                                  std::string_view case_id);

// Counts what is known now of an attempt's links.
using Look = std::function<History(const AttemptEvent&)>;

// Proposes terms from what was seen: the villages, the hours widened to a working
// day, the weekdays, the busiest day and week with some room, one year. The name
// is left to the reader. `attempts` must not be empty.
HelperProposal propose(const std::vector<SeenAttempt>& attempts, const Look& look);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_HELPER_PROPOSAL_H_
