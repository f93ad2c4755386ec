// The Service's parts in one place: what they share and which of them answers
// which call. Only the service's own files include this.

#ifndef ANALYZER_SERVICE_SERVICE_IMPL_H_
#define ANALYZER_SERVICE_SERVICE_IMPL_H_

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/follower.h"
#include "analyzer/service/helper_index.h"
#include "analyzer/service/ids.h"
#include "analyzer/service/keys.h"
#include "analyzer/service/seal.h"
#include "analyzer/service/sequencer.h"
#include "analyzer/service/service.h"
#include "analyzer/service/turns.h"
#include "analyzer/wire/parse.h"
#include "feeds/index.h"

namespace analyzer {

// What the service counts, by words; each counter is its own atomic.
struct Tally {
  std::array<std::atomic<std::uint64_t>, kNames<Decision>.size()> decisions{};
  std::array<std::atomic<std::uint64_t>, kNames<Level>.size()> levels{};
  std::atomic<std::uint64_t> replayed{0};
  std::atomic<std::uint64_t> not_recorded{0};
  std::atomic<std::uint64_t> degraded{0};
};

class Deadlines;
class ListRules;
class PartsTender;
class RetentionJob;
class StoreProbe;

class ServiceImpl final : public Service {
 public:
  ServiceImpl(ServiceOptions options, SiteKeys keys, std::unique_ptr<store::Store> store);
  ~ServiceImpl() override;
  // Loads snapshot and windows, starts the sequencer and the jobs.
  Status start();

  void submit_attempt(const Caller& caller, std::string_view body, bool strict, Done done) override;
  void submit_attempts(const Caller& caller, std::string_view body, bool strict,
                       Done done) override;
  void submit_report(const Caller& caller, std::string_view body, bool strict, Done done) override;
  void attempt_outcome(const Caller& caller, std::string_view attempt_id, std::string_view body,
                       bool strict, Done done) override;
  void registry_event(const Caller& caller, std::string_view body, bool strict, Done done) override;
  Result<Document> check(std::string_view body, bool strict) override;
  Result<Document> help(std::string_view body) override;
  Result<Document> attempt_answer(const Caller& caller, std::string_view attempt_id) override;
  Result<Document> report_answer(const Caller& caller, std::string_view report_id) override;

  Result<Document> cases(const Actor& actor, const CaseFilter& filter) override;
  Result<Document> case_by_id(const Actor& actor, std::string_view id) override;
  Result<Document> case_ring(const Actor& actor, std::string_view id, int steps) override;
  Result<Document> next_case(const Actor& actor, std::string_view body) override;
  Result<Document> act(const Actor& actor, std::string_view case_id, CaseAction action,
                       std::int64_t if_match, std::string_view body) override;
  Result<Document> decide_many(const Actor& actor, std::string_view body) override;
  Result<Document> undo_many(const Actor& actor, std::string_view bulk_id) override;
  Result<Document> case_clearing(const Actor& actor, std::string_view id) override;
  Result<Export> case_ledger(const Actor& actor, const CaseFilter& filter,
                             SheetFormat format) override;
  Result<Export> case_form(const Actor& actor, std::string_view id) override;
  Result<Document> casework_words() override;
  Result<Document> reviewers(const Actor& actor) override;
  Result<Document> subject(const Actor& actor, std::string_view case_id,
                           std::string_view reason) override;
  Result<Document> campaign(const Actor& actor, std::string_view id) override;
  Result<Document> overview(const Actor& actor) override;
  Result<Document> statistics(const Actor& actor, const StatisticsFilter& filter) override;
  Result<Export> statistics_file(const Actor& actor, const StatisticsFilter& filter,
                                 SheetFormat format) override;
  CampaignWork& campaign_work() override { return *campaign_work_; }
  RuleWork& rule_work() override { return *rule_work_; }
  VisitList& visit_list() override { return *visit_list_; }
  EvidenceFiles& evidence_files() override { return *evidence_files_; }
  ReferralWork& referral_work() override { return *referral_work_; }
  ConflictList& conflict_list() override { return *conflict_list_; }
  Result<Document> audit(const Actor& actor, const AuditFilter& filter) override;

  Result<Document> desk_reports(const Actor& actor, const DeskFilter& filter) override;
  Result<Document> desk_report(const Actor& actor, std::string_view report_id) override;
  Result<Document> add_desk_entry(const Actor& actor, std::string_view report_id,
                                  std::string_view body) override;
  Result<Document> desk_contact(const Actor& actor, std::string_view report_id) override;
  Result<Document> known_caller(const Actor& actor, std::string_view body) override;

