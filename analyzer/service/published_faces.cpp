// What the consumers of one view see of the list: its entries, what changed of them, what
// hashes of theirs it holds.

#include <algorithm>
#include <iterator>
#include <limits>

#include "analyzer/core/json.h"
#include "analyzer/service/form.h"
#include "analyzer/service/published_state.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/store/store.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::IndicatorKind;

constexpr std::size_t kMostPrefixes = 500;
constexpr std::size_t kMostFaces = 200;
constexpr Time kNever{Milliseconds{std::numeric_limits<std::int64_t>::max()}};

// The events that are seen by `now`: a clock that was set back hides none.
std::size_t seen_by(const std::vector<ListEvent>& events,
                    const std::vector<store::ListChange>& changes, Time now) {
  for (const store::ListChange& change : changes) now = std::max(now, change.at);
  return static_cast<std::size_t>(
      std::upper_bound(events.begin(), events.end(), now,
                       [](Time moment, const ListEvent& event) { return moment < event.at; }) -
      events.begin());
}

}  // namespace

tl::unexpected<Error> changes_gone() {
  Error error{ErrorCode::kNotFound, "the changes are not kept any more", {}};
  error.fields.push_back({"", "gone", "read the whole list again"});
  return tl::unexpected(std::move(error));
}

Result<Document> changes_page(std::span<const ListEvent> events, std::string cursor, bool more) {
  // Of one value only what it came to within this page.
  std::map<std::pair<IndicatorKind, std::string_view>, const ListEvent*> last;
  for (const ListEvent& event : events) last[{event.kind, event.value}] = &event;
  json::Array added;
  json::Array removed;
  for (const auto& [key, event] : last) {
    Result<json::Value> body = json::parse(event->body);
    if (!body) return fail(ErrorCode::kCorrupt, "a change of a list is broken");
    (event->removed ? removed : added).push_back(*std::move(body));
  }
  return document(json::write(json::Object{{"list", std::string(kConfirmedList)},
                                           {"added", std::move(added)},
                                           {"removed", std::move(removed)},
                                           {"next_cursor", std::move(cursor)},
                                           {"more", more}}));
}

Result<std::shared_ptr<PublishedLists::Face>> PublishedLists::face(const ListView& view) {
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const std::lock_guard lock((*state)->mutex);
  std::shared_ptr<Face>& kept = (*state)->faces[view.name()];
  if (kept != nullptr && service_.now() < kept->good_until) return kept;
  auto made = make_face(**state, view);
  if (!made) return made;
  kept = *made;
  auto out = kept;
  if ((*state)->faces.size() > kMostFaces) (*state)->faces.clear();
  return out;
}

Result<std::shared_ptr<PublishedLists::Face>> PublishedLists::make_face(const State& state,
                                                                        const ListView& view) {
  const Time now = service_.now();
  auto out = std::make_shared<Face>();
  out->good_until = kNever;
  for (const Published& published : state.entries) {
    const Entry& entry = published.entry;
    if (!view.admits(entry.kind, entry.confidence, published.region)) continue;
    const Time from = published.since + view.delay;
    if (from > now && view.delay.count() > 0) {
      out->good_until = std::min(out->good_until, from);
      continue;
    }
    out->entries.push_back(entry);
    out->hashes.emplace_back(hash_of(entry), entry.kind);
  }
  std::sort(out->hashes.begin(), out->hashes.end());
  out->head = {std::string(kConfirmedList), "已核实的诈骗网址 (confirmed)", issuer_, state.range.at,
               state.range.latest};
  out->cursor = std::to_string(state.range.latest);
  if (view.is_whole()) return out;
  // Of the list's own number and time a consumer sees only what moved its own view.
  const auto changes = all_changes();
  if (!changes) return tl::unexpected(changes.error());
  auto events =
      std::make_shared<std::vector<ListEvent>>(events_of(*changes, view, state.range.oldest > 1));
  const std::size_t seen = seen_by(*events, *changes, now);
  EventPlace place{view.name(), {}, 0};
  if (seen > 0) place = {view.name(), (*events)[seen - 1].at, (*events)[seen - 1].number};
  if (seen < events->size()) out->good_until = std::min(out->good_until, (*events)[seen].at);
  out->head.made_at = place.at;
  out->head.version = static_cast<std::uint64_t>(to_millis(place.at)) / 1000;
  out->cursor = place.text();
  events->resize(seen);
  out->events = std::move(events);
  return out;
}

