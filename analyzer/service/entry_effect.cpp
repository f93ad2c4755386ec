#include "analyzer/service/entry_effect.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "analyzer/engine/assess.h"
#include "analyzer/service/form.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/stored_facts.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/text/read.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostJudged = 200;
constexpr std::size_t kAtOnce = 5000;
constexpr std::chrono::hours kBack{24 * 365};
constexpr std::size_t kMostNamed = 50;
constexpr json::Limits kStored{.max_depth = 32, .max_bytes = 8U << 20U};

// The lists without a word about the value.
std::shared_ptr<const Snapshot> silenced(const Snapshot& present, feeds::IndicatorKind kind,
                                         const std::string& value, Time now) {
  std::vector<feeds::Statement> taken_back;
  if (const auto said = present.indicators().find(kind, value)) {
    for (feeds::Statement s : said->latest()) {
      if (s.revokes) continue;
      s.kind = kind;
      s.value = value;
      s.revokes = true;
      s.at = now;
      taken_back.push_back(std::move(s));
    }
  }
  return present.with_indicators(
      std::make_shared<const feeds::IndicatorIndex>(present.indicators().with(taken_back)));
}

// How one observation is judged with the entry and without it; both levels of a report, or
// both decisions of an attempt.
struct Judged {
  std::string with;
  std::string without;
  int step = 0;  // below 0: the entry lowers it
  bool without_history = false;
};

template <class E>
Judged judged(E with, E without) {
  return {std::string(name_of(with)), std::string(name_of(without)),
          static_cast<int>(with) - static_cast<int>(without)};
}

// Observations that hold the value, as far as can be told without reading them, ascending.
Result<std::vector<store::Seq>> holding(ServiceImpl& service, store::Session& session,
                                        const Whereabouts& at) {
  std::vector<store::Seq> out;
  for (store::Seq after = 0; at.place;) {
    const auto page = session.observations().at_place(*at.place, after, kAtOnce);
    if (!page) return page;
    out.insert(out.end(), page->begin(), page->end());
    if (page->size() < kAtOnce) break;
    after = page->back();
  }
  if (at.link) {  // windows are the sequencer's
    const Status looked = service.sequencer().run([&](Writing& writing) -> Status {
      const auto there =
          writing.windows().attempts_on(*at.link, service.now() - kBack, kMostJudged);
      out.insert(out.end(), there.begin(), there.end());
      return {};
    });
    if (!looked) return tl::unexpected(looked.error());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  return out;
}

Result<History> history_of(const store::NewObservation& row) {
  if (row.verdict.empty()) return History{};
  const auto verdict = json::parse(row.verdict, kStored);
  if (!verdict) return tl::unexpected(verdict.error());
  return stored_history(*verdict);
}

Result<Judged> judge_report(const store::NewObservation& row, const Snapshot& present,
                            const Snapshot& without) {
  const auto* event = std::get_if<ReportEvent>(&row.event);
  if (event == nullptr) return fail(ErrorCode::kCorrupt, "no event is stored");
  const Result<Report> read = stored_report(row);
  if (!read) return tl::unexpected(read.error());
  const Report& sent = *read;
  Result<History> history = history_of(row);
  if (!history) return tl::unexpected(history.error());
  const Facts seen =
      text::read(sent.text.value_or(""), sent.urls, sent.wording == Wording::kDictated);
  const auto level = [&](const Snapshot& snapshot) {
    history->listed = listed_links(*event, seen, snapshot.indicators());
    return *assess(sent, seen, prepare(sent, seen, snapshot), *history, snapshot).level;
  };
  const Level now = level(present);
  return judged(now, level(without));
}

Result<Judged> judge_attempt(const store::NewObservation& row, const Snapshot& present,
                             const Snapshot& without) {
  const auto* event = std::get_if<AttemptEvent>(&row.event);
  if (event == nullptr) return fail(ErrorCode::kCorrupt, "no event is stored");
  const Result<Attempt> read = stored_attempt(row);
  if (!read) return tl::unexpected(read.error());
  const bool flagged = row.decision && *row.decision != Decision::kPass;
  Result<History> history = flagged ? history_of(row) : Result<History>(History{});
  if (!history) return tl::unexpected(history.error());
  const auto decision = [&](const Snapshot& snapshot) {
    history->listed = listed_links(*event, snapshot.indicators());
    return *assess(*read, *history, snapshot).decision;
  };
  const Decision now = decision(present);
  Judged out = judged(now, decision(without));
  out.without_history = !flagged;
  return out;
}

// What was found, and the worst of it by name.
class Effect {
 public:
  void add(const store::NewObservation& row, const Judged& one, const Calendar& calendar) {
    ++judged_;
    if (one.without_history) ++without_history_;
    if (one.step == 0) return;
    ++(one.step < 0 ? lowered_ : raised_);
    if (named_.size() == kMostNamed) return;
    named_.push_back(json::Object{
        {"kind", std::string(name_of(row.key.kind))},
        {"id", row.key.external_id},
        {"case_id", row.case_id.empty() ? json::Value(nullptr) : json::Value(row.case_id)},
        {"at", format_time(row.occurred_at)},
        {"region", row.region},
        {"region_name", calendar.region_name(row.region)},
        {"with", one.with},
        {"without", one.without}});
  }
  void add_unreadable() { ++unreadable_; }
  std::size_t seen() const { return judged_ + unreadable_; }

  json::Object view(bool more) && {
    return {{"judged", judged_},         {"more", more},
            {"unreadable", unreadable_}, {"without_history", without_history_},
            {"lowered", lowered_},       {"raised", raised_},
            {"data", std::move(named_)}};
  }

 private:
  std::size_t judged_ = 0;
  std::size_t unreadable_ = 0;
  std::size_t without_history_ = 0;
  std::size_t lowered_ = 0;
  std::size_t raised_ = 0;
  json::Array named_;
};

}  // namespace

Result<Document> entry_effect(Service& service, const Actor& actor, std::string_view kind,
                              std::string_view value) {
  auto& impl = static_cast<ServiceImpl&>(service);
  const auto known = parse_name<feeds::IndicatorKind>(kind);
  if (!known) return tl::unexpected(field_error("?kind", "unknown_word", "no such kind"));
  const std::string written(value);
  const auto present = impl.snapshot();
  if (!present->indicators().find(*known, written)) {
    return fail(ErrorCode::kNotFound, "nothing is said about this value");
  }
  const auto without = silenced(*present, *known, written, impl.now());
  auto session = impl.reading();
  if (!session) return tl::unexpected(session.error());
  const auto found = holding(impl, **session, whereabouts_of(*known, written, impl.keys()));
  if (!found) return tl::unexpected(found.error());
  Effect effect;
  bool more = false;
  for (auto seq = found->rbegin(); seq != found->rend(); ++seq) {  // the latest first
    more = effect.seen() == kMostJudged;
    if (more) break;
    const auto stored = (*session)->observations().get(*seq);
    if (!stored && stored.error().code == ErrorCode::kNotFound) continue;  // purged meanwhile
    if (!stored) return tl::unexpected(stored.error());
    const store::NewObservation& row = stored->observation;
    if (!may_see(actor, row.region)) continue;
    const auto one = row.key.kind == store::ObservationKind::kAttempt
                         ? judge_attempt(row, *present, *without)
                         : judge_report(row, *present, *without);
    if (one) {
      effect.add(row, *one, present->calendar());
    } else {
      effect.add_unreadable();
    }
  }
  return document(json::write(std::move(effect).view(more)));
}

}  // namespace analyzer
