// Reports and checks. Text, links and patterns are read on the caller's thread;
// what others reported, the campaign and the case are settled in a job of the
// sequencer.

#include <algorithm>

#include "analyzer/service/body_digest.h"
#include "analyzer/service/campaign_match.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/desk.h"
#include "analyzer/service/listed_links.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/stored_verdict.h"
#include "analyzer/text/read.h"
#include "analyzer/wire/write.h"

namespace analyzer {
namespace {

Facts read_facts(const Report& report) {
  return text::read(report.text.value_or(""), report.urls, report.wording == Wording::kDictated);
}

wire::CampaignSummary summary_of(const store::Campaign& campaign) {
  return {campaign.id, campaign.reports, campaign.first_seen, campaign.last_seen};
}

class ReportJob final : public Sequencer::Job {
 public:
  struct Input {
    Caller caller;
    Report report;  // as sent, for the judgement
    Facts facts;
    Prepared prepared;
    SealedReport sealed;
    std::vector<std::string> ignored;
    store::Digest digest{};
    std::shared_ptr<const Snapshot> snapshot;
  };

  ReportJob(ServiceImpl& service, Input input, Done done)
      : service_(service), in_(std::move(input)), done_(std::move(done)), arrived_(service.now()) {}

  std::optional<store::ObservationKey> sought() const override {
    return store::ObservationKey{store::ObservationKind::kReport, in_.caller.id,
                                 in_.report.report_id};
  }
  Status run(Writing& writing) override {
    const store::ObservationKey key = *sought();
    auto stored = writing.session().observations().find(key);
    if (!stored) return tl::unexpected(stored.error());
    if (*stored) return replay(**stored);
    Result<store::Seq> seq = writing.session().observations().next_seq();
    if (!seq) return tl::unexpected(seq.error());
    in_.sealed.event.arrival = *seq;
    Result<CampaignMatch> match = match_campaign(writing.session(), in_.sealed);
    if (!match) return tl::unexpected(match.error());
    const ReportEvent own = in_.sealed.event;
    take_shape(*match, in_.sealed);
    History history;
    writing.windows().look(in_.sealed.event, history);
    history.listed = listed_links(in_.sealed.event, in_.facts, in_.snapshot->indicators());
    const Verdict verdict = assess(in_.report, in_.facts, in_.prepared, history, *in_.snapshot);
    if (!is_suspicious(verdict)) keep_apart(own);
    if (Status s = join(writing, verdict, *match); !s) return s;
    std::string case_id;
    if (Status s = open_case(writing, verdict, *match, case_id); !s) return s;
    if (Status s = record(writing, key, verdict, history, match->joined, case_id); !s) return s;
    writing.apply(*seq, in_.sealed.event);
    return {};
  }

  void finish(const Status& status) override {
    if (!status) {
      if (status.error().code == ErrorCode::kUnavailable) ++service_.tally().not_recorded;
      done_(tl::unexpected(status.error()));
      return;
    }
    if (answer_.replayed) ++service_.tally().replayed;
    if (level_) ++service_.tally().levels[static_cast<std::size_t>(*level_)];
    if (degraded_) ++service_.tally().degraded;
    done_(std::move(answer_));
  }

 private:
  Status replay(const store::StoredAnswer& stored) {
    if (stored.body_digest != in_.digest) {
      return fail(ErrorCode::kConflict, "this report_id was sent before with another body");
    }
    answer_ = {std::make_shared<const std::string>(stored.answer), false, true, {}};
    return {};
  }

  // The account that took the report in: at the console whoever is signed in, whatever
  // the form says; of another system's report who it names, if that is one of ours.
  Result<std::string> taken_in_by(store::Session& session) const {
    if (!in_.caller.account.empty()) return in_.caller.account;
    if (in_.caller.id == kDeskCaller || !in_.report.agent_ref) return std::string();
    const auto agent = session.accounts().find_user_by_name(*in_.report.agent_ref);
    if (!agent) return tl::unexpected(agent.error());
    return *agent ? (*agent)->id : std::string();
  }

  // Medium or more, or money was lost.
  bool is_suspicious(const Verdict& verdict) const {
    return *verdict.level >= Level::kMedium || in_.report.harm.paid_yuan.value_or(0.0) > 0.0;
  }

  // What passes as harmless speaks against nobody it names: it keeps its own shape, and
  // only numbers that the form calls a suspect's count as reported.
  void keep_apart(const ReportEvent& own) {
    in_.sealed.event = own;
    in_.sealed.event.numbers.resize(in_.sealed.form_numbers);
  }

  // What passes as harmless is shown the campaign that it is like, and joins none: a
  // genuine reminder is not to become the campaign that copied it.
  Status join(Writing& writing, const Verdict& verdict, CampaignMatch& match) {
    if (!is_suspicious(verdict) || (!match.joined && in_.sealed.joins.empty())) return {};
    return join_campaign(writing.session(), match, in_.sealed, title_of(verdict, "同类信息"),
                         service_.ids(), decided_at());
  }

