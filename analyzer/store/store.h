// A Store keeps observations, answers, cases, labels, accounts and the audit
// log; a Session is one connection to it. What is committed survives kill -9
// and power loss; what is not is gone.
//
// A Store may be used by any number of threads at once; a Session by one at a
// time. Sessions must end before their Store.
//
// Example:
//   auto store = open_sqlite_store("data.db", {});
//   auto session = (*store)->open_session(Mode::kReadWrite);
//   Session& s = **session;
//   Status status = s.begin();
//   Result<Seq> seq = s.observations().append(observation);
//   if (seq) status = s.commit(); else status = s.rollback();
//
// Every call fails with kUnavailable when the disk is full, not readable or
// another process holds the database too long (nothing was changed; it may be
// tried again), and with kCorrupt when what is stored is broken.

#ifndef ANALYZER_STORE_STORE_H_
#define ANALYZER_STORE_STORE_H_

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/store/accounts.h"
#include "analyzer/store/audit.h"
#include "analyzer/store/campaigns.h"
#include "analyzer/store/case_files.h"
#include "analyzer/store/cases.h"
#include "analyzer/store/changes.h"
#include "analyzer/store/conflicts.h"
#include "analyzer/store/daily_counts.h"
#include "analyzer/store/desk.h"
#include "analyzer/store/disputes.h"
#include "analyzer/store/feeds.h"
#include "analyzer/store/findings.h"
#include "analyzer/store/follow_ups.h"
#include "analyzer/store/helpers.h"
#include "analyzer/store/indicators.h"
#include "analyzer/store/keeping.h"
#include "analyzer/store/leases.h"
#include "analyzer/store/listings.h"
#include "analyzer/store/objections.h"
#include "analyzer/store/observations.h"
#include "analyzer/store/outbox.h"
#include "analyzer/store/pace.h"
#include "analyzer/store/pictures.h"
#include "analyzer/store/referrals.h"
#include "analyzer/store/tips.h"
#include "analyzer/store/trials.h"
#include "analyzer/store/visits.h"
#include "analyzer/store/window_log.h"

namespace analyzer::store {

enum class Mode : std::uint8_t { kReadWrite, kReadOnly };

class Session {
 public:
  virtual ~Session() = default;

  // Starts a transaction. A read-write session holds the right to write from
  // here on and waits for it, up to the busy time; a read-only one sees one
  // state of the database until its end. Calls outside a transaction are
  // transactions of their own.
  //
  // With Pace::kGroup writes may be sent together, later; commit() then fails with
  // kConflict, kNotFound or kInvalid if one of them was refused, and the same work
  // may be repeated with Pace::kStep, which tells which.
  //
  // Fails with kConflict if one is open.
  virtual Status begin(Pace pace) = 0;
  Status begin() { return begin(Pace::kStep); }
  // Makes everything since begin() durable. If it fails, everything since
  // begin() is undone and no transaction is open.
  virtual Status commit() = 0;
  // Undoes everything since begin(). No effect without a transaction.
  virtual Status rollback() = 0;

  // A named point inside a transaction; names are [a-z0-9_], may be nested.
  virtual Status savepoint(std::string_view name) = 0;
  virtual Status release(std::string_view name) = 0;
  // Undoes what came after the savepoint and ends it.
  virtual Status rollback_to(std::string_view name) = 0;

  // Of a read-write session in a transaction: the greatest number (Seq) in the
  // database, whoever recorded it. 0: not known, because something was undone, or
  // nothing is recorded yet.
  virtual Seq recorded() const = 0;

  virtual Observations& observations() = 0;
  virtual WindowLog& window_log() = 0;
  virtual Cases& cases() = 0;
  virtual CaseFiles& case_files() = 0;
  virtual Referrals& referrals() = 0;
  virtual Conflicts& conflicts() = 0;
  virtual Labels& labels() = 0;
  virtual Campaigns& campaigns() = 0;
  virtual Accounts& accounts() = 0;
  virtual Audit& audit() = 0;
  virtual Registry& registry() = 0;
  virtual Secrets& secrets() = 0;
  virtual Aliases& aliases() = 0;
  virtual Meta& meta() = 0;
  virtual Retention& retention() = 0;
  virtual FollowUps& follow_ups() = 0;
  virtual Indicators& indicators() = 0;
  virtual Feeds& feeds() = 0;
  virtual Outbox& outbox() = 0;
  virtual Disputes& disputes() = 0;
  virtual Listings& listings() = 0;
  virtual Helpers& helpers() = 0;
  virtual Pictures& pictures() = 0;
  virtual Desk& desk() = 0;
  virtual Objections& objections() = 0;
  virtual Tips& tips() = 0;
  virtual DailyCounts& daily_counts() = 0;
  virtual Visits& visits() = 0;
  virtual Trials& trials() = 0;
  virtual Leases& leases() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  virtual Result<std::unique_ptr<Session>> open_session(Mode mode) = 0;

  // Copies the whole store to a new file at `path` while it is in use; the copy
  // is one state of the database. Fails with kConflict if `path` exists.
  virtual Status backup(const std::string& path) = 0;

  // Moves what was committed from the write-ahead log into the database. Off
  // the commit path: call it from a thread of its own, every second or so.
  // Commits go on meanwhile.
  virtual Status checkpoint() = 0;

  // What tells that another server wrote; null if nobody shares the database.
  virtual std::unique_ptr<Changes> changes() const = 0;

  // Number of the last migration.
  virtual int schema_version() const = 0;

  // Reads everything and checks structure, indexes and references. Fails with
  // kCorrupt, naming the first things wrong. Takes seconds a gigabyte.
  virtual Status verify() = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_STORE_H_
