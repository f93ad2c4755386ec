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
#include "feeds/precedence.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::Format;
using feeds::IndicatorKind;
using feeds::Statement;

constexpr std::size_t kMostPrefixes = 500;
constexpr Time kNever{Milliseconds{std::numeric_limits<std::int64_t>::max()}};

json::Object entry_view(const Entry& entry) {
  json::Object out{{"kind", std::string(name_of(entry.kind))}, {"value", entry.value}};
  if (entry.valid_from) out["valid_from"] = format_time(*entry.valid_from);
  if (entry.valid_until) out["valid_until"] = format_time(*entry.valid_until);
  return out;
}

tl::unexpected<Error> gone() {
  Error error{ErrorCode::kNotFound, "the changes are not kept any more", {}};
  error.fields.push_back({"", "gone", "read the whole list again"});
  return tl::unexpected(std::move(error));
}

}  // namespace

std::optional<Entry> confirmed_entry(const feeds::Ledger& ledger, const Snapshot& snapshot,
                                     Time now, Time* good_until) {
  const Statement* word = nullptr;  // of a person
  for (const Statement& s : ledger.latest()) {
    if (s.origin == feeds::Origin::kManual && s.opinion == feeds::Opinion::kBad) word = &s;
  }
  if (word == nullptr || feeds::is_hashed(word->kind)) return std::nullopt;
  const Result<UrlFacts> url = text::parse_url("http://" + word->value);
  // What was said of the domains and folders above counts as well, from when to when.
  const auto above = url ? next_change(*url, snapshot.indicators(), now) : std::nullopt;
  for (const std::optional<Time>& moment : {ledger.next_change(now), above}) {
    if (moment) *good_until = std::min(*good_until, *moment);
  }
  const feeds::Standing standing = ledger.standing(now);
  const auto& sources = standing.sources;
  if (std::find(sources.begin(), sources.end(), feeds::kManualSource) == sources.end()) {
    return std::nullopt;
  }
  if (indicator_label(word->value) != word->value) return std::nullopt;  // somebody's number
  if (!check_reach(*word, snapshot.official())) return std::nullopt;     // the register has grown
  // Whoever allows a domain allows what lies below it.
  if (url && standing_of(*url, snapshot.indicators(), now).allowed) return std::nullopt;
  Entry entry;
  entry.kind = word->kind;
  entry.value = word->value;
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
  for (const auto& [key, ledger] : said_) {
    auto entry = confirmed_entry(ledger, *snapshot, now, &next->good_until);
    if (!entry) continue;
    entry->source = issuer_;
    next->entries.push_back(*std::move(entry));
  }
  if (Status status = record(*next); !status) return tl::unexpected(status.error());
  next->head = {std::string(kConfirmedList), "已核实的诈骗网址 (confirmed)", issuer_,
                next->range.at, next->range.latest};
  for (const Entry& entry : next->entries) next->hashes.emplace_back(hash_of(entry), entry.kind);
  std::sort(next->hashes.begin(), next->hashes.end());
  state_ = next;
  return next;
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
    for (const Entry& entry : state.entries) {
      const auto key = std::tie(entry.kind, entry.value);
      for (; old != before->end() && std::tie(old->kind, old->value) < key; ++old) removed(*old);
      const bool same = old != before->end() && std::tie(old->kind, old->value) == key;
      std::string body = json::write(entry_view(entry));
      if (!same || old->body != body) {
        changes.push_back({0, now, false, entry.kind, entry.value, std::move(body)});
      }
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

Result<ListFile> PublishedLists::file(std::string_view name) {
  const std::size_t dot = name.find('.');
  const std::string_view extension = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  const bool known = std::find(std::begin(kListExtensions), std::end(kListExtensions), extension) !=
                     std::end(kListExtensions);
  if (name.substr(0, dot) != kConfirmedList || !known) {
    return fail(ErrorCode::kNotFound, "no such list");
  }
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const std::lock_guard lock((*state)->mutex);
  if (const auto found = (*state)->files.find(extension); found != (*state)->files.end()) {
    return found->second;
  }
  ListFile file;
  file.bytes = std::make_shared<const std::string>((*state)->write(extension));
  file.gzip = std::make_shared<const std::string>(gzip(*file.bytes));
  file.content_type = kListText;
  for (const Extension& one : kExtensions) {
    if (one.name == extension) file.content_type = one.content_type;
  }
  file.etag = "\"" + sha256_hex(*file.bytes) + "\"";
  file.last_modified = (*state)->range.at;
  (*state)->files.emplace(extension, file);
  return file;
}

Result<Document> PublishedLists::changes(std::string_view list, std::string_view cursor,
                                         int limit) {
  if (list != kConfirmedList) return fail(ErrorCode::kNotFound, "no such list");
  std::uint64_t after = 0;
  const char* end = cursor.data() + cursor.size();
  const auto read = std::from_chars(cursor.data(), end, after);
  if (!cursor.empty() && (read.ec != std::errc{} || read.ptr != end)) {
    return tl::unexpected(field_error("?cursor", "cursor", "not of this list"));
  }
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const store::ListRange& range = (*state)->range;
  if (after > range.latest || after + 1 < range.oldest) return gone();
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  const auto changes = (*session)->feeds().changes(kConfirmedList, after,
                                                   static_cast<std::size_t>(std::max(1, limit)));
  if (!changes) return tl::unexpected(changes.error());
  // Of one value only what it came to within this page.
  std::map<std::pair<IndicatorKind, std::string_view>, const store::ListChange*> last;
  for (const store::ListChange& change : *changes) last[{change.kind, change.value}] = &change;
  json::Array added;
  json::Array removed;
  for (const auto& [key, change] : last) {
    Result<json::Value> body = json::parse(change->body);
    if (!body) return fail(ErrorCode::kCorrupt, "a change of a list is broken");
    (change->removed ? removed : added).push_back(*std::move(body));
  }
  const std::uint64_t now_at = changes->empty() ? after : changes->back().number;
  return document(json::write(json::Object{{"list", std::string(kConfirmedList)},
                                           {"added", std::move(added)},
                                           {"removed", std::move(removed)},
                                           {"next_cursor", std::to_string(now_at)},
                                           {"more", now_at < range.latest}}));
}

Result<Document> PublishedLists::search(std::string_view body) {
  const Result<json::Value> root = parse_body(body);
  if (!root) return tl::unexpected(root.error());
  const json::Object* object = root->if_object();
  const json::Value* list = object == nullptr ? nullptr : object->if_contains("prefixes");
  if (list == nullptr || !list->is_array() || object->size() != 1) {
    return tl::unexpected(field_error("/prefixes", "required", "the prefixes alone"));
  }
  const json::Array& prefixes = list->get_array();
  if (prefixes.empty() || prefixes.size() > kMostPrefixes) {
    return tl::unexpected(field_error("/prefixes", "range", "1 to 500"));
  }
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const auto& hashes = (*state)->hashes;
  json::Array matches;
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    const std::string prefix(prefixes[i].is_string() ? prefixes[i].get_string().c_str() : "");
    if (prefix.size() < kPrefixDigits || prefix.size() > 64 ||
        prefix.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return tl::unexpected(field_error("/prefixes/" + std::to_string(i), "format",
                                        "8 to 64 lower-case hexadecimal digits"));
    }
    auto it =
        std::lower_bound(hashes.begin(), hashes.end(), std::pair{prefix, IndicatorKind::kUrl});
    for (; it != hashes.end() && it->first.starts_with(prefix); ++it) {
      matches.push_back(json::Object{
          {"prefix", prefix}, {"sha256", it->first}, {"kind", std::string(name_of(it->second))}});
    }
  }
  constexpr int kKeepSeconds = 300;
  return document(json::write(json::Object{{"matches", std::move(matches)},
                                           {"version", std::to_string((*state)->range.latest)},
                                           {"keep_seconds", kKeepSeconds}}));
}

Result<Document> PublishedLists::lists() {
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  json::Object kinds;
  for (std::size_t kind = 0; kind <= static_cast<std::size_t>(IndicatorKind::kIp); ++kind) {
    const auto of_kind = [&](const Entry& e) { return static_cast<std::size_t>(e.kind) == kind; };
    const auto& entries = (*state)->entries;
    kinds[kNames<IndicatorKind>[kind]] = std::count_if(entries.begin(), entries.end(), of_kind);
  }
  json::Array files;
  for (const std::string_view extension : kListExtensions) {
    files.emplace_back("/v1/feeds/" + std::string(kConfirmedList) + "." + std::string(extension));
  }
  const store::ListRange& range = (*state)->range;
  json::Object one{
      {"name", std::string(kConfirmedList)},
      {"entries", (*state)->entries.size()},
      {"kinds", std::move(kinds)},
      {"version", std::to_string(range.latest)},
      {"changed_at", range.latest == 0 ? json::Value(nullptr) : json::Value(format_time(range.at))},
      {"files", std::move(files)}};
  return document(json::write(json::Object{{"data", json::Array{std::move(one)}}}));
}

}  // namespace analyzer
