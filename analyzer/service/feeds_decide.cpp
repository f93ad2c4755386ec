// What a person decides about a list that is held, and how all lists stand.

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/entry_spool.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/feed_fields.h"
#include "analyzer/service/feed_judged.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/form.h"
#include "analyzer/service/list_rules.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/service/site_rights.h"
#include "analyzer/store/feeds.h"
#include "feeds/reader.h"

namespace analyzer {

using feeds::Entry;

namespace {

// Whether nothing of the list counts any more, as it was not had for too long or itself said
// when it ends.
bool all_ended(const FeedsConfig& all, const FeedConfig& feed, const json::Object& state,
               Time now) {
  if (const std::optional<Time> until = time_in(state, "counts_until")) return now >= *until;
  const std::optional<Time> good = time_in(state, "good_at");
  if (!good) return false;
  for (std::size_t kind = 0; kind < kNames<feeds::IndicatorKind>.size(); ++kind) {
    if (now < *good + expiry_of(all, feed, static_cast<feeds::IndicatorKind>(kind))) return false;
  }
  return true;
}

}  // namespace

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

Status Feeds::check_site(const Actor& actor) {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  return require_site(**session, actor);
}

Result<Document> Feeds::decide(const Actor& actor, std::string_view name, std::string_view body) {
  const Result<Form> form = Form::read(body, {"accept", "digest", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto accept = form->flag("accept");
  if (!accept) return tl::unexpected(accept.error());
  if (!*accept) return tl::unexpected(field_error("/accept", "required", "true or false"));
  const Result<std::string> reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (Status s = check_reason(*reason, "/reason"); !s) return tl::unexpected(s.error());
  if (Status s = check_site(actor); !s) return tl::unexpected(s.error());
  const Result<std::string> digest = form->text("digest");
  if (!digest) return tl::unexpected(digest.error());
  if (digest->empty()) {
    return tl::unexpected(field_error("/digest", "required", "which list is meant"));
  }
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  if (const auto state = held_state(*feed, *digest); !state) return tl::unexpected(state.error());
  const auto run = runs_.ask(feed->name, false, FeedDecision{actor, **accept, *digest, *reason});
  if (!run) return tl::unexpected(run.error());
  rounds_.wake();
  return run_state(feed->name, (*run)->id);
}

Result<json::Object> Feeds::held_state(const FeedConfig& feed, const std::string& digest) {
  Result<json::Object> state = state_of(feed.name);
  if (!state) return state;
  if (text_in(*state, "state") != "held" || text_in(*state, "held_digest").empty()) {
    // A failed fetch since then leaves what is held to be decided about.
    const bool waits = text_in(*state, "good_state") == "held";
    if (!waits) return fail(ErrorCode::kNotFound, "nothing is held");
  }
  if (digest != text_in(*state, "held_digest")) {
    return tl::unexpected(Error{
        ErrorCode::kConflict, "another list is held by now", {{"", "stale", "look at it again"}}});
  }
  return state;
}

Status Feeds::take_held(const FeedConfig& feed, json::Object& state, RunProgress& progress) {
  Result<EntrySpool> spool = EntrySpool::make();
  if (!spool) return tl::unexpected(spool.error());
  NamedValues values;
  {
    auto session = service_.store().open_session(store::Mode::kReadOnly);
    if (!session) return tl::unexpected(session.error());
    const auto held = (*session)->feeds().held(feed.name);
    if (!held) return tl::unexpected(held.error());
    if (!*held) return fail(ErrorCode::kNotFound, "nothing is held");
    Status put_aside;
    feeds::Reader reader(feeds::Format::kDelta, {.source = feed.name},
                         {[&](Entry&& entry) {
                            if (put_aside) put_aside = spool->add(entry);
                            values.add(entry);
                            ++progress.entries;
                          },
                          {}});
    Status status = reader.write(**held);
    if (status) status = reader.finish();
    if (!status) return fail(ErrorCode::kCorrupt, "what is held cannot be read");
    if (!put_aside) return put_aside;
  }
  values.settle();
  const auto all = config();
  const auto snapshot = service_.snapshot();
  const auto benign = static_cast<ServiceImpl&>(service_).list_rules().benign();
  FeedPlan plan(*all, feed, values, snapshot->official(), benign.get(), service_.now());
  const Result<FeedDiff> diff = compare(feed, plan, *spool);
  if (!diff) return tl::unexpected(diff.error());
  if (Status s = apply(feed, plan, *diff, *spool, progress); !s) return s;
  state["diff"] = diff_view(*diff);
  state["accepted_innocent"] = diff->innocent_digest;
  state["good_at"] = format_time(service_.now());
  state["in_force"] = diff->after;
  state["counts_until"] = time_or_null(diff->until);
  return {};
}

Result<json::Object> Feeds::run_decision(const FeedConfig& feed, const FeedDecision& decision,
                                         RunProgress& progress) {
  const std::lock_guard one(run_mutex_);
  const ListTurn turn(service_, feed.name);
  if (!turn) return fail(ErrorCode::kUnavailable, "another server is taking this list in");
  Result<json::Object> state = held_state(feed, decision.digest);
  if (!state) return state;
  if (decision.accept) {
    if (Status s = take_held(feed, *state, progress); !s) return tl::unexpected(s.error());
  } else {
    (*state)["rejected"] = text_in(*state, "held_digest");
  }
  (*state)["state"] = decision.accept ? "ok" : "rejected";
  (*state)["good_state"] = (*state)["state"];
  (*state)["held_digest"] = nullptr;
  (*state)["detail"] = nullptr;
  (*state)["causes"] = json::Array{};
  (*state)["decided_by"] = decision.actor.id;
  const Status status = service_.write([&](store::Session& writing) -> Status {
    Status kept = writing.feeds().set_state(feed.name, json::write(*state));
    if (kept) kept = writing.feeds().set_held(feed.name, std::nullopt);
    if (!kept) return kept;
    return append_audit(writing, audit_entry(decision.actor, service_.now(),
                                             decision.accept ? "feed.accepted" : "feed.rejected",
                                             feed.name, decision.reason));
  });
  if (!status) return tl::unexpected(status.error());
  return state;
}

Result<json::Object> Feeds::source_view(store::Session& session, const FeedsConfig& all,
                                        const FeedConfig& feed) {
  Result<json::Object> found = judged(session, feed.name);
  if (!found) return found;
  Result<json::Object> state = state_of(feed.name);
  if (!state) return state;
  if (all_ended(all, feed, *state, service_.now())) (*state)["in_force"] = 0;
  const FeedFields fields = fields_of(feed);
  json::Object columns;
  for (const auto& [name, column] : fields.columns) columns[name] = column;
  json::Value days = nullptr;
  if (fields.expiry_days) days = *fields.expiry_days;
  json::Value version = nullptr;
  if (feed.version > 0) version = feed.version;
  return json::Object{{"name", feed.name},
                      {"origin", feed.version > 0 ? "console" : "file"},
                      {"version", std::move(version)},
                      {"title", fields.title},
                      {"address", fields.address},
                      {"format", fields.format},
                      {"every_minutes", fields.every_minutes},
                      {"trust", fields.trust},
                      {"licence", fields.licence},
                      {"may", fields.may},
                      {"missing", fields.missing},
                      {"expiry_days", std::move(days)},
                      {"intranet", fields.intranet},
                      {"most_megabytes", fields.most_megabytes},
                      {"columns", std::move(columns)},
                      {"has_bearer", !feed.bearer.empty()},
                      {"enabled", feed.enabled},
                      {"tried", feed.version == 0 || check_tried(feed).has_value()},
                      {"running", runs_.goes_on(feed.name)},
                      {"judged", *std::move(found)},
                      {"status", *state}};
}

Result<Document> Feeds::source(std::string_view name) {
  const auto all = config();
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const Result<json::Object> view = source_view(**session, *all, *feed);
  if (!view) return tl::unexpected(view.error());
  return document(json::write(*view));
}

Result<Document> Feeds::sources() {
  if (Status s = merge(); !s) return tl::unexpected(s.error());
  const auto all = config();
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  json::Array data;
  for (const FeedConfig& feed : all->feeds) {
    Result<json::Object> view = source_view(**session, *all, feed);
    if (!view) return tl::unexpected(view.error());
    data.push_back(*std::move(view));
  }
  const auto gone = removed_names();
  if (!gone) return tl::unexpected(gone.error());
  json::Array removed;
  for (const std::string& name : *gone) {
    Result<json::Object> state = state_of(name);
    if (!state) return tl::unexpected(state.error());
    const bool counted = state->contains("counted_at");
    const int entries = number_in(*state, "in_force");
    const bool running = runs_.goes_on(name);
    if (entries == 0 && !running) continue;
    removed.push_back(json::Object{{"name", name},
                                   {"entries", entries},
                                   {"counted", counted},
                                   {"good_at", time_or_null(time_in(*state, "good_at"))},
                                   {"running", running}});
  }
  return document(
      json::write(json::Object{{"data", std::move(data)}, {"removed", std::move(removed)}}));
}

}  // namespace analyzer
