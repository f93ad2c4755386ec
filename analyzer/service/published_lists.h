// The lists that go out: what persons of ours confirmed and what is in force now, in
// every format, from memory; and what changed since a consumer asked last.
//
// Only links, folders, hosts, domains, addresses, what QR codes say and fingerprints of texts go
// out, with neither reason nor name; what carries a number of somebody's is left out, and so is
// a code that pays somebody.
//
// What a consumer sees of it is its ListView: of one with a delay an entry stands on the list,
// among the changes and in the collection only so long after it came there; one that left it
// before was never there. What leaves the list leaves it for everybody at once.
//
// Any number of threads may call at once. A call may wait for the store where
// something changed since the last one: only what was said since is read, and the list
// is made from it in memory and compared with what stood there (about 5 µs an entry that
// goes out).

#ifndef ANALYZER_SERVICE_PUBLISHED_LISTS_H_
#define ANALYZER_SERVICE_PUBLISHED_LISTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/list_view.h"
#include "analyzer/service/service.h"
#include "analyzer/store/feeds.h"
#include "feeds/entry.h"
#include "feeds/precedence.h"

namespace analyzer {

// One list in one format.
struct ListFile {
  std::shared_ptr<const std::string> bytes;
  std::shared_ptr<const std::string> gzip;
  std::string content_type;
  std::string etag;    // with its quotes; of the bytes, so the same after a restart
  std::string cursor;  // for changes(): what came after this file
  Time last_modified{};
};

// The one list there is by now.
inline constexpr std::string_view kConfirmedList = "confirmed";
// What follows a list's name and a dot.
inline constexpr std::string_view kListExtensions[] = {
    "txt", "csv",     "json",      "hosts",     "dnsmasq",
    "rpz", "adblock", "stix.json", "misp.json", "prefixes"};

// One value as it came onto the list, changed there or left it last.
struct ListItem {
  Time at{};
  std::uint64_t number = 0;  // grows with `at`
  bool removed = false;
  feeds::Entry entry;
};

class PublishedLists {
 public:
  // `issuer` is who stands behind the lists; the service must outlive them.
  PublishedLists(Service& service, std::string issuer);
  ~PublishedLists();

  // Makes the list anew if anything changed, so that whoever is told of changes hears.
  Status refresh();

  // The file of a name such as "confirmed.stix.json". Fails with kNotFound.
  Result<ListFile> file(std::string_view name, const ListView& view = {});

  // What came onto the list and what left it since `cursor` (empty: since its
  // beginning), at most `limit` changes, with the cursor to go on from. Fails with
  // kNotFound; code "gone" where the changes are not kept any more or the cursor is of another
  // view: the whole list must be read again.
  Result<Document> changes(std::string_view list, std::string_view cursor, int limit,
                           const ListView& view = {});

  // The whole hashes that begin with one of the prefixes in `body` (openapi.yaml:
  // HashSearch): so a caller learns whether its link is listed without telling it.
  Result<Document> search(std::string_view body, const ListView& view = {});

  // Every value that stands on the list, and those that left it as far as that is kept,
  // by (at, number). Made when it is first asked for after a change.
  Result<std::shared_ptr<const std::vector<ListItem>>> items(const ListView& view = {});
  const std::string& issuer() const { return issuer_; }

  // Which export holds the value or covers it, by reading each as its consumers do; ""
  // if none does. Takes a pass over the list for each format.
  Result<std::string> held_by(feeds::IndicatorKind kind, const std::string& value);

  // The lists with their formats and counts, for the console.
  Result<Document> lists(const ListView& view = {});

 private:
  struct State;
  struct Face;
  using Value = std::pair<feeds::IndicatorKind, std::string>;
  Result<std::shared_ptr<State>> state();
  Result<std::shared_ptr<Face>> face(const ListView& view);
  Result<std::shared_ptr<Face>> make_face(const State& state, const ListView& view);
  Result<Document> seen_changes(const ListView& view, std::string_view cursor, int limit);
  Status record(State& state);
  Status read_said();
  Result<std::map<std::string, std::string>> account_regions();
  Result<std::map<Value, std::string>> case_deciders();
  Result<std::vector<store::ListChange>> all_changes();

  Service& service_;
  std::string issuer_;
  std::mutex mutex_;  // guards what follows; one refresh at a time
  std::shared_ptr<State> state_;
  // What persons said and lists allow, by kind and value, up to one statement's number.
  std::map<Value, feeds::Ledger> said_;
  std::uint64_t said_through_ = 0;
};

// What of all that was said about one value goes out at `now`, if anything; its source is who
// confirmed it.
// `*good_until` is moved to the next moment at which that may change by itself, if it
// is sooner.
std::optional<feeds::Entry> confirmed_entry(const feeds::Ledger& ledger, const Snapshot& snapshot,
                                            Time now, Time* good_until);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_PUBLISHED_LISTS_H_
