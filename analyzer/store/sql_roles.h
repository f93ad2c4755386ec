// The roles of a Session over a Db (sql.h), one class and one .cpp each. Internal to
// this layer; the contracts stand at the abstract roles.

#ifndef ANALYZER_STORE_SQL_ROLES_H_
#define ANALYZER_STORE_SQL_ROLES_H_

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <span>

#include "analyzer/store/sql.h"
#include "analyzer/store/store.h"

namespace analyzer::store {

// Gives out numbers in the order of acceptance, shared by a store's sessions.
class SeqSource {
 public:
  Seq take() { return last_.fetch_add(1) + 1; }
  void raise_to(Seq seq) {
    Seq last = last_.load();
    while (last < seq && !last_.compare_exchange_weak(last, seq)) {
    }
  }
  Seq last() const { return last_.load(); }
  // Takes account of what the database holds, other processes' rows too; returns
  // the greatest of it.
  Result<Seq> refresh(Db& db);
  // From now on no number up to `last` is given out, whatever rows there are.
  static Status keep_floor(Db& db, Seq last);

 private:
  std::atomic<Seq> last_{0};
};

// A session's view of the numbers.
class SessionSeqs {
 public:
  explicit SessionSeqs(SeqSource& shared) : shared_(shared) {}
  Seq take() { return shared_.take(); }
  Seq last() const { return shared_.last(); }
  // A row has `seq`.
  void wrote(Seq seq) {
    shared_.raise_to(seq);
    if (recorded_ != 0) recorded_ = std::max(recorded_, seq);
  }
  // The greatest number of any row; 0 if that is not known.
  Seq recorded() const { return recorded_; }
  void set_recorded(Seq seq) { recorded_ = seq; }

 private:
  SeqSource& shared_;
  Seq recorded_ = 0;
};

class SqlObservations final : public Observations {
 public:
  SqlObservations(Db& db, SessionSeqs& seqs) : db_(db), seqs_(seqs) {}
  Result<std::optional<StoredAnswer>> find(const ObservationKey& key) override;
  Status look_ahead(const std::vector<ObservationKey>& keys) override;
  Result<std::vector<NewObservation>> following(Seq after, std::size_t limit) override;
  Result<Seq> next_seq() override;
  Result<Seq> append(const NewObservation& observation) override;
  Result<StoredObservation> get(Seq seq) override;
  Result<std::vector<ObservationSummary>> of_case(std::string_view case_id) override;
  Result<std::vector<ObservationSummary>> of_person(LinkKey person, std::size_t limit) override;
  Result<std::vector<ObservationSummary>> recent(const RecentQuery& query) override;
  Status set_case(Seq seq, std::string_view case_id) override;
  Status set_verdict(Seq seq, std::string_view verdict, double score, std::string_view case_id,
                     std::optional<Level> level) override;
  Status set_answer(Seq seq, std::string_view answer) override;
  Status set_outcome(Seq seq, const LaterOutcome& outcome) override;
  Result<std::vector<Seq>> at_place(LinkKey place, Seq after, std::size_t limit) override;
  Result<Review> review_of(Seq seq) override;

  // A transaction begins or ends.
  void forget() { absent_.clear(); }

 private:
  Status find_absent(std::span<const ObservationKey> keys);

  Db& db_;
  SessionSeqs& seqs_;
  std::set<ObservationKey> absent_;  // looked for in this transaction, and not appended since
};

class SqlWindowLog final : public WindowLog {
 public:
  SqlWindowLog(Db& db, SessionSeqs& seqs) : db_(db), seqs_(seqs) {}
  Result<Seq> append(Seq seq, const WindowChange& change) override;
  Seq last() const override { return seqs_.last(); }
  Status scan(Seq from, const Each& each) override;

