// The Session over any Db. Internal to this layer.

#ifndef ANALYZER_STORE_SQL_SESSION_H_
#define ANALYZER_STORE_SQL_SESSION_H_

#include <memory>
#include <utility>

#include "analyzer/store/db_pool.h"
#include "analyzer/store/sql_case_parts.h"
#include "analyzer/store/sql_feeds.h"
#include "analyzer/store/sql_leases.h"
#include "analyzer/store/sql_listings.h"
#include "analyzer/store/sql_outbox.h"
#include "analyzer/store/sql_register_marks.h"
#include "analyzer/store/sql_roles.h"

namespace analyzer::store {

class SqlSession final : public Session {
 public:
  SqlSession(DbPtr db, SeqSource& seqs, Mode mode)
      : db_(std::move(db)), shared_(seqs), writes_(mode == Mode::kReadWrite) {}

  Status begin(Pace pace) override;
  using Session::begin;
  Status commit() override;
  Status rollback() override;
  Status savepoint(std::string_view name) override;
  Status release(std::string_view name) override;
  Status rollback_to(std::string_view name) override;

  Seq recorded() const override { return seqs_.recorded(); }

  Observations& observations() override { return observations_; }
  WindowLog& window_log() override { return window_log_; }
  Cases& cases() override { return cases_; }
  CaseFiles& case_files() override { return case_files_; }
  Referrals& referrals() override { return referrals_; }
  Conflicts& conflicts() override { return conflicts_; }
  Labels& labels() override { return labels_; }
  Campaigns& campaigns() override { return campaigns_; }
  Accounts& accounts() override { return accounts_; }
  Audit& audit() override { return audit_; }
  Registry& registry() override { return registry_; }
  Secrets& secrets() override { return secrets_; }
  Aliases& aliases() override { return aliases_; }
  Meta& meta() override { return meta_; }
  Retention& retention() override { return retention_; }
  FollowUps& follow_ups() override { return follow_ups_; }
  Indicators& indicators() override { return indicators_; }
  Feeds& feeds() override { return feeds_; }
  Outbox& outbox() override { return outbox_; }
  Disputes& disputes() override { return disputes_; }
  Listings& listings() override { return listings_; }
  Helpers& helpers() override { return helpers_; }
  Pictures& pictures() override { return pictures_; }
  Desk& desk() override { return desk_; }
  Objections& objections() override { return objections_; }
  Tips& tips() override { return tips_; }
  DailyCounts& daily_counts() override { return daily_counts_; }
  Visits& visits() override { return visits_; }
  Trials& trials() override { return trials_; }
  Leases& leases() override { return leases_; }
  RegisterMarks& register_marks() { return register_marks_; }
  Db& db() { return *db_; }

 private:
  // Fails without a transaction, or if the name is none.
  Status check_mark(std::string_view name) const;

  DbPtr db_;
  SeqSource& shared_;
  SessionSeqs seqs_{shared_};
  bool writes_;
  SqlObservations observations_{*db_, seqs_};
  SqlWindowLog window_log_{*db_, seqs_};
  SqlCases cases_{*db_};
  SqlCaseFiles case_files_{*db_};
  SqlReferrals referrals_{*db_};
  SqlConflicts conflicts_{*db_};
  SqlLabels labels_{*db_};
  SqlCampaigns campaigns_{*db_};
  SqlAccounts accounts_{*db_};
  SqlAudit audit_{*db_};
  SqlRegistry registry_{*db_, seqs_};
  SqlSecrets secrets_{*db_};
  SqlAliases aliases_{*db_, seqs_};
  SqlMeta meta_{*db_};
  SqlRetention retention_{*db_};
  SqlFollowUps follow_ups_{*db_};
  SqlIndicators indicators_{*db_};
  SqlFeeds feeds_{*db_};
  SqlOutbox outbox_{*db_};
  SqlDisputes disputes_{*db_};
  SqlListings listings_{*db_};
  SqlHelpers helpers_{*db_};
  SqlPictures pictures_{*db_};
  SqlDesk desk_{*db_};
  SqlObjections objections_{*db_};
  SqlTips tips_{*db_};
  SqlDailyCounts daily_counts_{*db_};
  SqlVisits visits_{*db_};
  SqlTrials trials_{*db_};
  SqlLeases leases_{*db_};
  SqlRegisterMarks register_marks_{*db_};
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_SESSION_H_
