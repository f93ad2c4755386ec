#include "analyzer/service/feeds.h"

#include <algorithm>
#include <optional>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/entry_spool.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/form.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"
#include "feeds/formats/delta_text.h"
#include "feeds/reader.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::Statement;

constexpr std::chrono::seconds kTick{1};
constexpr const char* kTurn = "lists";
constexpr std::chrono::hours kConditional{24};
constexpr std::chrono::seconds kLongestLater = std::chrono::hours{24};  // that is believed
constexpr std::size_t kBatch = 100;  // statements a group of writes
constexpr std::size_t kCheckpointEvery = 250 * kBatch;
constexpr std::size_t kMostHeld = 64U << 20U;  // bytes

// A failed fetch is tried again soon, then more and more seldom.
std::chrono::minutes pause_of(const FeedConfig& feed, int failures) {
  if (failures == 0) return feed.every;
  const std::chrono::minutes back_off{1L << std::min(failures - 1, 12)};
  return std::min(feed.every * 4, back_off);
}

// What waits for a person: the list in our own form.
Result<std::string> held_body(EntrySpool& spool) {
  feeds::DeltaText text({"held", "", "held"});
  const Status status = spool.each([&](Entry&& entry) -> Status {
    text.add(entry);
    if (text.size() <= kMostHeld) return {};
    return fail(ErrorCode::kInvalid, "too long to be held");
  });
  if (!status) return tl::unexpected(status.error());
  return text.finish();
}

}  // namespace

// What one fetch brought.
struct Feeds::Taken {
  explicit Taken(EntrySpool put_aside) : spool(std::move(put_aside)) {}
  bool unchanged = false;
  EntrySpool spool;
  NamedValues values;
};

Feeds::Feeds(Service& service, Fetcher& fetcher, FeedsConfig config)
    : service_(service),
      fetcher_(fetcher),
      file_(std::make_shared<const FeedsConfig>(std::move(config))),
      config_(file_),
      rounds_(kTick, [this] {
        run_asked();
        run_due();
        count_removed();
      }) {
  (void)merge();  // if the store is away: with the first round
}

Feeds::~Feeds() { stop(); }

void Feeds::start() { rounds_.start(); }

void Feeds::stop() { rounds_.stop(); }

void Feeds::configure(FeedsConfig config) {
  {
    const std::lock_guard lock(mutex_);
    file_ = config_ = std::make_shared<const FeedsConfig>(std::move(config));
  }
  (void)merge();
}

std::shared_ptr<const FeedsConfig> Feeds::from_file() const {
  const std::lock_guard lock(mutex_);
  return file_;
}

std::shared_ptr<const FeedsConfig> Feeds::config() const {
  const std::lock_guard lock(mutex_);
  return config_;
}

Result<FeedConfig> Feeds::find(std::string_view name) const {
  for (const FeedConfig& feed : config()->feeds) {
    if (feed.name == name) return feed;
  }
  return fail(ErrorCode::kNotFound, "no such list");
}

void Feeds::run_due() {
  if (!service_.does_job(kTurn)) return;
  if (!merge()) return;  // the store is away: later
  const auto all = config();
  for (const FeedConfig& feed : all->feeds) {
    if (rounds_.stopping()) return;
    if (!feed.enabled || !check_tried(feed)) continue;
    const Result<json::Object> state = state_of(feed.name);
    if (!state) continue;  // the store is away: later
    const std::optional<Time> next = time_in(*state, "next_at");
    if (!next || *next <= service_.now()) {
      RunProgress unseen;
      (void)run_feed(feed, Why::kDue, unseen);
    }
  }
}

Result<Document> Feeds::run(std::string_view name, bool dry) {
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  if (!dry) {
    if (Status s = check_tried(*feed); !s) return tl::unexpected(s.error());
  }
  RunProgress unseen;
  const Result<json::Object> state = run_feed(*feed, dry ? Why::kDry : Why::kAsked, unseen);
  if (!state) return tl::unexpected(state.error());
  return document(json::write(*state));
}

