#include "analyzer/service/published_lists.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "analyzer/engine/listed.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/form.h"
#include "analyzer/service/gzip.h"
#include "analyzer/service/listing.h"
#include "analyzer/service/outbox.h"
#include "analyzer/service/published_state.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/feeds.h"
#include "analyzer/text/url.h"
#include "feeds/format.h"
#include "feeds/own_sources.h"
#include "feeds/precedence.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::Format;
using feeds::IndicatorKind;
using feeds::Statement;

constexpr Time kNever{Milliseconds{std::numeric_limits<std::int64_t>::max()}};

// The link by which what was said above the value is found.
Result<UrlFacts> place_url(const Statement& s) {
  if (feeds::is_place(s.kind)) return text::parse_url("http://" + s.value);
  if (s.kind == IndicatorKind::kQr) return text::parse_url(s.value);
  return fail(ErrorCode::kInvalid, "no place");
}

// What confirms the value: a person's own word, else that of a settled case.
const Statement* word_of(const feeds::Ledger& ledger, const feeds::Standing& standing) {
  const bool manual = std::find(standing.sources.begin(), standing.sources.end(),
                                feeds::kManualSource) != standing.sources.end();
  const Statement* word = nullptr;
  for (const Statement& s : ledger.latest()) {
    if (s.opinion != feeds::Opinion::kBad) continue;
    const bool person = s.origin == feeds::Origin::kManual;
    if (person && (manual || word == nullptr)) word = &s;
    if (!person && s.source == feeds::kDispositionSource && !manual) word = &s;
  }
  return word;
}

// Accounts that are of one region alone, with it.
Result<std::map<std::string, std::string>> regions_of_accounts(store::Session& session) {
  const auto users = session.accounts().users();
  if (!users) return tl::unexpected(users.error());
  std::map<std::string, std::string> out;
  for (const store::User& user : *users) {
    if (!user.region.empty()) out.emplace(user.id, user.region);
  }
  return out;
}

}  // namespace

std::optional<Entry> confirmed_entry(const feeds::Ledger& ledger, const Snapshot& snapshot,
                                     Time now, Time* good_until) {
  const feeds::Standing standing = ledger.standing(now);
  const Statement* word = word_of(ledger, standing);
  if (word == nullptr || feeds::is_hashed(word->kind)) return std::nullopt;
  const Result<UrlFacts> url = place_url(*word);
  // What was said of the domains and folders above counts as well, from when to when.
  const auto above = url ? next_change(*url, snapshot.indicators(), now) : std::nullopt;
  for (const std::optional<Time>& moment : {ledger.next_change(now), above}) {
    if (moment) *good_until = std::min(*good_until, *moment);
  }
  if (!feeds::is_confirmed(standing)) return std::nullopt;
  if (indicator_label(word->kind, word->value) != word->value)
    return std::nullopt;                                              // somebody's number
  if (!check_reach(*word, snapshot.official())) return std::nullopt;  // the register has grown
  // Whoever allows a domain allows what lies below it.
  if (url && standing_of(*url, snapshot.indicators(), now).allowed) return std::nullopt;
  Entry entry;
  entry.kind = word->kind;
  entry.value = word->value;
  entry.source = word->source;
  entry.confidence = word->confidence;
  entry.valid_from = word->at;
  entry.valid_until = word->valid_until;
  return entry;
}

PublishedLists::PublishedLists(Service& service, std::string issuer)
    : service_(service), issuer_(std::move(issuer)) {}
PublishedLists::~PublishedLists() = default;

// The list of this moment: whatever was confirmed or withdrawn before the call is in it.
Result<std::shared_ptr<PublishedLists::State>> PublishedLists::state() {
  const std::lock_guard lock(mutex_);
  const auto snapshot = service_.snapshot();
  const Time now = service_.now();
  if (state_ != nullptr && state_->snapshot == snapshot->name() && now < state_->good_until) {
    return state_;
  }
  auto next = std::make_shared<State>();
  next->snapshot = snapshot->name();
  next->good_until = kNever;
  if (Status status = read_said(); !status) return tl::unexpected(status.error());
  const auto regions = account_regions();
  if (!regions) return tl::unexpected(regions.error());
  const auto deciders = case_deciders();
  if (!deciders) return tl::unexpected(deciders.error());
  for (const auto& [key, ledger] : said_) {
    auto entry = confirmed_entry(ledger, *snapshot, now, &next->good_until);
    if (!entry) continue;
    if (entry->source == feeds::kDispositionSource) {
      const auto decider = deciders->find(key);
      entry->source = decider == deciders->end() ? std::string() : decider->second;
    }
    const auto region = regions->find(entry->source);
    entry->source = issuer_;
    next->entries.push_back(
        {*std::move(entry), now, region == regions->end() ? std::string() : region->second});
  }
  if (Status status = record(*next); !status) return tl::unexpected(status.error());
  state_ = next;
  return next;
}

// Of which region each account is that is not of all.
Result<std::map<std::string, std::string>> PublishedLists::account_regions() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  return regions_of_accounts(**session);
}

