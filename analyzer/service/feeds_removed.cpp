// Lists that are no longer set up: what they said goes on to count until it ends, or until a
// person takes all of it back.

#include <algorithm>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/entry_spool.h"
#include "analyzer/service/feed_diff.h"
#include "analyzer/service/feed_state.h"
#include "analyzer/service/feeds.h"
#include "analyzer/service/form.h"
#include "analyzer/service/reason.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"

namespace analyzer {
namespace {

constexpr std::chrono::hours kCountEvery{1};

}  // namespace

// Names that something was taken in under and that are set up nowhere.
Result<std::vector<std::string>> Feeds::removed_names() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  auto names = (*session)->feeds().named();
  if (!names) return names;
  const auto all = config();
  std::erase_if(*names, [&](const std::string& name) {
    return name.find(':') != std::string::npos ||  // no list's own state
           std::any_of(all->feeds.begin(), all->feeds.end(),
                       [&](const FeedConfig& feed) { return feed.name == name; });
  });
  return names;
}

// How many of its entries count now is counted now and then, off the request path.
void Feeds::count_removed() {
  const auto names = removed_names();
  if (!names) return;
  for (const std::string& name : *names) {
    if (rounds_.stopping()) return;
    const std::lock_guard one(run_mutex_);
    Result<json::Object> state = state_of(name);
    if (!state) return;
    const std::optional<Time> counted = time_in(*state, "counted_at");
    if (counted &&
        (number_in(*state, "in_force") == 0 || service_.now() - *counted < kCountEvery)) {
      continue;
    }
    const ListTurn turn(service_, name);
    if (!turn) continue;  // another server works on it
    const auto entries = entries_of(name);
    if (!entries) return;
    state = state_of(name);  // as it is now that nobody else changes it
    if (!state) return;
    (*state)["in_force"] = *entries;
    (*state)["counted_at"] = format_time(service_.now());
    if (!keep_state(name, *state)) return;
  }
}

Result<std::size_t> Feeds::entries_of(const std::string& name) {
  FeedConfig feed;
  feed.name = name;
  const NamedValues none;
  const auto all = config();
  const auto snapshot = service_.snapshot();
  FeedPlan plan(*all, feed, none, snapshot->official(), nullptr, service_.now());
  const Status read = each_said(service_, name, [&](const feeds::Statement& s) -> Status {
    if (rounds_.stopping()) return fail(ErrorCode::kUnavailable, "the service stops");
    plan.known(s);
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  plan.begin();
  return plan.diff().before;
}

Result<Document> Feeds::withdraw(const Actor& actor, std::string_view name, std::string_view body) {
  const Result<Form> form = Form::read(body, {"reason"});
  if (!form) return tl::unexpected(form.error());
  const Result<std::string> reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (Status s = check_reason(*reason, "/reason"); !s) return tl::unexpected(s.error());
  if (Status s = check_site(actor); !s) return tl::unexpected(s.error());
  if (const Result<FeedConfig> feed = find(name)) {
    if (feed->enabled) {
      return tl::unexpected(Error{ErrorCode::kConflict,
                                  "the list is fetched: switch it off first",
                                  {{"/enabled", "enabled", "switch it off first"}}});
    }
  } else {
    const auto names = removed_names();
    if (!names) return tl::unexpected(names.error());
    if (std::find(names->begin(), names->end(), name) == names->end()) {
      return fail(ErrorCode::kNotFound, "no such list");
    }
  }
  const auto run =
      runs_.ask(std::string(name), false, std::nullopt, FeedWithdrawal{actor, *reason});
  if (!run) return tl::unexpected(run.error());
  rounds_.wake();
  return run_state(name, (*run)->id);
}

// As if the list came in empty, but for what is held or left aside.
Result<json::Object> Feeds::run_withdrawal(const std::string& name,
                                           const FeedWithdrawal& withdrawal,
                                           RunProgress& progress) {
  const std::lock_guard one(run_mutex_);
  const ListTurn turn(service_, name);
  if (!turn) return fail(ErrorCode::kUnavailable, "another server is taking this list in");
  if (const Result<FeedConfig> feed = find(name); feed && feed->enabled) {
    return fail(ErrorCode::kConflict, "the list is fetched: switch it off first");
  }
  Result<json::Object> state = state_of(name);
  if (!state) return state;
  FeedConfig nothing;
  nothing.name = name;
  NamedValues none;
  none.settle();
  Result<EntrySpool> empty = EntrySpool::make();
  if (!empty) return tl::unexpected(empty.error());
  const auto all = config();
  const auto snapshot = service_.snapshot();
  FeedPlan plan(*all, nothing, none, snapshot->official(), nullptr, service_.now());
  plan.say("taken back: " + withdrawal.reason);
  const Result<FeedDiff> diff = compare(nothing, plan, *empty);
  if (!diff) return tl::unexpected(diff.error());
  if (Status s = apply(nothing, plan, *diff, *empty, progress); !s) {
    return tl::unexpected(s.error());
  }
  (*state)["diff"] = diff_view(*diff);
  (*state)["state"] = "withdrawn";
  (*state)["good_state"] = "withdrawn";
  (*state)["in_force"] = 0;
  (*state)["counted_at"] = format_time(service_.now());
  (*state)["detail"] = nullptr;
  (*state)["held_digest"] = nullptr;
  (*state)["decided_by"] = withdrawal.actor.id;
  // Should it be set up again, it is taken in whole.
  for (const char* key : {"etag", "last_modified", "good_at", "rejected", "next_at", "causes",
                          "counts_until", "failures", "later"}) {
    state->erase(key);
  }
  const Status status = service_.write([&](store::Session& session) -> Status {
    Status kept = session.feeds().set_state(name, json::write(*state));
    if (kept) kept = session.feeds().set_held(name, std::nullopt);
    if (!kept) return kept;
    return append_audit(
        session, audit_entry(withdrawal.actor, service_.now(), "feed.withdrawn", name,
                             std::to_string(diff->removed) + " entries: " + withdrawal.reason));
  });
  if (!status) return tl::unexpected(status.error());
  return state;
}

}  // namespace analyzer