Result<Document> Feeds::ask_run(const Actor& actor, std::string_view name, bool dry) {
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  if (!dry) {
    if (Status s = check_tried(*feed); !s) return tl::unexpected(s.error());
  }
  const Status noted = service_.write([&](store::Session& session) {
    return append_audit(session, audit_entry(actor, service_.now(), "feed.run", feed->name,
                                             dry ? "试运行" : "立即更新"));
  });
  if (!noted) return tl::unexpected(noted.error());
  const auto run = runs_.ask(feed->name, dry);
  if (!run) return tl::unexpected(run.error());
  rounds_.wake();
  return run_state(feed->name, (*run)->id);
}

Result<Document> Feeds::run_state(std::string_view name, std::string_view run) const {
  const std::optional<json::Object> view = runs_.view(name, run);
  if (!view) return fail(ErrorCode::kNotFound, "no such run");
  return document(json::write(*view));
}

void Feeds::run_asked() {
  for (auto run = runs_.next(); run != nullptr; run = runs_.next()) {
    const Result<FeedConfig> feed = find(run->feed);
    if (run->withdrawal) {
      runs_.finish(*run, run_withdrawal(run->feed, *run->withdrawal, run->progress));
    } else if (!feed) {
      runs_.finish(*run, tl::unexpected(feed.error()));
    } else if (run->decision) {
      runs_.finish(*run, run_decision(*feed, *run->decision, run->progress));
    } else {
      const Why why = run->dry ? Why::kDry : Why::kAsked;
      runs_.finish(*run, run_feed(*feed, why, run->progress));
    }
    if (rounds_.stopping()) return;
  }
}

