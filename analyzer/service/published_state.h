// The list of one moment, and its faces: what the consumers of one view see of it, in every
// format. For the files published_*.cpp alone.

#ifndef ANALYZER_SERVICE_PUBLISHED_STATE_H_
#define ANALYZER_SERVICE_PUBLISHED_STATE_H_

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/service/published_events.h"
#include "analyzer/service/published_lists.h"
#include "analyzer/store/feeds.h"
#include "feeds/format.h"

namespace analyzer {

inline constexpr std::size_t kKeptChanges = 100000;
inline constexpr std::size_t kPrefixDigits = 8;  // 32 bits: many links share one

// One format under what follows a list's name.
struct Extension {
  std::string_view name;
  feeds::Format format;
  const char* content_type;
};
inline constexpr const char* kListText = "text/plain; charset=utf-8";
inline constexpr Extension kExtensions[] = {
    {"txt", feeds::Format::kLines, kListText},
    {"csv", feeds::Format::kCsv, "text/csv; charset=utf-8"},
    {"json", feeds::Format::kDelta, "application/json"},
    {"hosts", feeds::Format::kHosts, kListText},
    {"dnsmasq", feeds::Format::kDnsmasq, kListText},
    {"rpz", feeds::Format::kRpz, kListText},
    {"adblock", feeds::Format::kAdblock, kListText},
    {"stix.json", feeds::Format::kStix, "application/stix+json;version=2.1"},
    {"misp.json", feeds::Format::kMisp, "application/json"},
};

// The hash by which a link's own expressions find the entry (text/list_form.h); of what a QR
// code says that of its text; a text's fingerprint is one.
inline std::string hash_of(const feeds::Entry& entry) {
  using feeds::IndicatorKind;
  if (entry.kind == IndicatorKind::kText) return entry.value;
  const bool bare = entry.kind == IndicatorKind::kHost || entry.kind == IndicatorKind::kDomain ||
                    entry.kind == IndicatorKind::kIp;
  return sha256_hex(bare ? entry.value + "/" : entry.value);
}

// What one view shows of a list. Everything but what the mutex guards is made with it.
struct PublishedLists::Face {
  Time good_until{};  // until which no entry comes to be seen by itself
  std::vector<feeds::Entry> entries;
  feeds::ListHead head;
  std::string cursor;
  std::vector<std::pair<std::string, feeds::IndicatorKind>> hashes;  // sorted
  std::mutex mutex;
  std::map<std::string, ListFile, std::less<>> files;    // guarded by mutex
  std::shared_ptr<const std::vector<ListEvent>> events;  // guarded by mutex
  std::shared_ptr<const std::vector<ListItem>> items;    // guarded by mutex

  std::string write(std::string_view extension) const {
    std::string out;
    if (extension == "prefixes") {
      for (const auto& [hash, kind] : hashes) {
        if (out.ends_with(hash.substr(0, kPrefixDigits) + "\n")) continue;
        out += hash.substr(0, kPrefixDigits) + "\n";
      }
      return out;
    }
    for (const Extension& one : kExtensions) {
      if (one.name == extension) return feeds::write_list(one.format, entries, head);
    }
    return out;
  }
};

// The changes are not kept any more: the whole list must be read again.
tl::unexpected<Error> changes_gone();
// openapi.yaml: FeedChanges.
Result<Document> changes_page(std::span<const ListEvent> events, std::string cursor, bool more);

// One entry with what decides who sees it.
struct Published {
  feeds::Entry entry;
  Time since{};        // it stands on the list
  std::string region;  // of whoever confirmed it
};

struct PublishedLists::State {
  std::string snapshot;  // from which it was made
  Time good_until{};
  std::vector<Published> entries;  // by kind and value
  store::ListRange range;
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Face>> faces;  // by the view's name; guarded by mutex
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PUBLISHED_STATE_H_