 private:
  Db& db_;
  SessionSeqs& seqs_;
};

class SqlCases final : public Cases {
 public:
  explicit SqlCases(Db& db) : db_(db) {}
  Status put(const Case& c, std::optional<std::int64_t> expected) override;
  Result<std::optional<Case>> find(std::string_view id) override;
  Result<std::optional<Level>> level(std::string_view id) override;
  Result<CasePage> list(const CaseQuery& query) override;
  Result<std::optional<Case>> next(const ClaimQuery& query) override;
  Status skip(std::string_view id, std::string_view actor, Time until) override;
  Result<std::vector<Case>> lapsed(Time now, std::size_t limit) override;
  Result<std::vector<Case>> settling(Time now, std::size_t limit) override;
  Result<std::vector<Case>> done_with(Time decided, std::size_t limit) override;
  Result<std::vector<Case>> of_batch(std::string_view batch) override;
  Status mention(std::string_view id, Seq observation) override;
  Result<std::vector<Seq>> mentions(std::string_view id) override;
  Status append_event(std::string_view id, const CaseEvent& event) override;
  Result<std::vector<CaseEvent>> events(std::string_view id) override;
  Status add_links(std::string_view id, std::span<const Link> links) override;
  Result<std::vector<Link>> links(std::string_view id) override;
  Result<std::vector<std::string>> find_open_by_links(std::span<const Link> links) override;
  Result<std::vector<std::string>> find_decided_by_links(std::span<const Link> links,
                                                         std::size_t limit) override;
  Result<CaseCounts> counts() override;
  Result<CaseFigures> figures(const FigureQuery& query) override;

 private:
  Db& db_;
};

class SqlLabels final : public Labels {
 public:
  explicit SqlLabels(Db& db) : db_(db) {}
  Status append(const Label& label) override;
  Result<std::vector<Label>> of(Seq observation) override;
  Status scan(const std::function<Status(const Label&)>& each) override;

 private:
  Db& db_;
};

class SqlCampaigns final : public Campaigns {
 public:
  explicit SqlCampaigns(Db& db) : db_(db) {}
  Status put(const Campaign& campaign) override;
  Result<std::optional<Campaign>> find(std::string_view id) override;
  Result<CampaignPage> list(const CampaignQuery& query) override;
  Result<std::vector<Campaign>> parts(std::string_view id) override;
  Result<std::vector<Campaign>> recent(std::size_t limit, std::size_t offset) override;
  Status add_links(std::string_view id, std::span<const Link> links) override;
  Result<std::vector<Link>> links(std::string_view id) override;
  Status remove_links(std::string_view id, std::span<const Link> links) override;
  Result<std::vector<CampaignTie>> ties(std::span<const Link> links) override;
  Status add_sketch(std::string_view id, const Sketch& sketch) override;
  Result<std::uint32_t> sketch_count(std::string_view id) override;
  Result<std::vector<CampaignLikeness>> alike(const Sketch& sketch, double least) override;
  Status count(std::string_view id, Date day, std::uint32_t county) override;
  Result<std::vector<CampaignCount>> counts(std::string_view id) override;
  Status relate(std::string_view id, std::string_view other) override;
  Result<std::vector<std::string>> related(std::string_view id) override;
  Status set_case(std::string_view id, std::string_view bureau, std::string_view case_id) override;
  Result<std::optional<std::string>> case_of(std::string_view id, std::string_view bureau) override;
  Result<std::vector<std::string>> cases(std::string_view id) override;
  Result<std::optional<std::string>> of_case(std::string_view case_id) override;

 private:
  Result<std::vector<std::int64_t>> sharing_bands(const Sketch& sketch);

  Db& db_;
};

class SqlRegistry final : public Registry {
 public:
  SqlRegistry(Db& db, SessionSeqs& seqs) : db_(db), seqs_(seqs) {}
  Result<std::optional<StoredRegistryEvent>> find(std::string_view caller,
                                                  std::string_view event_id) override;
  Result<Seq> append(Seq seq, const RegistryEvent& event) override;
  Status set_status(Seq seq, RegistryStatus status, Time at) override;
  Result<std::vector<StoredRegistryEvent>> of_person(LinkKey person) override;

 private:
  Db& db_;
  SessionSeqs& seqs_;
};

class SqlAliases final : public Aliases {
 public:
  SqlAliases(Db& db, SessionSeqs& seqs) : db_(db), seqs_(seqs) {}
  Result<LinkKey> canonical(LinkKey key) override;
  Status join(LinkKey alias, LinkKey target) override;
  Status scan(Seq from, const std::function<Status(LinkKey alias, LinkKey target)>& each) override;