  Result<Document> add_objection(const Actor& actor, std::string_view body) override;
  Result<Document> objections(const Actor& actor, const ObjectionFilter& filter) override;
  Result<Document> objection_contact(const Actor& actor, std::string_view id) override;
  Result<Document> objection_told(const Actor& actor, std::string_view id,
                                  std::string_view body) override;

  Result<Document> add_tip(const Actor& actor, std::string_view body) override;
  Result<Document> tips(const Actor& actor, std::string_view cursor) override;
  Result<Document> tip(const Actor& actor, std::string_view id, std::string_view reason) override;
  Result<Document> act_on_tip(const Actor& actor, std::string_view id, std::int64_t if_match,
                              std::string_view body) override;

  Result<Document> official_register(const RegisterFilter& filter) override;
  Result<Document> indicators(const IndicatorFilter& filter) override;
  Result<Document> add_indicator(const Actor& actor, std::string_view body) override;
  Result<ImportedList> import_indicators(const std::string& source,
                                         const std::vector<ImportedIndicator>& list) override;
  Result<Document> hand_over(const Caller& caller, std::string_view body) override;
  Result<Document> handovers() override;
  void check_url(const Caller& caller, std::string_view body, Done done) override;
  Status refresh_indicators() override;

  Result<Document> helpers(const Actor& actor, const HelperFilter& filter) override;
  Result<Document> helper(const Actor& actor, std::string_view id) override;
  Result<Document> add_helper(const Actor& actor, std::string_view body) override;
  Result<Document> change_helper(const Actor& actor, std::string_view id, std::int64_t if_match,
                                 std::string_view body) override;
  Result<Document> confirm_helper(const Actor& actor, std::string_view id,
                                  std::int64_t if_match) override;
  Result<Document> revoke_helper(const Actor& actor, std::string_view id, std::int64_t if_match,
                                 std::string_view reason) override;
  Result<Document> helper_proposal(const Actor& actor, std::string_view case_id) override;
  Result<ImportedHelpers> import_helpers(const std::string& source,
                                         const std::vector<ImportedHelper>& list) override;

  Result<PictureRecord> record_picture(const std::string& owner, const PictureFacts& facts,
                                       std::string_view bytes) override;
  Result<KeptPicture> kept_picture(const Actor& actor, std::string_view id,
                                   std::string_view reason) override;

  store::Store& store() override { return *store_; }
  Status write(const std::function<Status(store::Session&)>& work) override;
  std::shared_ptr<const Snapshot> snapshot() const override;
  // What data/ and models/ say, with the policy that was switched on after a trial.
  // Where its values do not fit, `problem` says so and the file alone holds.
  Result<std::shared_ptr<const Snapshot>> load_snapshot(std::string& problem);
  Status reload() override;
  Health health() override;
  Counters counters() override;
  Time now() const override { return options_.clock(); }
  bool does_job(std::string_view job) override { return turns_ == nullptr || turns_->has(job); }
  void drop_job(std::string_view job) override {
    if (turns_ != nullptr) turns_->drop(job);
  }
  void tend() override;
  void stop() override;

  // -- for the service's own files ------------------------------------------------
  const ServiceOptions& options() const { return options_; }
  const SiteKeys& keys() const { return keys_; }
  IdSource& ids() { return ids_; }
  Tally& tally() { return tally_; }
  ListRules& list_rules() { return *list_rules_; }
  Sequencer& sequencer() { return *sequencer_; }
  Deadlines* deadlines() { return deadlines_.get(); }
  // Makes the windows forget what was erased since, by whomever. From any thread.
  Status forget_erased();
  void notice(bool problem, std::string event, std::string detail) const {
    if (options_.on_notice) options_.on_notice({problem, std::move(event), std::move(detail)});
  }
  // Whether a shared database has not answered for some seconds.
  bool database_is_away() const { return follower_ != nullptr && !follower_->up_to_date(); }
  // A person's canonical key; on the sequencer's thread only.
  LinkKey canonical(LinkKey key) const;
  Status join_person(Writing& writing, LinkKey alias, LinkKey target);
  // What our register of helpers holds of the attempt's links.
  std::vector<Registration> registered(const AttemptEvent& event) const;

  using Reading = std::unique_ptr<store::Session>;
  Result<Reading> reading() { return store_->open_session(store::Mode::kReadOnly); }

