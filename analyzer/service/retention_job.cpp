#include "analyzer/service/retention_job.h"

#include <algorithm>
#include <thread>

#include "analyzer/service/guarded.h"
#include "analyzer/service/purge_log.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::chrono::seconds kLookEvery{30};
constexpr std::chrono::minutes kTryAgain{10};
constexpr std::chrono::seconds kTellEvery{30};
constexpr std::chrono::milliseconds kPiece{4};  // what others wait for, but for the last row
constexpr std::chrono::milliseconds kRest{16};  // between two pieces
constexpr const char* kTurn = "retention";
constexpr const char* kDone = "retention.done";  // when the last that ended was due

std::uint64_t rows_of(const store::PurgeReport& report) {
  std::uint64_t out = 0;
  for (const auto& row : report.rows) out += row.rows;
  return out;
}

void add(store::PurgeReport& into, std::string_view table, std::uint64_t rows) {
  const auto same = [&](const auto& row) { return row.table == table; };
  const auto it = std::find_if(into.rows.begin(), into.rows.end(), same);
  if (it == into.rows.end()) {
    into.rows.push_back({std::string(table), rows});
  } else {
    it->rows += rows;
  }
}

}  // namespace

RetentionJob::RetentionJob(ServiceImpl& service)
    : service_(service), rounds_(kLookEvery, [this] { round(); }) {}

void RetentionJob::start() {
  if (!service_.options().retention.empty()) rounds_.start();
}

void RetentionJob::stop() { rounds_.stop(); }

std::string RetentionJob::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void RetentionJob::say(std::string state) {
  const std::lock_guard lock(mutex_);
  state_ = std::move(state);
}

Result<std::optional<Time>> RetentionJob::due(Time now) {
  const std::chrono::hours hour{service_.options().retention.hour};
  Time since = shanghai_midnight(shanghai_date(now)) + hour;
  if (since > now) since -= std::chrono::days{1};
  if (now - since >= kWindow) return std::nullopt;
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto done = (*session)->meta().get(kDone);
  if (!done) return tl::unexpected(done.error());
  if (*done && **done >= format_time(since)) return std::nullopt;
  return since;
}

void RetentionJob::round() {
  const Time now = service_.now();
  if (failed_at_ && now - *failed_at_ < kTryAgain) return;
  if (const auto since = due(now); !since || !*since) return;
  if (service_.does_job(kTurn)) tend();
  if (!rounds_.stopping()) service_.drop_job(kTurn);
}

void RetentionJob::tend() {
  const RetentionRule& rule = service_.options().retention;
  if (rule.empty()) return;
  const Time now = service_.now();
  const auto since = due(now);
  if (!since || !*since) return;
  service_.notice(false, "retention_started", rule.text());
  say("runs");
  told_ = Clock::now();
  Result<Run> done = fail(ErrorCode::kUnavailable, "");
  const Status status = guarded([&]() -> Status {
    done = run(rule.policy(now));
    return {};
  });
  if (!status) done = tl::unexpected(status.error());
  if (rounds_.stopping() && !done) return;  // goes on at the next start
  const Status finished = finish(**since, done);
  if (!finished && done) done = tl::unexpected(finished.error());
  failing_ = !done;
  failed_at_ = done ? std::nullopt : std::optional(now);
  if (!done) {
    service_.notice(true, "retention_failed", done.error().message);
    return;
  }
  const std::string result = "rows " + std::to_string(rows_of(done->report)) + ", longest piece " +
                             std::to_string(done->longest.count()) + " us";
  say("last run " + format_time(now) + ": " + result);
  service_.notice(false, "retention_done", purged_text(done->report) + "; " + result);
}

Result<RetentionJob::Run> RetentionJob::run(const store::PurgePolicy& policy) {
  const auto [first, last] = store::in_two(policy);
  Run out;
  Status status = in_steps(first, out);
  if (status && policy.observations_before) status = parts(*policy.observations_before, out);
  if (status) status = in_steps(last, out);
  if (status) status = store::settle_erasure(service_.store());
  if (!status) return tl::unexpected(status.error());
  return out;
}

Status RetentionJob::rest() {
  if (rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
  std::this_thread::sleep_for(kRest);
  if (service_.does_job(kTurn)) return {};
  return fail(ErrorCode::kUnavailable, "the lease is another server's");
}

void RetentionJob::count(Run& run, std::string_view table, std::uint64_t rows) {
  erased_rows_ += rows;
  add(run.report, table, rows);
}

void RetentionJob::progress(const Run& run, std::size_t left) {
  if (Clock::now() - told_ < kTellEvery) return;
  told_ = Clock::now();
  const std::string text =
      "rows " + std::to_string(rows_of(run.report)) + ", to look at " + std::to_string(left);
  say("runs: " + text);
  service_.notice(false, "retention_progress", text);
}

Status RetentionJob::parts(Time before, Run& run) {
  return store::erase_old_parts(
      service_.store(), before,
      [&](std::string_view table, std::uint64_t rows) { count(run, table, rows); },
      [&]() -> Status {
        progress(run, 0);
        if (Status status = service_.forget_erased(); !status) return status;
        return rest();
      });
}

Status RetentionJob::in_steps(const store::PurgePolicy& policy, Run& run) {
  std::optional<store::Erasing> erasing;
  {
    auto session = service_.reading();
    if (!session) return tl::unexpected(session.error());
    Result<store::Erasing> plan = store::Erasing::plan(**session, policy);
    if (!plan) return tl::unexpected(plan.error());
    erasing = *std::move(plan);
  }
  for (const auto& row : erasing->report().rows) count(run, row.table, 0);
  while (!erasing->done()) {
    const store::Erasing::Mark before = erasing->mark();
    const Status status = service_.sequencer().run([&](Writing& writing) -> Status {
      const auto begin = Clock::now();
      const Status stepped = erasing->step(writing.session(), begin + kPiece);
      run.longest = std::max(
          run.longest, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin));
      return stepped;
    });
    if (!status) {
      erasing->go_back(before);
      return status;
    }
    for (const auto& [table, rows] : erasing->mark().counts) {
      const auto was = before.counts.find(table);
      const std::uint64_t known = was == before.counts.end() ? 0 : was->second;
      if (rows > known) count(run, table, rows - known);
    }
    if (Status forgot = service_.forget_erased(); !forgot) return forgot;
    progress(run, erasing->left());
    if (Status go_on = rest(); !go_on) return go_on;
  }
  return {};
}

Status RetentionJob::finish(Time due, const Result<Run>& run) {
  const store::AuditEntry entry =
      purge_entry(service_.now(), "retention", service_.options().retention.text(),
                  run ? &run->report : nullptr);
  return service_.write([&](store::Session& session) -> Status {
    if (const auto row = session.audit().append(entry); !row) return tl::unexpected(row.error());
    return run ? session.meta().set(kDone, format_time(due)) : Status{};
  });
}

}  // namespace analyzer
