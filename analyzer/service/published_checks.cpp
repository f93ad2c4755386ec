// What stands on the published list and since when, and whether any export of it still
// holds a value.

#include <algorithm>
#include <iterator>
#include <tuple>

#include "analyzer/service/published_state.h"
#include "analyzer/store/store.h"
#include "analyzer/text/url.h"
#include "feeds/reader.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::IndicatorKind;

// Whether blocking the entry blocks the value.
bool covers(const Entry& entry, IndicatorKind kind, const std::string& value) {
  if (entry.revoked) return false;
  if (entry.kind == kind && entry.value == value) return true;
  if (!feeds::is_place(entry.kind) || !feeds::is_place(kind)) return false;
  const Result<UrlFacts> url = text::parse_url("http://" + value);
  if (!url) return false;
  const std::string& host = url->host;
  switch (entry.kind) {
    case IndicatorKind::kDomain:
      return host == entry.value || host.ends_with("." + entry.value);
    case IndicatorKind::kHost:
    case IndicatorKind::kIp:
      return host == entry.value && kind != IndicatorKind::kDomain;
    case IndicatorKind::kPath:
      return value.starts_with(entry.value);
    default:
      return false;
  }
}

}  // namespace

Result<std::shared_ptr<const std::vector<ListItem>>> PublishedLists::items(const ListView& view) {
  const auto face = this->face(view);
  if (!face) return tl::unexpected(face.error());
  const std::lock_guard lock((*face)->mutex);
  if ((*face)->items != nullptr) return (*face)->items;
  if ((*face)->events == nullptr) {  // of the whole list, everything is seen at once
    auto changes = all_changes();
    if (!changes) return tl::unexpected(changes.error());
    (*face)->events = std::make_shared<const std::vector<ListEvent>>(*std::move(changes));
  }
  const std::vector<ListEvent>& events = *(*face)->events;
  std::map<std::pair<IndicatorKind, std::string>, ListItem> latest;
  for (const ListEvent& event : events) {
    ListItem& item = latest[{event.kind, event.value}];
    item = {event.at, event.number, event.removed, {}};
    item.entry.kind = event.kind;
    item.entry.value = event.value;
    item.entry.valid_from = event.at;
  }
  // Of what came before the changes that are kept nobody knows when.
  const Time long_ago = events.empty() ? Time{} : events.front().at - Milliseconds{1};
  std::uint64_t number = 0;
  for (const Entry& entry : (*face)->entries) {
    const auto [at, old] =
        latest.try_emplace({entry.kind, entry.value}, ListItem{long_ago, ++number, false, {}});
    at->second.entry = entry;
    at->second.removed = false;
  }
  auto items = std::make_shared<std::vector<ListItem>>();
  for (auto& [key, item] : latest) items->push_back(std::move(item));
  std::sort(items->begin(), items->end(), [](const ListItem& a, const ListItem& b) {
    return std::tie(a.at, a.number) < std::tie(b.at, b.number);
  });
  (*face)->items = items;
  return std::shared_ptr<const std::vector<ListItem>>(items);
}

Result<std::string> PublishedLists::held_by(IndicatorKind kind, const std::string& value) {
  if (feeds::is_hashed(kind)) return std::string();
  for (const std::string_view extension : kListExtensions) {
    const std::string name = std::string(kConfirmedList) + "." + std::string(extension);
    const Result<ListFile> made = file(name);
    if (!made) return tl::unexpected(made.error());
    if (extension == "prefixes") continue;  // made of the same hashes as what follows
    const auto* row = std::find_if(std::begin(kExtensions), std::end(kExtensions),
                                   [&](const Extension& one) { return one.name == extension; });
    std::string held;
    feeds::Reader reader(row->format, {.source = "own"},
                         {[&](Entry&& entry) {
                            if (held.empty() && covers(entry, kind, value)) held = entry.value;
                          },
                          {}});
    // A list without entries is no list to a reader.
    if (Status status = reader.write(*made->bytes); !status) return tl::unexpected(status.error());
    (void)reader.finish();
    if (!held.empty()) return name + ": " + held;
  }
  const auto face = this->face({});
  if (!face) return tl::unexpected(face.error());
  Entry asked;
  asked.kind = kind;
  asked.value = value;
  const std::string hash = hash_of(asked);
  const auto& hashes = (*face)->hashes;
  const auto at = std::lower_bound(hashes.begin(), hashes.end(), std::pair{hash, IndicatorKind{}});
  if (at != hashes.end() && at->first == hash) return std::string("prefixes: ") + value;
  return std::string();
}

}  // namespace analyzer