 private:
  Result<Document> summary_document(const Case& c);
  // The personal detail kept of one observation of a case, or null.
  Result<json::Value> open_secret(store::Session& session, std::string_view case_id,
                                  const std::string& observation_id);
  Status load_windows();
  // Takes over the aliases that are new since number `from`.
  Status read_aliases(store::Session& session, store::Seq from);
  Status check_key();
  // What a database that servers share says of itself; makes it where it is new.
  Status know_database();
  // Makes the index of the helpers anew, for the next attempt.
  Status publish_helpers();
  Result<Document> helper_document(const store::Helper& helper);
  // Writes what `edit` makes of one helper; it returns what the audit log says.
  Result<Document> edit_helper(
      const Actor& actor, std::string_view id, std::int64_t if_match, const char* action,
      const std::function<Result<std::string>(store::Helper&, Time)>& edit);
  void jobs();  // body of the background thread
  void do_jobs(int tick);
  // The decrypted part of a tip; empty where there is none.
  Result<json::Object> opened_tip(store::Session& session, std::string_view id, const char* kind);
  void count_days();
  void seal_desk_notes();
  void lapse_holds();
  void settle_decisions();
  void draw_spot_checks();
  void archive_cases();
  void let_pictures_go();
  void follow_up();
  void look_back_on_lists();
  void judge_again(store::FollowUp why);
  void explain_cases();
  Result<std::string> explanation_of(store::Seq seq, const Snapshot& snapshot);
  std::vector<store::Seq> waiting(store::FollowUp kind, store::Seq after);
  // Beside a database's file; for a shared one beside the key file, by the database.
  std::string windows_path() const;
  // Takes over what other servers of a shared database did. Fails if it is away.
  Status follow_others();
  // Whether the store can be read and written.
  bool add_store_checks(Health& health);
  void make_probe();

  ServiceOptions options_;
  SiteKeys keys_;
  IdSource ids_;
  Tally tally_;
  std::unique_ptr<store::Store> store_;
  std::mutex publish_mutex_;             // taken before snapshot_mutex_
  std::uint64_t published_through_ = 0;  // number of a statement; guarded by publish_mutex_
  mutable std::mutex snapshot_mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const feeds::IndicatorIndex> indicators_;  // guarded by snapshot_mutex_
  std::shared_ptr<const HelperIndex> helper_index_;          // guarded by snapshot_mutex_
  std::string reload_problem_;                               // of the last reload that failed
  std::unordered_map<Link, LinkKey, LinkHash> aliases_;
  std::string database_;  // id of a shared one; empty for a file
  // What was published last (Helpers::revision()).
  std::atomic<std::uint64_t> helpers_revision_{0};
  std::string policy_in_force_;  // id of the trial; guarded by snapshot_mutex_
  std::unique_ptr<Sequencer> sequencer_;
  std::unique_ptr<Turns> turns_;                       // of a shared database
  std::chrono::steady_clock::time_point prolonged_{};  // by the follower
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<Deadlines> deadlines_;  // null: none are kept

  std::unique_ptr<ListRules> list_rules_;
  std::unique_ptr<CampaignWork> campaign_work_;
  std::unique_ptr<RuleWork> rule_work_;
  std::unique_ptr<VisitList> visit_list_;
  std::unique_ptr<EvidenceFiles> evidence_files_;
  std::unique_ptr<ReferralWork> referral_work_;
  std::unique_ptr<ConflictList> conflict_list_;

  // Of the last try to judge degraded answers again.
  std::string tended_models_;
  Time tended_at_{};

  std::mutex jobs_mutex_;
  std::condition_variable jobs_wake_;
  bool jobs_stop_ = false;
  std::thread jobs_thread_;
  std::mutex erasures_mutex_;                // one at a time forgets
  std::atomic<std::uint64_t> erasures_ = 0;  // Retention::erasures() that the windows know of
  std::unique_ptr<StoreProbe> probe_;
  std::unique_ptr<PartsTender> parts_;
  std::unique_ptr<RetentionJob> retention_;
};

// The keys of a service over `store`. A shared database takes no new ones once it has
// some: fails with kInvalid or kNotFound, saying what to do.
Result<SiteKeys> keys_for(const ServiceOptions& options, store::Store& store);

// The answer whose `text` is `json`.
Document document(std::string json);

// Parses a request body, or fails with kInvalid without fields (400).
Result<json::Value> parse_body(std::string_view body);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SERVICE_IMPL_H_
