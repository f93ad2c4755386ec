#include "analyzer/service/helper_proposal.h"

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/core/json.h"
#include "analyzer/service/helper_index.h"
#include "analyzer/service/helper_terms.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostRead = 200;    // attempts of one case
constexpr std::size_t kMostVillages = 4;  // above it the towns are proposed
constexpr std::size_t kTown = 9;          // digits
constexpr std::uint32_t kWorkOpens = 8 * 60;
constexpr std::uint32_t kWorkCloses = 18 * 60;
constexpr std::uint32_t kHour = 60;
constexpr std::uint32_t kStep = 5;  // persons
constexpr std::string_view kTypology = "unregistered_helper";

bool names_typology(const std::string& answer) {
  const auto value = json::parse(answer, {.max_depth = 32, .max_bytes = 1U << 20U});
  if (!value || !value->is_object()) return false;
  const json::Value* list = value->get_object().if_contains("typologies");
  if (list == nullptr || !list->is_array()) return false;
  const auto& words = list->get_array();
  return std::any_of(words.begin(), words.end(), [](const json::Value& word) {
    return word.is_string() && word.get_string() == kTypology;
  });
}

Result<SeenAttempt> read_attempt(const store::NewObservation& row, const AttemptEvent& event) {
  const auto facts = json::parse(row.facts, {.max_depth = 16, .max_bytes = 8U << 20U});
  if (!facts) return tl::unexpected(facts.error());
  auto attempt = wire::parse_attempt(*facts, {.synthetic_ids = true, .sealed = true});
  if (!attempt) return tl::unexpected(attempt.error());
  SeenAttempt out{event, std::move(attempt->value), names_typology(row.answer)};
  out.event.arrival = row.seq;
  return out;
}

HelperKind kind_of(const Attempt& attempt) {
  if (attempt.channel == Channel::kHomeVisit) return HelperKind::kVisitTeam;
  switch (attempt.operator_.role.value_or(OperatorRole::kOther)) {
    case OperatorRole::kVillage:
      return HelperKind::kStaff;
    case OperatorRole::kVolunteer:
    case OperatorRole::kNeighbour:
      return HelperKind::kVolunteer;
    case OperatorRole::kVillageDoctor:
      return HelperKind::kVillageDoctor;
    case OperatorRole::kNursingHome:
      return HelperKind::kNursingHome;
    case OperatorRole::kCommunity:
      return HelperKind::kPoint;
    case OperatorRole::kHomeVisit:
      return HelperKind::kVisitTeam;
    default:
      return attempt.channel == Channel::kCommunity ? HelperKind::kPoint : HelperKind::kDevice;
  }
}

// The commonest kind; of equals the first.
HelperKind commonest_kind(const std::vector<SeenAttempt>& attempts) {
  std::map<HelperKind, int> counts;
  for (const SeenAttempt& seen : attempts) ++counts[kind_of(seen.attempt)];
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

// Where it took place, as exactly as it was told; a place that a more exact one
// lies in says nothing more.
std::vector<std::string> area_of(const std::vector<SeenAttempt>& attempts) {
  std::set<std::string> places;
  for (const SeenAttempt& seen : attempts) {
    places.insert(area_prefix(seen.attempt.site_region.value_or(seen.attempt.region)));
  }
  if (places.size() > kMostVillages) {
    std::set<std::string> towns;
    for (const std::string& place : places) towns.insert(place.substr(0, kTown));
    places = std::move(towns);
  }
  std::vector<std::string> out;
  for (auto it = places.begin(); it != places.end(); ++it) {
    const auto next = std::next(it);
    if (next == places.end() || !next->starts_with(*it)) out.push_back(*it);
  }
  return out;
}

void propose_times(const std::vector<SeenAttempt>& attempts, HelperTerms& terms) {
  std::uint32_t opens = kWorkOpens;
  std::uint32_t closes = kWorkCloses;
  bool weekend = false;
  for (const SeenAttempt& seen : attempts) {
    const auto hour = static_cast<std::uint32_t>(shanghai_hour(seen.event.at));
    opens = std::min(opens, hour * kHour);
    closes = std::max(closes, (hour + 1) * kHour);
    weekend = weekend || weekday_of(shanghai_date(seen.event.at)) >= Weekday::kSat;
  }
  terms.opens = opens;
  terms.closes = closes;
  if (!weekend) {
    terms.weekdays = {Weekday::kMon, Weekday::kTue, Weekday::kWed, Weekday::kThu, Weekday::kFri};
  }
}

std::uint32_t rounded_up(std::uint32_t persons) { return (persons + kStep - 1) / kStep * kStep; }

void propose_volume(const std::vector<SeenAttempt>& attempts, const Look& look,
                    HelperTerms& terms) {
  std::uint32_t day = 0;
  std::uint32_t week = 0;
  for (const SeenAttempt& seen : attempts) {
    const History history = look(seen.event);
    for (const Volume* volume :
         {&history.device, &history.operator_, &history.site, &history.staff}) {
      day = std::max(day, volume->persons_1d + 1);
      week = std::max(week, volume->persons_7d + 1);
    }
  }
  terms.persons_day = rounded_up(day);
  terms.persons_week = rounded_up(std::max(week, *terms.persons_day));
}

// The links of at least a third of the attempts, those of most first.
std::vector<SeenLink> common_links(const std::vector<SeenAttempt>& attempts) {
  struct Tally {
    std::uint32_t attempts = 0;
    std::set<LinkKey> persons;
  };
  std::map<Link, Tally> tallies;
  for (const SeenAttempt& seen : attempts) {
    for (const Link& link : helper_links_of(seen.event)) {
      ++tallies[link].attempts;
      tallies[link].persons.insert(seen.event.person);
    }
  }
  std::vector<SeenLink> out;
  for (const auto& [link, tally] : tallies) {
    if (tally.attempts * 3 < attempts.size()) continue;
    out.push_back({link, tally.attempts, static_cast<std::uint32_t>(tally.persons.size())});
  }
  std::stable_sort(out.begin(), out.end(), [](const SeenLink& a, const SeenLink& b) {
    return a.attempts != b.attempts ? a.attempts > b.attempts : a.link.kind < b.link.kind;
  });
  return out;
}

json::Object proposal_view(const HelperProposal& proposal, const Calendar& calendar) {
  json::Array links;
  for (const SeenLink& seen : proposal.links) {
    links.push_back(json::Object{{"kind", std::string(name_of(seen.link.kind))},
                                 {"id", link_id(seen.link.key)},
                                 {"attempts", seen.attempts},
                                 {"persons", seen.persons}});
  }
  const HelperTerms& terms = proposal.terms;
  json::Array weekdays;
  for (const Weekday day : terms.weekdays) weekdays.emplace_back(std::string(name_of(day)));
  return {{"likely", proposal.likely},
          {"kind", std::string(name_of(terms.kind))},
          {"area", area_view(terms.area, calendar)},
          {"valid_from", format_date(terms.valid_from)},
          {"valid_until", format_date(*terms.valid_until)},
          {"weekdays", std::move(weekdays)},
          {"opens", clock_text(terms.opens)},
          {"closes", clock_text(terms.closes)},
          {"persons_day", *terms.persons_day},
          {"persons_week", *terms.persons_week},
          {"links", std::move(links)},
          {"attempts", proposal.attempts},
          {"persons", proposal.persons},
          {"first_on", format_date(proposal.first)},
          {"last_on", format_date(proposal.last)}};
}

}  // namespace