  Status open_case(Writing& writing, const Verdict& verdict, const CampaignMatch& match,
                   std::string& case_id) {
    const Harm& harm = in_.report.harm;
    const bool money = harm.paid_yuan.value_or(0.0) > 0.0;
    if (!is_suspicious(verdict)) return {};
    CaseDraft draft;
    draft.kind = CaseKind::kReport;
    draft.region = in_.report.region.value_or("");
    draft.title = title_of(verdict, "可疑信息,待核查");
    draft.score = verdict.score;
    draft.priority = priority_of(verdict.score, money, gave_secrets(harm));
    draft.links = in_.sealed.links;
    draft.joins = in_.sealed.joins;
    const Result<std::string> agent = taken_in_by(writing.session());
    if (!agent) return tl::unexpected(agent.error());
    draft.handled_by = *agent;
    if (match.joined) {
      draft.campaign = match.joined->id;
      draft.news = raising_news(match, in_.sealed);
    }
    Result<std::string> id = open_or_join(writing.session(), draft, decided_at(), service_.ids());
    if (!id) return tl::unexpected(id.error());
    case_id = *std::move(id);
    if (in_.sealed.suspects.empty()) return {};
    return writing.session().secrets().put(
        {case_id, "subject:" + in_.report.report_id, service_.keys().version(),
         service_.keys().encrypt(in_.sealed.suspects, case_id), arrived_});
  }

  Status record(Writing& writing, const store::ObservationKey& key, const Verdict& verdict,
                const History& history, const std::optional<store::Campaign>& campaign,
                const std::string& case_id) {
    store::NewObservation row;
    row.seq = in_.sealed.event.arrival;
    row.key = key;
    row.body_digest = in_.digest;
    row.occurred_at = in_.report.received_at;
    row.arrived_at = arrived_;
    row.region = in_.report.region.value_or("");
    row.level = verdict.level;
    row.score = verdict.score;
    row.degraded = !verdict.degraded.empty();
    row.case_id = case_id;
    row.event = in_.sealed.event;
    row.places = places_of(in_.facts, in_.sealed.event, service_.keys());
    wire::write_report(row.facts, in_.sealed.report);
    row.verdict = stored_verdict(verdict, history);
    wire::ReportAnswer answer;
    answer.report_id = in_.report.report_id;
    answer.verdict = &verdict;
    answer.case_id = case_id;
    if (campaign) answer.campaign = summary_of(*campaign);
    answer.decided_at = decided_at();
    answer.ignored = &in_.ignored;
    row.answer = wire::write_report_answer(answer);
    const Result<store::Seq> seq = writing.session().observations().append(row);
    if (!seq) return tl::unexpected(seq.error());
    if (Status s = note_follow_ups(writing.session(), row); !s) return s;
    if (key.caller == kDeskCaller) {
      const DeskPlace place{*seq, *verdict.level, arrived_};
      if (Status s = keep_at_desk(writing.session(), in_.report, place, service_.keys()); !s) {
        return s;
      }
    }
    level_ = verdict.level;
    degraded_ = row.degraded;
    answer_ = {std::make_shared<const std::string>(std::move(row.answer)), true, false, {}};
    return {};
  }

  Time decided_at() const {
    return service_.options().repeatable ? in_.report.received_at : arrived_;
  }

  ServiceImpl& service_;
  Input in_;
  const Done done_;
  const Time arrived_;
  Document answer_;
  std::optional<Level> level_;
  bool degraded_ = false;
};

}  // namespace

void ServiceImpl::submit_report(const Caller& caller, std::string_view body, bool strict,
                                Done done) {
  Result<json::Value> value = parse_body(body);
  if (!value) return done(tl::unexpected(value.error()));
  wire::ParseOptions options{strict, options_.synthetic_ids, now()};
  if (options_.repeatable) options.now = Time{};
  auto parsed = wire::parse_report(*value, options);
  if (!parsed) return done(tl::unexpected(parsed.error()));
  ReportJob::Input in;
  in.caller = caller;
  in.report = std::move(parsed->value);
  in.snapshot = snapshot();
  in.facts = read_facts(in.report);
  in.prepared = prepare(in.report, in.facts, *in.snapshot);
  in.sealed = seal(in.report, in.facts, in.snapshot->official(), keys_);
  in.ignored = std::move(parsed->ignored);
  in.digest = to_digest(parsed->digest);
  if (!sequencer_->post(std::make_unique<ReportJob>(*this, std::move(in), done))) {
    ++tally_.not_recorded;
    done(fail(ErrorCode::kUnavailable, "too much waits to be recorded"));
  }
}

Result<Document> ServiceImpl::check(std::string_view body, bool strict) {
  Result<json::Value> value = parse_body(body);
  if (!value) return tl::unexpected(value.error());
  auto parsed = wire::parse_check(*value, {strict, options_.synthetic_ids, now()});
  if (!parsed) return tl::unexpected(parsed.error());
  const Report& report = parsed->value;
  const auto snapshot = this->snapshot();
  const Facts facts = read_facts(report);
  const Prepared prepared = prepare(report, facts, *snapshot);
  SealedReport sealed = seal(report, facts, snapshot->official(), keys_);
  // Whether others reported it helps, but a store that cannot be read must not
  // keep the agent from an answer.
  std::optional<store::Campaign> campaign;
  if (Result<Reading> session = reading()) {
    // One transaction, so that its dozen queries take the file's lock once.
    (void)(*session)->begin();
    if (Result<CampaignMatch> match = match_campaign(**session, sealed)) {
      take_shape(*match, sealed);
      campaign = std::move(match->joined);
    }
  }
  History history;
  sequencer_->read([&](const store::Windows& windows) { windows.look(sealed.event, history); });
  const Verdict verdict = assess(report, facts, prepared, history, *snapshot);
  wire::ReportAnswer answer;
  answer.verdict = &verdict;
  answer.decided_at = options_.repeatable ? report.received_at : now();
  answer.ignored = &parsed->ignored;
  if (campaign) answer.campaign = summary_of(*campaign);
  return document(wire::write_report_answer(answer));
}

}  // namespace analyzer
