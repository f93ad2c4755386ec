#include "analyzer/service/feeds.h"

#include <algorithm>
#include <optional>

#include "analyzer/core/digest.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/form.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"
#include "feeds/reader.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::Statement;

constexpr std::chrono::seconds kTick{1};
constexpr const char* kTurn = "lists";
constexpr std::chrono::hours kConditional{24};
constexpr std::size_t kBatch = 500;            // statements a group of writes
constexpr std::size_t kMostHeld = 64U << 20U;  // bytes

// A failed fetch is tried again soon, then more and more seldom.
std::chrono::minutes pause_of(const FeedConfig& feed, int failures) {
  if (failures == 0) return feed.every;
  const std::chrono::minutes back_off{1L << std::min(failures - 1, 12)};
  return std::min(feed.every * 4, back_off);
}

// The same entries in any order have the same digest.
std::string digest_of(const std::vector<Entry>& entries) {
  std::vector<std::string> lines;
  for (const Entry& entry : entries) {
    lines.push_back(std::string(name_of(entry.kind)) + " " + entry.value +
                    (entry.revoked ? " -\n" : "\n"));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return sha256_hex(all);
}

}  // namespace

// What one fetch brought.
struct Feeds::Taken {
  bool unchanged = false;
  std::vector<Entry> entries;
  std::string digest;
};

Feeds::Feeds(Service& service, Fetcher& fetcher, FeedsConfig config)
    : service_(service),
      fetcher_(fetcher),
      config_(std::make_shared<const FeedsConfig>(std::move(config))),
      rounds_(kTick, [this] {
        run_asked();
        run_due();
      }) {}

Feeds::~Feeds() { stop(); }

void Feeds::start() { rounds_.start(); }

void Feeds::stop() { rounds_.stop(); }

void Feeds::configure(FeedsConfig config) {
  const std::lock_guard lock(mutex_);
  config_ = std::make_shared<const FeedsConfig>(std::move(config));
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
  const auto all = config();
  for (const FeedConfig& feed : all->feeds) {
    if (rounds_.stopping()) return;
    if (!feed.enabled) continue;
    const Result<json::Object> state = state_of(feed.name);
    if (!state) continue;  // the store is away: later
    const std::optional<Time> next = time_in(*state, "next_at");
    if (!next || *next <= service_.now()) {
      RunProgress unseen;
      (void)run_feed(feed, false, unseen);
    }
  }
}

Result<json::Object> Feeds::state_of(const std::string& name) {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto body = (*session)->feeds().state(name);
  if (!body) return tl::unexpected(body.error());
  if (!*body) return json::Object{{"state", "new"}};
  Result<json::Value> value = json::parse(**body);
  if (!value || !value->is_object()) return fail(ErrorCode::kCorrupt, "a list's state is broken");
  return value->get_object();
}

Status Feeds::keep_state(const std::string& name, const json::Object& state) {
  return service_.write(
      [&](store::Session& session) { return session.feeds().set_state(name, json::write(state)); });
}

Result<Document> Feeds::run(std::string_view name, bool dry) {
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  RunProgress unseen;
  const Result<json::Object> state = run_feed(*feed, dry, unseen);
  if (!state) return tl::unexpected(state.error());
  return document(json::write(*state));
}

Result<Document> Feeds::ask_run(std::string_view name, bool dry) {
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
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
    if (!feed) {
      runs_.finish(*run, tl::unexpected(feed.error()));
    } else {
      runs_.finish(*run, run_feed(*feed, run->dry, run->progress));
    }
    if (rounds_.stopping()) return;
  }
}