Result<std::vector<SeenAttempt>> attempts_of_case(store::Session& session,
                                                  std::string_view case_id) {
  const auto rows = session.observations().of_case(case_id);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<SeenAttempt> out;
  const std::size_t from = rows->size() > kMostRead ? rows->size() - kMostRead : 0;
  for (std::size_t i = from; i < rows->size(); ++i) {
    const auto stored = session.observations().get((*rows)[i].seq);
    if (!stored) return tl::unexpected(stored.error());
    const auto* event = std::get_if<AttemptEvent>(&stored->observation.event);
    if (event == nullptr) continue;
    auto seen = read_attempt(stored->observation, *event);
    if (!seen) return tl::unexpected(seen.error());
    out.push_back(*std::move(seen));
  }
  return out;
}

HelperProposal propose(const std::vector<SeenAttempt>& attempts, const Look& look) {
  HelperProposal out;
  std::set<LinkKey> persons;
  out.first = out.last = shanghai_date(attempts.front().event.at);
  for (const SeenAttempt& seen : attempts) {
    out.likely = out.likely || seen.likely_helper;
    persons.insert(seen.event.person);
    out.first = std::min(out.first, shanghai_date(seen.event.at));
    out.last = std::max(out.last, shanghai_date(seen.event.at));
  }
  out.attempts = static_cast<std::uint32_t>(attempts.size());
  out.persons = static_cast<std::uint32_t>(persons.size());
  out.terms.kind = commonest_kind(attempts);
  out.terms.area = area_of(attempts);
  out.terms.valid_from = out.first;
  out.terms.valid_until = out.last + std::chrono::days{365};
  propose_times(attempts, out.terms);
  propose_volume(attempts, look, out.terms);
  out.links = common_links(attempts);
  return out;
}

Result<Document> ServiceImpl::helper_proposal(const Actor& actor, std::string_view case_id) {
  Result<Reading> session = reading();
  if (!session) return tl::unexpected(session.error());
  const auto found = (*session)->cases().find(case_id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !may_see(actor, (*found)->region)) {
    return fail(ErrorCode::kNotFound, "no such case");
  }
  const auto attempts = attempts_of_case(**session, case_id);
  if (!attempts) return tl::unexpected(attempts.error());
  if (attempts->empty()) return document("{\"proposal\":null}");
  HelperProposal proposal;
  sequencer_->read([&](const store::Windows& windows) {
    proposal = propose(*attempts, [&](const AttemptEvent& event) {
      History history;
      windows.look(event, history);
      return history;
    });
  });
  const auto snapshot = this->snapshot();
  return document(
      json::write(json::Object{{"proposal", proposal_view(proposal, snapshot->calendar())}}));
}

}  // namespace analyzer