 private:
  Db& db_;
  SessionSeqs& seqs_;
};

class SqlAccounts final : public Accounts {
 public:
  explicit SqlAccounts(Db& db) : db_(db) {}
  Status put_user(const User& user, std::optional<std::int64_t> expected) override;
  Result<std::optional<User>> find_user(std::string_view id) override;
  Result<std::optional<User>> find_user_by_name(std::string_view name) override;
  Result<std::vector<User>> users() override;
  Status add_sign_in(const SignIn& sign_in) override;
  Result<std::optional<SignIn>> find_sign_in(const Digest& token_hash) override;
  Status touch_sign_in(const Digest& token_hash, Time last_seen) override;
  Status remove_sign_in(const Digest& token_hash) override;
  Status remove_sign_ins_of(std::string_view user_id) override;
  Status add_key(const ApiKey& key) override;
  Result<std::optional<ApiKey>> find_key(const Digest& hash) override;
  Result<std::vector<ApiKey>> keys() override;
  Status touch_key(std::string_view id, Time at) override;
  Status revoke_key(std::string_view id, Time at) override;
  Result<bool> use_nonce(std::string_view caller, std::string_view nonce, Time expires_at) override;
  Result<std::uint64_t> forget_expired(Time now) override;

 private:
  Db& db_;
};

class SqlAudit final : public Audit {
 public:
  explicit SqlAudit(Db& db) : db_(db) {}
  Result<std::uint64_t> append(const AuditEntry& entry) override;
  Result<std::vector<AuditRow>> list(const AuditQuery& query) override;
  Result<AuditReport> verify() override;
  Result<Head> head() override;

 private:
  Db& db_;
};

class SqlSecrets final : public Secrets {
 public:
  explicit SqlSecrets(Db& db) : db_(db) {}
  Status put(const Secret& secret) override;
  Result<std::optional<Secret>> find(std::string_view owner, std::string_view kind) override;
  Result<std::uint64_t> erase(std::string_view owner) override;

 private:
  Db& db_;
};

class SqlMeta final : public Meta {
 public:
  explicit SqlMeta(Db& db) : db_(db) {}
  Result<std::optional<std::string>> get(std::string_view name) override;
  Status set(std::string_view name, std::string_view value) override;

 private:
  Db& db_;
};

class SqlFollowUps final : public FollowUps {
 public:
  explicit SqlFollowUps(Db& db) : db_(db) {}
  Status add(Seq observation, FollowUp kind) override;
  Result<std::vector<Seq>> waiting(FollowUp kind, Seq after, std::size_t limit) override;
  Status remove(Seq observation, FollowUp kind) override;
  Result<std::uint64_t> count(FollowUp kind) override;
  Status set_explanation(Seq observation, std::string_view json) override;
  Result<std::string> explanation(Seq observation) override;

 private:
  Db& db_;
};

class SqlIndicators final : public Indicators {
 public:
  explicit SqlIndicators(Db& db) : db_(db) {}
  Result<std::uint64_t> append(const feeds::Statement& statement, std::string_view label,
                               Time arrived_at) override;
  Result<std::optional<IndicatorValue>> find(feeds::IndicatorKind kind,
                                             std::string_view value) override;
  Result<std::vector<IndicatorValue>> list(const IndicatorQuery& query) override;
  Status scan(const StatementRange& range, const Each& each) override;
  Result<std::uint64_t> count() override;
  Result<std::uint64_t> revision() override;

 private:
  Result<IndicatorValue> read_value(std::int64_t id);

  Db& db_;
};

class SqlHelpers final : public Helpers {
 public:
  explicit SqlHelpers(Db& db) : db_(db) {}
  Status put(const Helper& helper, std::optional<std::int64_t> expected) override;
  Result<std::optional<Helper>> find(std::string_view id) override;
  Result<std::vector<std::string>> known_by(const Link& link) override;
  Result<HelperPage> list(const HelperQuery& query) override;
  Status scan(const std::function<Status(const Helper&)>& each) override;
  Result<std::uint64_t> revision() override;

