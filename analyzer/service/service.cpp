// The Service from its parts: opening, snapshots, background work, stopping.

#include "analyzer/service/service.h"

#include <algorithm>
#include <filesystem>

#include "analyzer/core/json_arena.h"
#include "analyzer/service/campaign_work.h"
#include "analyzer/service/casework.h"
#include "analyzer/service/conflict_list.h"
#include "analyzer/service/deadlines.h"
#include "analyzer/service/evidence_files.h"
#include "analyzer/service/guarded.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/parts_tender.h"
#include "analyzer/service/referral_work.h"
#include "analyzer/service/retention_job.h"
#include "analyzer/service/rule_work.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/store_probe.h"
#include "analyzer/service/visit_list.h"
#include "analyzer/store/open_store.h"

namespace analyzer {
namespace {

constexpr std::chrono::seconds kTick{1};
constexpr int kLapseEvery = 10;             // ticks
constexpr int kSaveWindowsEvery = 15 * 60;  // ticks
constexpr std::size_t kMostLapsed = 200;    // at once
constexpr const char* kTurn = "work";       // of what is done once, whoever does it

}  // namespace

Document document(std::string json) {
  Document out;
  out.text = std::make_shared<const std::string>(std::move(json));
  return out;
}

Result<json::Value> parse_body(std::string_view body) {
  constexpr std::size_t kMaxBody = std::size_t{8} << 20U;
  return json::parse_in_arena(body, {.max_depth = 12, .max_bytes = kMaxBody});
}

ServiceImpl::ServiceImpl(ServiceOptions options, SiteKeys keys, std::unique_ptr<store::Store> store)
    : options_(std::move(options)),
      keys_(std::move(keys)),
      ids_(options_.repeatable),
      store_(std::move(store)),
      list_rules_(std::make_unique<ListRules>(options_.root)),
      campaign_work_(std::make_unique<CampaignWork>(*this)),
      rule_work_(std::make_unique<RuleWork>(*this)),
      visit_list_(std::make_unique<VisitList>(*this)),
      evidence_files_(std::make_unique<EvidenceFiles>(*this)),
      referral_work_(std::make_unique<ReferralWork>(*this)),
      conflict_list_(std::make_unique<ConflictList>(*this)),
      parts_(std::make_unique<PartsTender>(*this)),
      retention_(std::make_unique<RetentionJob>(*this)) {
  make_probe();
}

ServiceImpl::~ServiceImpl() { stop(); }

Result<std::unique_ptr<Service>> Service::open(ServiceOptions options) {
  if (!options.clock) {
    options.clock = [] {
      return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    };
  }
  Result<std::unique_ptr<store::Store>> store = store::open_store(options.store);
  if (!store) return tl::unexpected(store.error());
  Result<SiteKeys> keys = keys_for(options, **store);
  if (!keys) return tl::unexpected(keys.error());
  auto service =
      std::make_unique<ServiceImpl>(std::move(options), *std::move(keys), *std::move(store));
  if (Status status = service->start(); !status) return tl::unexpected(status.error());
  return service;
}

Status ServiceImpl::start() {
  if (Status status = check_key(); !status) return status;
  if (Status status = know_database(); !status) return status;
  if (Status status = reload(); !status) return status;
  if (Status status = refresh_indicators(); !status) return status;
  if (Status status = publish_helpers(); !status) return status;
  if (Status status = load_windows(); !status) return status;
  if (!database_.empty()) {
    turns_ = std::make_unique<Turns>(ids_.make("srv", now()),
                                     [this](const auto& work) { return write(work); });
  }
  seal_desk_notes();
  if (!options_.background_jobs) return {};
  jobs_thread_ = std::thread([this] { jobs(); });
  retention_->start();
  if (auto changes = store_->changes()) {
    follower_ = std::make_unique<Follower>(std::move(changes), [this] { return follow_others(); });
    follower_->start();
  }
  if (!database_.empty() && options_.journal_bytes > 0) {
    auto deadlines = Deadlines::open(*this, options_.key_file + "." + database_ + ".journal",
                                     options_.journal_bytes);
    if (!deadlines) return tl::unexpected(deadlines.error());
    deadlines_ = *std::move(deadlines);
    deadlines_->start();
  }
  return {};
}

std::shared_ptr<const Snapshot> ServiceImpl::snapshot() const {
  const std::lock_guard lock(snapshot_mutex_);
  return snapshot_;
}

Status ServiceImpl::reload() {
  std::string values_left_out;
  if (Status status = list_rules_->reload(); !status) return status;
  Result<std::shared_ptr<const Snapshot>> next = load_snapshot(values_left_out);
  const std::lock_guard lock(snapshot_mutex_);
  // A model that was there and cannot be read now is no reason to go on without it.
  for (std::size_t i = 0; snapshot_ != nullptr && next && i < (*next)->model_problems().size();
       ++i) {
    const auto& [model, problem] = (*next)->model_problems()[i];
    const auto& missing = snapshot_->model_problems();
    const auto same = [&](const auto& known) { return known.first == model; };
    if (std::any_of(missing.begin(), missing.end(), same)) continue;
    next = fail(ErrorCode::kCorrupt, model + ": " + problem);
  }
  if (!next) {
    reload_problem_ = next.error().message;
    return tl::unexpected(next.error());
  }
  reload_problem_ = values_left_out;
  snapshot_ = indicators_ == nullptr ? *std::move(next) : (*next)->with_indicators(indicators_);
  return {};
}

LinkKey ServiceImpl::canonical(LinkKey key) const {
  const auto it = aliases_.find({LinkKind::kPerson, key});
  return it == aliases_.end() ? key : it->second;
}

Status ServiceImpl::join_person(Writing& writing, LinkKey alias, LinkKey target) {
  const LinkKey one = canonical(target);
  if (canonical(alias) == one) return {};
  if (Status status = writing.session().aliases().join(alias, target); !status) return status;
  const Link link{LinkKind::kPerson, alias};
  std::optional<LinkKey> before;
  if (const auto it = aliases_.find(link); it != aliases_.end()) before = it->second;
  aliases_[link] = one;
  writing.on_undo([this, link, before] {
    if (before) {
      aliases_[link] = *before;
    } else {
      aliases_.erase(link);
    }
  });
  return {};
}

Status ServiceImpl::write(const std::function<Status(store::Session&)>& work) {
  return sequencer_->run([&](Writing& writing) { return work(writing.session()); });
}

void ServiceImpl::jobs() {
  for (int tick = 1;; ++tick) {
    {
      std::unique_lock lock(jobs_mutex_);
      if (jobs_wake_.wait_for(lock, kTick, [this] { return jobs_stop_; })) return;
    }
    // What fails is tried again at the next tick.
    (void)guarded([&] { return store_->checkpoint(); });
    if (tick % kSaveWindowsEvery == 0) {
      (void)guarded([&] { return sequencer_->save_windows(windows_path(), erasures_); });
    }
    (void)guarded([&]() -> Status {
      do_jobs(tick);
      return {};
    });
  }
}

void ServiceImpl::do_jobs(int tick) {
  if (!does_job(kTurn)) {
    parts_->leave();
    return;
  }
  if (tick % kLapseEvery == 0) {
    lapse_holds();
    let_pictures_go();
    count_days();
    draw_spot_checks();
    visit_list_->tend();
    archive_cases();
    parts_->tend();
  }
  settle_decisions();
  rule_work_->tend();
  follow_up();
}

// A hold that nobody decided in time ends: the attempt is accepted for now, the
// case stays open and is escalated.
void ServiceImpl::lapse_holds() {
  (void)sequencer_->run([this](Writing& writing) -> Status {
    const Time at = now();
    const auto due = writing.session().cases().lapsed(at, kMostLapsed);
    if (!due) return tl::unexpected(due.error());
    for (const Case& c : *due) {
      const CaseEvent event{CaseEventKind::kLapsed, at, "system", {}, {}, {}, {}};
      const Result<Case> changed = change_case(writing.session(), c.id, event, std::nullopt);
      if (!changed) return tl::unexpected(changed.error());
      const auto row = writing.session().audit().append(
          {at, "system", "case.lapsed", c.id, "decide_by passed", "ok", {}, {}});
      if (!row) return tl::unexpected(row.error());
    }
    return {};
  });
}

Health ServiceImpl::health() {
  Health out;
  const auto add = [&](std::string name, bool ok, std::string detail) {
    out.checks.push_back({std::move(name), ok, std::move(detail)});
  };
  const bool stores = add_store_checks(out);
  if (deadlines_ != nullptr) {
    const std::size_t waiting = deadlines_->waiting();
    out.checks.push_back({"journal", waiting == 0, std::to_string(waiting) + " waiting"});
  }
  if (!database_.empty()) {
    add("parts", !parts_->failing(),
        parts_->failing() ? "the next month's could not be made, see the log" : "made ahead");
  }
  if (!options_.retention.empty()) {
    add("retention", !retention_->failing(),
        retention_->failing() ? "the last run did not end, see the log" : retention_->state());
  }
  const auto snapshot = this->snapshot();
  // Why a model is missing stands in the log: reasons name files.
  for (const auto& [model, problem] : snapshot->model_problems()) {
    add(model, false, "not loaded; answers are degraded");
  }
  {
    const std::lock_guard lock(snapshot_mutex_);
    add("snapshot", reload_problem_.empty(),
        reload_problem_.empty() ? snapshot->name() : "the last reload failed, see the log");
  }
  const std::uint64_t depth = sequencer_->stats().depth;
  add("queue", depth < options_.queue_limit, std::to_string(depth) + " waiting");
  // Without a model or with an old snapshot the service still answers, degraded.
  out.ready = stores && depth < options_.queue_limit;
  return out;
}

Counters ServiceImpl::counters() {
  Counters out;
  for (std::size_t i = 0; i < tally_.decisions.size(); ++i) {
    out.decisions[std::string(kNames<Decision>[i])] = tally_.decisions[i];
  }
  for (std::size_t i = 0; i < tally_.levels.size(); ++i) {
    out.decisions[std::string(kNames<Level>[i])] = tally_.levels[i];
  }
  out.replayed = tally_.replayed;
  out.not_recorded = tally_.not_recorded;
  out.degraded = tally_.degraded;
  const Sequencer::Stats stats = sequencer_->stats();
  out.groups = stats.groups;
  if (deadlines_ != nullptr) out.journal_waiting = deadlines_->waiting();
  out.queue_depth = stats.depth;
  out.stages.push_back({"commit", stats.commit_counts, stats.commit_seconds});
  const auto snapshot = this->snapshot();
  out.snapshot = snapshot->name();
  for (const auto& [part, digest] : snapshot->parts()) {
    if (part.starts_with("model.")) out.models[part.substr(6)] = digest;
  }
  sequencer_->read([&](const store::Windows& w) { out.windows_events = w.size(); });
  out.erased_rows = retention_->erased_rows();
  out.retention_failing = retention_->failing();
  out.parts_failing = parts_->failing();
  if (Result<Reading> session = reading()) {
    if (const auto counts = (*session)->cases().counts()) {
      for (const auto& row : counts->rows) {
        if (row.state != CaseState::kDecided) out.cases_open += row.count;
      }
      if (counts->oldest_open) {
        out.oldest_open_seconds =
            std::chrono::duration<double>(now() - *counts->oldest_open).count();
      }
    }
  }
  return out;
}

void ServiceImpl::stop() {
  {
    const std::lock_guard lock(jobs_mutex_);
    if (jobs_stop_) return;
    jobs_stop_ = true;
  }
  jobs_wake_.notify_all();
  if (jobs_thread_.joinable()) jobs_thread_.join();
  retention_->stop();
  if (follower_ != nullptr) follower_->stop();
  if (deadlines_ != nullptr) deadlines_->stop();
  if (turns_ != nullptr) turns_->drop_all();
  if (sequencer_ != nullptr) {
    sequencer_->stop();
    if (!options_.repeatable) (void)sequencer_->save_windows(windows_path(), erasures_);
  }
  (void)store_->checkpoint();
}

}  // namespace analyzer