// Fails only where the store does; what the list does wrong is in the state.
Result<json::Object> Feeds::run_feed(const FeedConfig& feed, Why why, RunProgress& progress) {
  if (feed.refused) return fail(ErrorCode::kConflict, "data/feeds.toml does not allow this list");
  const bool dry = why == Why::kDry;
  const std::lock_guard one(run_mutex_);
  const ListTurn turn(service_, feed.name);
  if (!turn) return fail(ErrorCode::kUnavailable, "another server is taking this list in");
  Result<json::Object> state = state_of(feed.name);
  if (!state) return tl::unexpected(state.error());
  // Whoever asks for a list that was left aside wants to decide about it anew.
  if (why == Why::kAsked && text_in(*state, "state") == "rejected") {
    for (const char* key : {"rejected", "etag", "last_modified"}) state->erase(key);
  }
  json::Object next = *state;
  const Time now = service_.now();
  next["tried_at"] = format_time(now);
  Result<Taken> taken = take(feed, *state, next, progress);
  // Broken off by us: the list is not to blame.
  if (!taken && rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
  if (!taken) {
    if (dry) next["dry"] = true;
    next["state"] = "failed";
    next["detail"] = taken.error().message;
    next["failures"] = number_in(*state, "failures") + 1;
    next["causes"] = json::Array{};
  } else {
    next["failures"] = 0;
    next["detail"] = nullptr;
    if (!taken->unchanged) {
      if (Status status = judge(feed, *taken, dry, next, progress); !status) {
        if (rounds_.stopping()) return tl::unexpected(status.error());
        // Not taken in: tried again after the pause, like a list that cannot be had.
        next["state"] = "failed";
        next["detail"] = status.error().message;
        next["failures"] = number_in(*state, "failures") + 1;
      }
    } else if (text_in(*state, "state") == "failed") {
      next["state"] = text_in(*state, "good_state").empty() ? "ok" : text_in(*state, "good_state");
    }
  }
  std::chrono::seconds pause = pause_of(feed, number_in(next, "failures"));
  pause = std::max(pause, std::chrono::seconds{number_in(next, "later")});
  next["next_at"] = format_time(now + pause);
  if (dry && feed.version > 0 && text_in(next, "state") != "failed") {
    if (Status status = note_tried(feed); !status) return tl::unexpected(status.error());
  }
  if (dry) return next;
  if (text_in(next, "state") != "failed") next["good_state"] = text_in(next, "state");
  if (Status status = keep_state(feed.name, next); !status) return tl::unexpected(status.error());
  return next;
}

// One list in one answer.
Result<Fetched> Feeds::take_list(const FeedConfig& feed, const FetchRequest& request,
                                 feeds::Reader& reader, RunProgress& progress) {
  const auto read = [&](std::string_view bytes) {
    progress.bytes += bytes.size();
    return reader.write(bytes);
  };
  const bool remote = feed.address.find("://") != std::string::npos;
  Result<Fetched> fetched = remote ? fetcher_.fetch(request, read) : fetch_file(request, read);
  if (!fetched || fetched->unchanged) return fetched;
  if (Status status = reader.finish(); !status) return tl::unexpected(status.error());
  if (!fetched->whole && reader.may_be_cut()) {
    return fail(ErrorCode::kUnavailable, "ends within a line, and nothing told its length");
  }
  return fetched;
}

// Fetches and reads; fails with what is wrong with the list.
Result<Feeds::Taken> Feeds::take(const FeedConfig& feed, const json::Object& state,
                                 json::Object& next, RunProgress& progress) {
  Result<EntrySpool> spool = EntrySpool::make();
  if (!spool) return tl::unexpected(spool.error());
  Taken out(*std::move(spool));
  Status put_aside;
  std::size_t wrong = 0;
  json::Array shown;
  const feeds::Sink sink{
      [&](Entry&& entry) {
        if (!put_aside) return;
        put_aside = out.spool.add(entry);
        out.values.add(entry);
        ++progress.entries;
      },
      [&](const feeds::Wrong& mistake) {
        if (++wrong > kMostShown) return;
        shown.push_back(json::Object{{"line", mistake.line}, {"cause", mistake.cause}});
      }};
  FetchRequest request;
  request.address = feed.address;
  request.intranet = feed.intranet;
  request.most_bytes = feed.most_bytes;
  // A list that is too long is not read to its end.
  request.stopped = [&, this] { return rounds_.stopping() || !put_aside; };
  // Once a day the whole list, changed or not: what is still on it counts for longer.
  const std::optional<Time> good = time_in(state, "good_at");
  if (good && service_.now() - *good < kConditional) {
    request.etag = text_in(state, "etag");
    request.last_modified = text_in(state, "last_modified");
  }
  request.bearer = feed.bearer;
  next.erase("later");
  request.later = [&](std::chrono::seconds pause) {
    next["later"] = std::min(pause, kLongestLater).count();
  };
  request.extensions = extensions_of(feed.format);
  Result<Fetched> fetched = Fetched{};
  if (feed.taxii) {
    const Status s = take_pages(feed, request, sink, progress);
    if (!put_aside) return tl::unexpected(put_aside.error());
    if (!s) return tl::unexpected(s.error());
  } else {
    feeds::Reader reader(feed.format, {.source = feed.name, .columns = feed.columns}, sink);
    fetched = take_list(feed, request, reader, progress);
    if (!put_aside) return tl::unexpected(put_aside.error());
    if (!fetched) return tl::unexpected(fetched.error());
  }
  out.unchanged = fetched->unchanged;
  if (out.unchanged) return out;
  if (progress.bytes == 0 && number_in(state, "in_force") > 0) {
    return fail(ErrorCode::kInvalid, "empty, though it held entries before");
  }
  next["wrong"] = wrong;
  next["wrong_examples"] = std::move(shown);
  next["entries"] = out.spool.size();
  next["etag"] = fetched->etag;
  next["last_modified"] = fetched->last_modified;
  out.values.settle();
  return out;
}

// What the list would change; `plan` is ready to be carried out afterwards.
Result<FeedDiff> Feeds::compare(const FeedConfig& feed, FeedPlan& plan, EntrySpool& spool) {
  const auto each = [&](const auto& take) {
    return each_said(service_, feed.name, [&](const Statement& s) -> Status {
      if (rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
      take(s);
      return {};
    });
  };
  if (Status s = each([&](const Statement& said) { plan.known(said); }); !s) {
    return tl::unexpected(s.error());
  }
  plan.begin();
  Status changed = spool.each([&](Entry&& entry) -> Status {
    (void)plan.change(entry);
    return {};
  });
  if (changed) changed = each([&](const Statement& said) { (void)plan.removal(said); });
  if (!changed) return tl::unexpected(changed.error());
  return plan.diff();
}

// Takes what was read, or holds it for a person.
Status Feeds::judge(const FeedConfig& feed, Taken& taken, bool dry, json::Object& next,
                    RunProgress& progress) {
  const auto all = config();
  const auto snapshot = service_.snapshot();
  const auto benign = static_cast<ServiceImpl&>(service_).list_rules().benign();
  FeedPlan plan(*all, feed, taken.values, snapshot->official(), benign.get(), service_.now());
  const Result<FeedDiff> diff = compare(feed, plan, taken.spool);
  if (!diff) return tl::unexpected(diff.error());
  const std::string digest = taken.values.digest();
  const auto causes = held_because(*all, *diff, text_in(next, "accepted_innocent"));
  std::string why;
  for (const std::string& cause : causes) why += (why.empty() ? "" : "; ") + cause;
  next["causes"] = json::Array(causes.begin(), causes.end());
  next["diff"] = diff_view(*diff);
  const bool refused = !why.empty() && text_in(next, "rejected") == digest;
  next["state"] = why.empty() ? "ok" : refused ? "rejected" : "held";
  next["detail"] = why.empty() ? json::Value(nullptr) : json::Value(why);
  if (dry) {
    next["dry"] = true;
    return {};
  }
  if (why.empty()) {
    if (Status status = apply(feed, plan, *diff, taken.spool, progress); !status) return status;
    next["good_at"] = format_time(service_.now());
    next["in_force"] = diff->after;
    next["counts_until"] = time_or_null(diff->until);
    next["held_digest"] = nullptr;
  } else {
    next["held_digest"] = digest;
    next["held_innocent"] = diff->innocent_digest;
  }
  std::optional<std::string> body;
  if (text_in(next, "state") == "held") {
    Result<std::string> held = held_body(taken.spool);
    if (!held) return tl::unexpected(held.error());
    body = *std::move(held);
  }
  return service_.write([&](store::Session& session) -> Status {
    Status status = session.feeds().set_state(feed.name, json::write(next));
    if (status) status = session.feeds().set_held(feed.name, body);
    if (!status || why.empty() || refused) return status;
    return append_audit(session,
                        {service_.now(), "system", "feed.held", feed.name, why, "ok", {}, {}});
  });
}

Status Feeds::apply(const FeedConfig& feed, FeedPlan& plan, const FeedDiff& diff, EntrySpool& spool,
                    RunProgress& progress) {
  const std::size_t all = diff.added + diff.renewed + diff.removed;
  if (all == 0) return {};
  const Time now = service_.now();
  progress.of = all;
  std::vector<Statement> batch;
  const auto write = [&]() -> Status {
    const bool last = progress.written + batch.size() == all;
    Status status = service_.write([&](store::Session& session) -> Status {
      for (const Statement& s : batch) {
        const auto number = session.indicators().append(s, indicator_label(s.kind, s.value), now);
        if (!number) return tl::unexpected(number.error());
      }
      if (!last) return {};
      const std::string what = std::to_string(diff.added) + " added, " +
                               std::to_string(diff.renewed) + " renewed, " +
                               std::to_string(diff.removed) + " removed";
      return append_audit(session, {now, "system", "feed.taken", feed.name, what, "ok", {}, {}});
    });
    if (!status) return status;
    progress.written += batch.size();
    batch.clear();
    // A command has nobody else to empty the log.
    if (progress.written % kCheckpointEvery == 0) (void)service_.store().checkpoint();
    if (rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
    return {};
  };
  const auto add = [&](std::optional<Statement> s) -> Status {
    if (s) batch.push_back(*std::move(s));
    return batch.size() < kBatch ? Status{} : write();
  };
  plan.begin();
  Status status = spool.each([&](Entry&& entry) { return add(plan.change(entry)); });
  if (status) {
    status = each_said(service_, feed.name,
                       [&](const Statement& said) { return add(plan.removal(said)); });
  }
  if (status && !batch.empty()) status = write();
  if (!status) return status;
  return service_.refresh_indicators();
}

}  // namespace analyzer