// Who decided for each value that a case lists.
Result<std::map<PublishedLists::Value, std::string>> PublishedLists::case_deciders() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto rows = (*session)->listings().listed();
  if (!rows) return tl::unexpected(rows.error());
  std::map<Value, std::string> out;
  for (const store::Listing& row : *rows) {
    out.emplace(Value{row.kind, row.value}, row.decided_by.empty() ? row.by : row.decided_by);
  }
  return out;
}

// Reads what was said since the last call.
Status PublishedLists::read_said() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  return (*session)->indicators().scan({.after = said_through_, .spoken = true},
                                       [&](std::uint64_t number, const Statement& s) -> Status {
                                         said_[{s.kind, s.value}].add(s);
                                         said_through_ = number;
                                         return {};
                                       });
}

// Writes down what changed since the list was made last, by whichever run.
Status PublishedLists::record(State& state) {
  const Time now = service_.now();
  return service_.write([&](store::Session& session) -> Status {
    const auto before = session.feeds().entries(kConfirmedList);
    if (!before) return tl::unexpected(before.error());
    std::vector<store::ListChange> changes;
    auto old = before->begin();
    const auto removed = [&](const store::ListChange& entry) {
      changes.push_back({0, now, true, entry.kind, entry.value, entry.body});
    };
    for (Published& published : state.entries) {
      const Entry& entry = published.entry;
      const auto key = std::tie(entry.kind, entry.value);
      for (; old != before->end() && std::tie(old->kind, old->value) < key; ++old) removed(*old);
      const bool same = old != before->end() && std::tie(old->kind, old->value) == key;
      std::string body = json::write(entry_view(entry, published.region));
      if (!same || old->body != body) {
        changes.push_back({0, now, false, entry.kind, entry.value, std::move(body)});
      }
      published.since = same ? old->at : now;
      if (same) ++old;
    }
    for (; old != before->end(); ++old) removed(*old);
    for (const store::ListChange& change : changes) {
      const auto number = session.feeds().change(kConfirmedList, change);
      if (!number) return tl::unexpected(number.error());
    }
    if (!changes.empty()) {
      Status told = tell(session, "list.changed", "list:" + std::string(kConfirmedList), now,
                         {{"list", std::string(kConfirmedList)}, {"changes", changes.size()}});
      if (!told) return told;
      Status status = session.feeds().forget_changes(kConfirmedList, kKeptChanges);
      if (!status) return status;
    }
    const auto range = session.feeds().range(kConfirmedList);
    if (!range) return tl::unexpected(range.error());
    state.range = *range;
    return {};
  });
}

Status PublishedLists::refresh() {
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  return {};
}

Result<ListFile> PublishedLists::file(std::string_view name, const ListView& view) {
  const std::size_t dot = name.find('.');
  const std::string_view extension = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  const bool known = std::find(std::begin(kListExtensions), std::end(kListExtensions), extension) !=
                     std::end(kListExtensions);
  if (name.substr(0, dot) != kConfirmedList || !known) {
    return fail(ErrorCode::kNotFound, "no such list");
  }
  const auto face = this->face(view);
  if (!face) return tl::unexpected(face.error());
  const std::lock_guard lock((*face)->mutex);
  if (const auto found = (*face)->files.find(extension); found != (*face)->files.end()) {
    return found->second;
  }
  ListFile file;
  file.bytes = std::make_shared<const std::string>((*face)->write(extension));
  file.gzip = std::make_shared<const std::string>(gzip(*file.bytes));
  file.content_type = kListText;
  for (const Extension& one : kExtensions) {
    if (one.name == extension) file.content_type = one.content_type;
  }
  file.etag = "\"" + sha256_hex(*file.bytes) + "\"";
  file.cursor = (*face)->cursor;
  file.last_modified = (*face)->head.made_at;
  (*face)->files.emplace(extension, file);
  return file;
}

Result<Document> PublishedLists::changes(std::string_view list, std::string_view cursor, int limit,
                                         const ListView& view) {
  if (list != kConfirmedList) return fail(ErrorCode::kNotFound, "no such list");
  if (!view.is_whole()) return seen_changes(view, cursor, limit);
  std::uint64_t after = 0;
  const char* end = cursor.data() + cursor.size();
  const auto read = std::from_chars(cursor.data(), end, after);
  if (read_place(cursor)) return changes_gone();  // of a view
  if (!cursor.empty() && (read.ec != std::errc{} || read.ptr != end)) {
    return tl::unexpected(field_error("?cursor", "cursor", "not of this list"));
  }
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const store::ListRange& range = (*state)->range;
  if (after > range.latest || after + 1 < range.oldest) return changes_gone();
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto changes = (*session)->feeds().changes(kConfirmedList, after,
                                                   static_cast<std::size_t>(std::max(1, limit)));
  if (!changes) return tl::unexpected(changes.error());
  const std::uint64_t now_at = changes->empty() ? after : changes->back().number;
  return changes_page(*changes, std::to_string(now_at), now_at < range.latest);
}

}  // namespace analyzer