 private:
  Db& db_;
};

class SqlPictures final : public Pictures {
 public:
  explicit SqlPictures(Db& db) : db_(db) {}
  Status append(const PictureRow& row) override;
  Result<std::optional<PictureRow>> find(std::string_view id) override;
  Result<std::vector<std::string>> expired(Time now, std::size_t limit) override;
  Status let_go(std::string_view id) override;

 private:
  Db& db_;
};

class SqlDesk final : public Desk {
 public:
  explicit SqlDesk(Db& db) : db_(db) {}
  Status add(const DeskReport& report) override;
  Result<std::optional<DeskReport>> find(std::string_view report_id) override;
  Result<std::vector<DeskReport>> list(const DeskQuery& query) override;
  Status append(Seq report, const DeskEntry& entry) override;
  Result<std::vector<ClearNote>> clear_notes(std::size_t limit) override;
  Status seal_note(const ClearNote& entry, std::string_view sealed) override;
  Result<std::vector<DeskEntry>> entries(Seq report) override;
  Status set_callback(Seq report, Callback callback) override;
  Status set_missing(Seq report, std::string_view words) override;

 private:
  Db& db_;
};

class SqlObjections final : public Objections {
 public:
  explicit SqlObjections(Db& db) : db_(db) {}
  Status add(const Objection& objection) override;
  Result<std::optional<Objection>> find(std::string_view case_id) override;
  Result<std::vector<Objection>> about(std::string_view case_id) override;
  Result<std::vector<Objection>> list(const ObjectionQuery& query) override;
  Status set_callback(std::string_view case_id, Callback callback) override;

 private:
  Db& db_;
};

class SqlTips final : public Tips {
 public:
  explicit SqlTips(Db& db) : db_(db) {}
  Status put(const Tip& tip, std::optional<std::int64_t> expected) override;
  Result<std::optional<Tip>> find(std::string_view id) override;
  Result<TipPage> list(const TipQuery& query) override;
  Result<std::uint64_t> count(std::string_view id_prefix) override;
  Status append_event(std::string_view id, const TipEvent& event) override;
  Result<std::vector<TipEvent>> events(std::string_view id) override;

 private:
  Db& db_;
};

class SqlDailyCounts final : public DailyCounts {
 public:
  explicit SqlDailyCounts(Db& db) : db_(db) {}
  Status add(const std::vector<DailyCount>& counts) override;
  Result<std::vector<DailyCount>> list(Date from, Date to, std::string_view region) override;
  Result<std::vector<DailyCount>> signals(Date from, Date to) override;
  Result<std::vector<Countable>> uncounted(Seq after, std::size_t limit) override;
  Status decided(Time from, Time to, std::string_view region,
                 const std::function<void(const DecidedCase&)>& each) override;
  Status waiting(std::string_view region,
                 const std::function<void(const WaitingCase&)>& each) override;
  Result<std::vector<SavedAmount>> saved(Time from, Time to, std::string_view region) override;

 private:
  Db& db_;
};

class SqlVisits final : public Visits {
 public:
  explicit SqlVisits(Db& db) : db_(db) {}
  Status put(const VisitNeed& need) override;
  Result<std::optional<VisitNeed>> find(std::string_view id) override;
  Result<std::optional<VisitNeed>> open_of(LinkKey person) override;
  Result<VisitPage> list(const VisitQuery& query) override;

 private:
  Db& db_;
};

class SqlTrials final : public Trials {
 public:
  explicit SqlTrials(Db& db) : db_(db) {}
  Status put(const Trial& trial) override;
  Result<std::optional<Trial>> find(std::string_view id) override;
  Result<std::vector<Trial>> list(std::size_t limit) override;
  Result<std::optional<Trial>> in_force() override;

 private:
  Db& db_;
};

class SqlRetention final : public Retention {
 public:
  explicit SqlRetention(Db& db) : db_(db) {}
  Result<PurgeReport> purge(const PurgePolicy& policy, bool dry_run) override;
  Result<std::uint64_t> erasures() override;

 private:
  Db& db_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_ROLES_H_
