// The list of one moment and its formats. For published_lists.cpp and
// published_checks.cpp alone.

#ifndef ANALYZER_SERVICE_PUBLISHED_STATE_H_
#define ANALYZER_SERVICE_PUBLISHED_STATE_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
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

// The hash by which a link's own expressions find the entry (text/list_form.h).
inline std::string hash_of(const feeds::Entry& entry) {
  using feeds::IndicatorKind;
  const bool bare = entry.kind == IndicatorKind::kHost || entry.kind == IndicatorKind::kDomain ||
                    entry.kind == IndicatorKind::kIp;
  return sha256_hex(bare ? entry.value + "/" : entry.value);
}

struct PublishedLists::State {
  std::string snapshot;  // from which it was made
  Time good_until{};
  std::vector<feeds::Entry> entries;
  feeds::ListHead head;
  store::ListRange range;
  std::vector<std::pair<std::string, feeds::IndicatorKind>> hashes;  // sorted
  std::mutex mutex;
  std::map<std::string, ListFile, std::less<>> files;  // guarded by mutex
  std::shared_ptr<const std::vector<ListItem>> items;  // guarded by mutex

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

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PUBLISHED_STATE_H_
