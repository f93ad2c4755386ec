// What a person decides about a list that is held, and how all lists stand.

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/feed_judged.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"
#include "feeds/reader.h"

namespace analyzer {

using feeds::Entry;

Result<Document> Feeds::decide(const Actor& actor, std::string_view name, std::string_view body) {
  const Result<Form> form = Form::read(body, {"accept", "digest", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto accept = form->flag("accept");
  if (!accept) return tl::unexpected(accept.error());
  if (!*accept) return tl::unexpected(field_error("/accept", "required", "true or false"));
  const Result<std::string> reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (reason->empty()) {
    return tl::unexpected(field_error("/reason", "required", "a reason is needed"));
  }
  const Result<std::string> digest = form->text("digest");
  if (!digest) return tl::unexpected(digest.error());
  if (digest->empty()) {
    return tl::unexpected(field_error("/digest", "required", "which list is meant"));
  }
  const Result<FeedConfig> feed = find(name);
  if (!feed) return tl::unexpected(feed.error());
  const std::unique_lock one(run_mutex_, std::try_to_lock);
  if (!one) return fail(ErrorCode::kUnavailable, "a list is being taken in");
  const ListTurn turn(service_, feed->name);
  if (!turn) return fail(ErrorCode::kUnavailable, "another server is taking this list in");
  Result<json::Object> state = state_of(feed->name);
  if (!state) return tl::unexpected(state.error());
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto held = (*session)->feeds().held(feed->name);
  if (!held) return tl::unexpected(held.error());
  if (!*held) return fail(ErrorCode::kNotFound, "nothing is held");
  if (*digest != text_in(*state, "held_digest")) {
    return tl::unexpected(Error{
        ErrorCode::kConflict, "another list is held by now", {{"", "stale", "look at it again"}}});
  }
  session->reset();
  if (**accept) {
    std::vector<Entry> entries;
    feeds::Reader reader(feeds::Format::kDelta, {.source = feed->name},
                         {[&](Entry&& entry) { entries.push_back(std::move(entry)); }, {}});
    Status status = reader.write(**held);
    if (status) status = reader.finish();
    if (!status) return fail(ErrorCode::kCorrupt, "what is held cannot be read");
    const auto said = said_by(service_, feed->name);
    if (!said) return tl::unexpected(said.error());
    const FeedDiff diff =
        diff_of(*config(), *feed, entries, *said, service_.snapshot()->official(), service_.now());
    RunProgress unseen;
    if (status = apply(*feed, diff, unseen); !status) return tl::unexpected(status.error());
    (*state)["diff"] = diff_view(diff);
    (*state)["accepted_innocent"] = diff.innocent_digest;
    (*state)["good_at"] = format_time(service_.now());
  } else {
    (*state)["rejected"] = text_in(*state, "held_digest");
  }
  (*state)["state"] = **accept ? "ok" : "rejected";
  (*state)["good_state"] = (*state)["state"];
  (*state)["detail"] = nullptr;
  (*state)["decided_by"] = actor.id;
  const Status status = service_.write([&](store::Session& writing) -> Status {
    Status kept = writing.feeds().set_state(feed->name, json::write(*state));
    if (kept) kept = writing.feeds().set_held(feed->name, std::nullopt);
    if (!kept) return kept;
    return append_audit(
        writing, audit_entry(actor, service_.now(), **accept ? "feed.accepted" : "feed.rejected",
                             feed->name, *reason));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(*state));
}

Result<Document> Feeds::sources() {
  const auto all = config();
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  json::Array data;
  for (const FeedConfig& feed : all->feeds) {
    Result<json::Object> found = judged(**session, feed.name);
    if (!found) return tl::unexpected(found.error());
    const Result<json::Object> state = state_of(feed.name);
    if (!state) return tl::unexpected(state.error());
    data.push_back(json::Object{{"name", feed.name},
                                {"title", feed.title},
                                {"address", feed.address},
                                {"format", std::string(name_of(feed.format))},
                                {"every_minutes", feed.every.count()},
                                {"trust", feed.trust},
                                {"licence", feed.licence},
                                {"may", std::string(name_of(feed.may))},
                                {"enabled", feed.enabled},
                                {"judged", *std::move(found)},
                                {"status", *state}});
  }
  return document(json::write(json::Object{{"data", std::move(data)}}));
}

}  // namespace analyzer
