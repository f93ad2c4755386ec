#include "analyzer/service/attempt_rows.h"

#include <map>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/engine/attempt_columns.h"
#include "analyzer/engine/attempt_passes.h"
#include "analyzer/engine/hold.h"
#include "analyzer/engine/scoring.h"
#include "analyzer/service/look_back.h"
#include "analyzer/service/seal.h"
#include "analyzer/service/simulate/random.h"
#include "analyzer/store/windows.h"

namespace analyzer {
namespace {

constexpr double kAuditShare = 0.02;
constexpr double kNewCaseShare = 0.2;
constexpr double kReviewDays = 4.0;  // median working days until a decision
const std::string kNamespace;        // one caller

class Player {
 public:
  Player(std::uint64_t seed, const Snapshot& snapshot, Date from)
      : snapshot_(snapshot),
        from_(from),
        keys_(SiteKeys::built_in()),
        random_(simulate::Random::named(seed, "reviewers")) {}

  Status on_registry(const simulate::RegistryRow& row) {
    const auto person = person_key({}, row.person_ref, kNamespace, true, keys_);
    if (!person) return tl::unexpected(person.error());
    RegistryFact fact;
    fact.arrival = ++arrival_;
    fact.person = *person;
    fact.kind = row.kind;
    fact.from = row.from;
    fact.to = row.to;
    fact.origin = keys_.link(LinkKind::kDocument, row.source, row.event_id);
    fact.name_only = row.name_only;
    (void)windows_.apply(fact);
    if (!row.name_only && stops_payment(row.kind)) look_back(row);
    return {};
  }

  Status on_attempt(const Attempt& attempt, const simulate::Label& label) {
    decide_until(attempt.occurred_at);
    const Due due = snapshot_.calendar().due(attempt);
    auto sealed = seal(attempt, due, kNamespace, true, keys_);
    if (!sealed) return tl::unexpected(sealed.error());
    sealed->event.arrival = ++arrival_;
    History history;
    windows_.look(sealed->event, history);
    const AttemptContext context = attempt_context(sealed->attempt, history, snapshot_);
    const Signals signals = attempt_evidence(context);
    const AttemptPolicy& policy = snapshot_.policy().attempt;
    const Decision floor = bounded(Decision::kPass, policy.floors, policy.caps, signals);
    const bool floored = floor != Decision::kPass;
    const bool tainted = took_part(attempt, label);
    const double margin = additive_margin(signals, policy.base, snapshot_.policy());
    const bool flag = floored || probability_of(margin) >= policy.review_without_model;
    if (shanghai_date(attempt.occurred_at) >= from_) {
      AttemptRow row;
      row.values = attempt_row(context, signals);
      row.at = attempt.occurred_at;
      row.channel = attempt.channel;
      row.label = label;
      row.age = static_cast<int>(attempt.person.age.value_or(0));
      row.role = attempt.operator_.role;
      row.person = std::hash<std::string>{}(attempt.person.ref.value_or(""));
      row.rule_margin = margin;
      row.rule_flag = flag;
      row.floored = floored;
      row.held = floor == Decision::kHold && !never_held(sealed->attempt);
      row.tainted = tainted;
      row.floors = floors_of(signals);
      row.explained = speaks_for_fraud(signals, policy.least_reason);
      row.known = history.device.confirmed_bad + history.operator_.confirmed_bad > 0;
      const bool accepted =
          attempt.outcome == Outcome::kPassed || attempt.outcome == Outcome::kManual;
      if (accepted) accepted_[attempt.person.ref.value_or("")].push_back(rows_.size());
      rows_.push_back(std::move(row));
    }
    (void)windows_.apply(sealed->event);
    if (flag || random_.chance(kAuditShare)) review(*sealed, label);
    return {};
  }

  std::vector<AttemptRow> take() { return std::move(rows_); }

 private:
  // As the service does when a fact arrives: what was accepted after its day is
  // somebody's case now.
  void look_back(const simulate::RegistryRow& fact) {
    const auto found = accepted_.find(fact.person_ref);
    if (found == accepted_.end()) return;
    for (const std::size_t i : found->second) {
      const Date day = shanghai_date(rows_[i].at);
      if (day > fact.from && (!fact.to || day <= *fact.to)) rows_[i].found_later = true;
    }
  }

  std::vector<std::string> floors_of(const Signals& signals) const {
    std::vector<std::string> out;
    const Spoken spoken(signals);
    for (const Bound<Decision>& floor : snapshot_.policy().attempt.floors) {
      if (floor.when.holds(spoken)) out.push_back(floor.id);
    }
    return out;
  }

  // Whether the operator or device is one of a fraud so far; remembers those of
  // this attempt if it is one.
  bool took_part(const Attempt& attempt, const simulate::Label& label) {
    bool known = false;
    for (const Text* ref : {&attempt.operator_.ref, &attempt.device.ref}) {
      if (!*ref) continue;
      known = known || involved_.contains(**ref);
      if (label.truth != simulate::Truth::kLegit) involved_.insert(**ref);
    }
    return known;
  }

  // Somebody looks at it and tells the windows in some days. Most later
  // attempts of a group join the case that is there.
  void review(const SealedAttempt& sealed, const simulate::Label& label) {
    if (!reviewed_.insert(label.group).second && !random_.chance(kNewCaseShare)) return;
    DispositionEvent event;
    const double days = random_.lognormal(kReviewDays, 0.8) * 1.4;
    event.at =
        sealed.attempt.occurred_at + Milliseconds{static_cast<std::int64_t>(days * 86'400'000.0)};
    event.adverse = label.confirmed;
    event.cleared = !label.confirmed;
    event.links = sealed.links;
    pending_.emplace(event.at, std::move(event));
  }

  void decide_until(Time now) {
    while (!pending_.empty() && pending_.begin()->first <= now) {
      (void)windows_.apply(pending_.begin()->second);
      pending_.erase(pending_.begin());
    }
  }

  const Snapshot& snapshot_;
  Date from_;
  SiteKeys keys_;
  simulate::Random random_;
  store::Windows windows_;
  std::uint64_t arrival_ = 0;
  std::multimap<Time, DispositionEvent> pending_;
  std::unordered_set<std::string> reviewed_;
  std::unordered_set<std::string> involved_;  // operators and devices of frauds
  std::vector<AttemptRow> rows_;
  std::unordered_map<std::string, std::vector<std::size_t>> accepted_;  // rows by person
};

}  // namespace

Result<std::vector<AttemptRow>> attempt_rows(const simulate::Parameters& parameters,
                                             std::uint64_t seed, const Snapshot& snapshot,
                                             Date from) {
  Player player(seed, snapshot, from);
  const Status status = simulate::simulate(
      parameters, seed,
      {[&](const Attempt& attempt, const simulate::Label& label) {
         return player.on_attempt(attempt, label);
       },
       [&](const simulate::RegistryRow& row) { return player.on_registry(row); }});
  if (!status) return tl::unexpected(status.error());
  return player.take();
}

}  // namespace analyzer
