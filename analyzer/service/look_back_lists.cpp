// Looking back: what was said lately about a value puts in question what was answered
// before about observations that hold it.
//
// Bounded: so many statements and observations a round, a year back, and of one value
// only the latest kMostOfOne observations; off the request's path.

#include <algorithm>

#include "analyzer/service/listed_links.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr const char* kLookedBack = "lists.looked_back";  // number of a statement
constexpr std::size_t kStatements = 2000;                 // a round
constexpr std::size_t kMostOfOne = 5000;
constexpr std::chrono::hours kBack{24 * 365};

struct Said {
  std::uint64_t through = 0;
  std::vector<std::pair<feeds::IndicatorKind, std::string>> values;
};

Result<Said> said_since(store::Session& session, std::uint64_t after) {
  Said out;
  out.through = after;
  const Status scanned =
      session.indicators().scan({.after = after, .limit = kStatements},
                                [&](std::uint64_t number, const feeds::Statement& s) -> Status {
                                  out.through = number;
                                  out.values.emplace_back(s.kind, s.value);
                                  return {};
                                });
  if (!scanned) return tl::unexpected(scanned.error());
  std::sort(out.values.begin(), out.values.end());
  out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
  return out;
}

// Observations that hold the value, as far as can be told without reading them.
Result<std::vector<store::Seq>> holding(ServiceImpl& service, Writing& writing,
                                        const std::pair<feeds::IndicatorKind, std::string>& value) {
  const Whereabouts at = whereabouts_of(value.first, value.second, service.keys());
  std::vector<store::Seq> out;
  if (at.place) {
    auto there = writing.session().observations().at_place(*at.place, 0, kMostOfOne);
    if (!there) return there;
    out = *std::move(there);
  }
  if (at.link) {
    for (const std::uint64_t arrival :
         writing.windows().attempts_on(*at.link, service.now() - kBack, kMostOfOne)) {
      out.push_back(arrival);
    }
  }
  return out;
}

}  // namespace

void ServiceImpl::look_back_on_lists() {
  while (true) {
    Result<Reading> session = reading();
    if (!session) return;
    const auto kept = (*session)->meta().get(kLookedBack);
    if (!kept) return;
    const std::uint64_t after = *kept ? std::stoull(**kept) : 0;
    const Result<Said> said = said_since(**session, after);
    if (!said || said->values.empty()) return;
    const Status status = sequencer_->run([&](Writing& writing) -> Status {
      for (const auto& value : said->values) {
        const auto found = holding(*this, writing, value);
        if (!found) return tl::unexpected(found.error());
        for (const store::Seq seq : *found) {
          if (Status s = writing.session().follow_ups().add(seq, store::FollowUp::kListed); !s) {
            return s;
          }
        }
      }
      return writing.session().meta().set(kLookedBack, std::to_string(said->through));
    });
    if (!status) return;
    {
      const std::lock_guard lock(jobs_mutex_);
      if (jobs_stop_) return;
    }
  }
}

}  // namespace analyzer