Result<std::vector<store::ListChange>> PublishedLists::all_changes() {
  auto session = service_.store().open_session(store::Mode::kReadOnly);
  if (!session) return tl::unexpected(session.error());
  return (*session)->feeds().changes(kConfirmedList, 0, kKeptChanges * 2);
}

Result<Document> PublishedLists::seen_changes(const ListView& view, std::string_view cursor,
                                              int limit) {
  const auto state = this->state();
  if (!state) return tl::unexpected(state.error());
  const auto face = this->face(view);
  if (!face) return tl::unexpected(face.error());
  EventPlace place{view.name(), {}, 0};
  if (!cursor.empty()) {
    const auto read = read_place(cursor);
    const bool other = cursor.find_first_not_of("0123456789") == cursor.npos;
    if (!read && !other)
      return tl::unexpected(field_error("?cursor", "cursor", "not of this list"));
    if (!read || read->view != view.name()) return changes_gone();
    place = *read;
  }
  const std::vector<ListEvent>& events = *(*face)->events;
  const auto latest = read_place((*face)->cursor);
  if (latest && std::tie(latest->at, latest->number) < std::tie(place.at, place.number)) {
    return changes_gone();
  }
  // What came before the changes that are kept may have come to be seen since.
  if ((*state)->range.oldest > 1) {
    const auto changes = all_changes();
    if (!changes) return tl::unexpected(changes.error());
    if (changes->empty() || place.at < changes->front().at + view.delay) return changes_gone();
  }
  const auto from = std::find_if(events.begin(), events.end(),
                                 [&](const ListEvent& event) { return is_before(place, event); });
  const auto left = static_cast<std::size_t>(events.end() - from);
  const std::size_t size = std::min(left, static_cast<std::size_t>(std::max(1, limit)));
  if (size > 0) {
    const ListEvent& last = *std::next(from, static_cast<std::ptrdiff_t>(size) - 1);
    place = {view.name(), last.at, last.number};
  }
  return changes_page({from, from + static_cast<std::ptrdiff_t>(size)}, place.text(), size < left);
}

Result<Document> PublishedLists::search(std::string_view body, const ListView& view) {
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
  const auto face = this->face(view);
  if (!face) return tl::unexpected(face.error());
  const auto& hashes = (*face)->hashes;
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
                                           {"version", (*face)->cursor},
                                           {"keep_seconds", kKeepSeconds}}));
}

Result<Document> PublishedLists::lists(const ListView& view) {
  const auto face = this->face(view);
  if (!face) return tl::unexpected(face.error());
  json::Object kinds;
  for (std::size_t kind = 0; kind < kNames<IndicatorKind>.size(); ++kind) {
    if (feeds::is_hashed(static_cast<IndicatorKind>(kind))) continue;
    const auto of_kind = [&](const Entry& e) { return static_cast<std::size_t>(e.kind) == kind; };
    const auto& entries = (*face)->entries;
    kinds[kNames<IndicatorKind>[kind]] = std::count_if(entries.begin(), entries.end(), of_kind);
  }
  json::Array files;
  for (const std::string_view extension : kListExtensions) {
    files.emplace_back("/v1/feeds/" + std::string(kConfirmedList) + "." + std::string(extension));
  }
  const bool never = (*face)->head.made_at == Time{};
  json::Object one{{"name", std::string(kConfirmedList)},
                   {"entries", (*face)->entries.size()},
                   {"kinds", std::move(kinds)},
                   {"version", (*face)->cursor},
                   {"changed_at",
                    never ? json::Value(nullptr) : json::Value(format_time((*face)->head.made_at))},
                   {"files", std::move(files)}};
  return document(json::write(json::Object{{"data", json::Array{std::move(one)}}}));
}

}  // namespace analyzer