// Fails only where the store does; what the list does wrong is in the state.
Result<json::Object> Feeds::run_feed(const FeedConfig& feed, bool dry, RunProgress& progress) {
  const std::lock_guard one(run_mutex_);
  const ListTurn turn(service_, feed.name);
  if (!turn) return fail(ErrorCode::kUnavailable, "another server is taking this list in");
  const Result<json::Object> state = state_of(feed.name);
  if (!state) return tl::unexpected(state.error());
  json::Object next = *state;
  const Time now = service_.now();
  next["tried_at"] = format_time(now);
  const Result<Taken> taken = take(feed, *state, next, progress);
  // Broken off by us: the list is not to blame.
  if (!taken && rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
  if (!taken) {
    if (dry) next["dry"] = true;
    next["state"] = "failed";
    next["detail"] = taken.error().message;
    next["failures"] = number_in(*state, "failures") + 1;
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
  next["next_at"] = format_time(now + pause_of(feed, number_in(next, "failures")));
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
  return fetched;
}

// Fetches and reads; fails with what is wrong with the list.
Result<Feeds::Taken> Feeds::take(const FeedConfig& feed, const json::Object& state,
                                 json::Object& next, RunProgress& progress) {
  Taken out;
  std::size_t wrong = 0;
  json::Array shown;
  const feeds::Sink sink{
      [&](Entry&& entry) {
        out.entries.push_back(std::move(entry));
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
  request.stopped = [this] { return rounds_.stopping(); };
  // Once a day the whole list, changed or not: what is still on it counts for longer.
  const std::optional<Time> good = time_in(state, "good_at");
  if (good && service_.now() - *good < kConditional) {
    request.etag = text_in(state, "etag");
    request.last_modified = text_in(state, "last_modified");
  }
  request.bearer = feed.bearer;
  Result<Fetched> fetched = Fetched{};
  if (feed.taxii) {
    if (Status s = take_pages(feed, request, sink, progress); !s) return tl::unexpected(s.error());
  } else {
    feeds::Reader reader(feed.format, {.source = feed.name, .columns = feed.columns}, sink);
    fetched = take_list(feed, request, reader, progress);
    if (!fetched) return tl::unexpected(fetched.error());
  }
  out.unchanged = fetched->unchanged;
  if (out.unchanged) return out;
  next["wrong"] = wrong;
  next["wrong_examples"] = std::move(shown);
  next["entries"] = out.entries.size();
  next["etag"] = fetched->etag;
  next["last_modified"] = fetched->last_modified;
  out.digest = digest_of(out.entries);
  return out;
}

// Takes what was read, or holds it for a person.
Status Feeds::judge(const FeedConfig& feed, const Taken& taken, bool dry, json::Object& next,
                    RunProgress& progress) {
  const auto all = config();
  const auto said = said_by(service_, feed.name);
  if (!said) return tl::unexpected(said.error());
  const FeedDiff diff =
      diff_of(*all, feed, taken.entries, *said, service_.snapshot()->official(), service_.now());
  const std::string why = held_because(*all, feed, diff, text_in(next, "accepted_innocent"));
  next["diff"] = diff_view(diff);
  const bool refused = !why.empty() && text_in(next, "rejected") == taken.digest;
  next["state"] = why.empty() ? "ok" : refused ? "rejected" : "held";
  next["detail"] = why.empty() ? json::Value(nullptr) : json::Value(why);
  if (dry) {
    next["dry"] = true;
    return {};
  }
  if (why.empty()) {
    if (Status status = apply(feed, diff, progress); !status) return status;
    next["good_at"] = format_time(service_.now());
    next["held_digest"] = nullptr;
  } else {
    next["held_digest"] = taken.digest;
    next["held_innocent"] = diff.innocent_digest;
  }
  std::optional<std::string> body;
  if (text_in(next, "state") == "held") {
    body = feeds::write_list(feeds::Format::kDelta, taken.entries, {feed.name, "", feed.name});
    if (body->size() > kMostHeld) return fail(ErrorCode::kInvalid, "too long to be held");
  }
  return service_.write([&](store::Session& session) -> Status {
    Status status = session.feeds().set_state(feed.name, json::write(next));
    if (status) status = session.feeds().set_held(feed.name, body);
    if (!status || why.empty() || refused) return status;
    return append_audit(session,
                        {service_.now(), "system", "feed.held", feed.name, why, "ok", {}, {}});
  });
}

Status Feeds::apply(const FeedConfig& feed, const FeedDiff& diff, RunProgress& progress) {
  std::vector<const Statement*> rows;
  for (const auto* part : {&diff.added, &diff.renewed, &diff.removed}) {
    for (const Statement& s : *part) rows.push_back(&s);
  }
  if (rows.empty()) return {};
  const Time now = service_.now();
  progress.of = rows.size();
  for (std::size_t at = 0; at < rows.size(); at += kBatch) {
    const std::size_t end = std::min(rows.size(), at + kBatch);
    Status status = service_.write([&](store::Session& session) -> Status {
      for (std::size_t i = at; i < end; ++i) {
        const auto number =
            session.indicators().append(*rows[i], indicator_label(rows[i]->value), now);
        if (!number) return tl::unexpected(number.error());
      }
      if (end < rows.size()) return {};
      const std::string what = std::to_string(diff.added.size()) + " added, " +
                               std::to_string(diff.renewed.size()) + " renewed, " +
                               std::to_string(diff.removed.size()) + " removed";
      return append_audit(session, {now, "system", "feed.taken", feed.name, what, "ok", {}, {}});
    });
    if (!status) return status;
    progress.written = end;
    if (rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
  }
  return service_.refresh_indicators();
}

}  // namespace analyzer
