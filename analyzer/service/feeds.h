// The lists that come in: when each is fetched, what of it counts, and what waits for
// a person. A list that cannot be had or read changes nothing: what it said last goes
// on to count until it expires.
//
// A list is held, and nothing of it counts anew, where it lost much of its entries, is
// many times as long as before, or lists official places or shared platforms
// (data/feeds.toml); a person then takes it or leaves it.
//
// Administrators set lists up in the console too, as data/feeds.toml does; where both have a
// name, the file's counts. A list of theirs is fetched only once a dry run has shown what it
// would change, and again after its address or format changed. The key it is fetched with is
// kept encrypted, shown to nobody, and dropped when the address changes.
//
// Any number of threads may call at once; of one list only one run goes on at a time.

#ifndef ANALYZER_SERVICE_FEEDS_H_
#define ANALYZER_SERVICE_FEEDS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/feed_config.h"
#include "analyzer/service/feed_fetch.h"
#include "analyzer/service/feed_runs.h"
#include "analyzer/service/rounds.h"
#include "analyzer/service/service.h"
#include "analyzer/store/feeds.h"
#include "feeds/reader.h"

namespace analyzer {

struct FeedDiff;
class EntrySpool;
class FeedPlan;
class NamedValues;

// The right to take in one list, among servers that share a database, for its scope.
class ListTurn {
 public:
  ListTurn(Service& service, const std::string& list)
      : service_(service), job_("list." + list), ours_(service.does_job(job_)) {}
  ~ListTurn() {
    if (ours_) service_.drop_job(job_);
  }
  ListTurn(const ListTurn&) = delete;
  ListTurn& operator=(const ListTurn&) = delete;
  explicit operator bool() const { return ours_; }

 private:
  Service& service_;
  const std::string job_;
  const bool ours_;
};

class Feeds {
 public:
  // Both must outlive it. `config` is usually load_feeds() of data/feeds.toml.
  Feeds(Service& service, Fetcher& fetcher, FeedsConfig config);
  ~Feeds();  // stops
  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;

  // Fetches what is due or asked for in a thread of its own until stop(), which breaks
  // off a fetch that goes on; what of a list was written by then counts with the next
  // start.
  void start();
  void stop();
  // Takes lists and limits anew; runs that go on finish by the old ones.
  void configure(FeedsConfig config);

  // Fetches every list that is due now, one after the other.
  void run_due();

  // Fetches one list and says what came of it (openapi.yaml: SourceStatus); `dry` changes
  // nothing, not even its state. Fails with kNotFound for an unknown name; that the list
  // could not be had is an answer (state "failed"). Takes as long as the fetch does.
  Result<Document> run(std::string_view name, bool dry);
  // The same in the thread of start(): answers at once (openapi.yaml: SourceRun), and
  // by run_state() how far it is.
  Result<Document> ask_run(const Actor& actor, std::string_view name, bool dry);
  Result<Document> run_state(std::string_view name, std::string_view run) const;
  // Runs what was asked for; for those who did not start().
  void run_asked();

  // Takes what is held or leaves it: body {"accept": true, "digest": …, "reason": …},
  // the digest that sources() shows as held_digest. Done in the thread of start(), as a long
  // list takes minutes: answers like ask_run() (openapi.yaml: SourceRun). Fails with kNotFound
  // if nothing is held, with kConflict (code "stale") if something else is by now; if that
  // comes about until it is done, the run fails.
  Result<Document> decide(const Actor& actor, std::string_view name, std::string_view body);

  // All lists with how they stand (openapi.yaml: SourceList), and those that are set up no
  // more while something of them counts.
  Result<Document> sources();

  // Sets up a list in the console, or with `if_match` changes the one of this name: body as
  // openapi.yaml: SourceFields; what it does not name stays as it is. Fails with kInvalid,
  // naming every field that is wrong (code "of_file", "taken", "dry_run" ...), with kConflict
  // where data/feeds.toml has the name or, code "stale", it was changed meanwhile.
  Result<Document> set(const Actor& actor, std::string_view name,
                       std::optional<std::int64_t> if_match, std::string_view body);
  // Takes it out of the console; what it said counts until it ends or is withdrawn.
  Result<Document> remove(const Actor& actor, std::string_view name, std::int64_t if_match,
                          std::string_view reason);
  // Takes back all that a list said which is not fetched any more: body {"reason"}. Done in
  // the thread of start(), like decide(). Fails with kConflict for one that is.
  Result<Document> withdraw(const Actor& actor, std::string_view name, std::string_view body);

 private:
  struct Taken;
  enum class Why : std::uint8_t { kDue, kAsked, kDry };

  std::shared_ptr<const FeedsConfig> config() const;
  std::shared_ptr<const FeedsConfig> from_file() const;
  Status merge();
  Result<store::FeedRow> console_row(std::string_view name);
  Result<std::optional<std::string>> tried(const std::string& name);
  Status note_tried(const FeedConfig& feed);
  Status check_tried(const FeedConfig& feed);
  // A list counts for every region: require_site() of who sets it up or decides about it.
  Status check_site(const Actor& actor);
  Result<json::Object> source_view(store::Session& session, const FeedsConfig& all,
                                   const FeedConfig& feed);
  Result<Document> source(std::string_view name);
  Result<std::vector<std::string>> removed_names();
  void count_removed();
  Result<std::size_t> entries_of(const std::string& name);
  Result<json::Object> run_withdrawal(const std::string& name, const FeedWithdrawal& withdrawal,
                                      RunProgress& progress);
  Result<FeedConfig> find(std::string_view name) const;
  Result<json::Object> state_of(const std::string& name);
  Status keep_state(const std::string& name, const json::Object& state);
  Result<json::Object> run_feed(const FeedConfig& feed, Why why, RunProgress& progress);
  Result<Taken> take(const FeedConfig& feed, const json::Object& state, json::Object& next,
                     RunProgress& progress);
  Result<Fetched> take_list(const FeedConfig& feed, const FetchRequest& request,
                            feeds::Reader& reader, RunProgress& progress);
  Status take_pages(const FeedConfig& feed, FetchRequest request, const feeds::Sink& sink,
                    RunProgress& progress);
  Status judge(const FeedConfig& feed, Taken& taken, bool dry, json::Object& next,
               RunProgress& progress);
  Result<FeedDiff> compare(const FeedConfig& feed, FeedPlan& plan, EntrySpool& spool);
  Status apply(const FeedConfig& feed, FeedPlan& plan, const FeedDiff& diff, EntrySpool& spool,
               RunProgress& progress);
  // The state of the list whose held one is decided about. Fails as decide() does.
  Result<json::Object> held_state(const FeedConfig& feed, const std::string& digest);
  Result<json::Object> run_decision(const FeedConfig& feed, const FeedDecision& decision,
                                    RunProgress& progress);
  Status take_held(const FeedConfig& feed, json::Object& state, RunProgress& progress);

  Service& service_;
  Fetcher& fetcher_;
  mutable std::mutex mutex_;  // guards file_ and config_
  std::shared_ptr<const FeedsConfig> file_;
  std::shared_ptr<const FeedsConfig> config_;  // with what the console set
  std::mutex run_mutex_;                       // one run at a time
  FeedRuns runs_;
  Rounds rounds_;  // last: its thread uses all of the above
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEEDS_H_
