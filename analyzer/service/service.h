// The use cases of the analyzer: what machine callers, hotline agents and
// reviewers can ask of it. JSON bytes in, JSON bytes out; everything else about
// HTTP is the server's.
//
// Any number of threads may call a Service at once. Everything that writes
// passes through one sequencer thread, which commits in groups: a call that
// writes is answered only after its group is on disk, or with kUnavailable if
// it is not. Calls that take a Done return at once and answer later, on the
// sequencer's thread, which must not be kept; all others block their caller for
// some milliseconds and must not be made from an I/O thread.

#ifndef ANALYZER_SERVICE_SERVICE_H_
#define ANALYZER_SERVICE_SERVICE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/filters.h"
#include "analyzer/service/retention_rule.h"
#include "analyzer/service/spreadsheet.h"

namespace analyzer {

class Snapshot;
namespace store {
class Session;
class Store;
}  // namespace store

// One answer as JSON. `text` may be shared with the store's group.
struct Document {
  std::shared_ptr<const std::string> text;
  bool created = false;                 // 201 rather than 200
  bool replayed = false;                // Idempotency-Replayed: true
  std::optional<std::int64_t> version;  // ETag of what can be edited
};
using Done = std::function<void(Result<Document>)>;

// What can be done to a case; the body's form depends on it (openapi.yaml).
enum class CaseAction : std::uint8_t {
  kClaim,
  kRelease,
  kRenew,
  kNote,
  kDecide,
  kConfirmation,
  kReopen,
  kUndo,
  kAssign,
  kSnooze,
  kContact,
  kRecuse,
  kCheck,
  kExtension,
  kAnswerExtension,
  kArchive,
  kSaved
};

// One entry of a register that is imported (analyzer import helpers).
struct ImportedHelper {
  std::size_t line = 0;  // of its file, for errors
  std::string body;      // JSON (openapi.yaml: NewHelper)
};
struct ImportedHelpers {
  std::size_t registered = 0;
  std::size_t known = 0;  // one of its links stood under the same name and kind
  std::vector<std::pair<std::size_t, Error>> wrong;  // by line
};

// One entry of a list that is imported (analyzer import indicators).
struct ImportedIndicator {
  std::size_t line = 0;  // of its file, for errors
  std::string kind;      // word of feeds::IndicatorKind
  std::string value;
  std::string reason;
};

// What became of an imported list.
struct ImportedList {
  std::size_t listed = 0;
  std::size_t known = 0;     // said by this source before
  std::size_t innocent = 0;  // would list official or shared places
  struct Wrong {
    std::size_t line = 0;
    std::string message;
  };
  std::vector<Wrong> wrong;
};

// What is recorded of a picture that was handed in.
struct PictureFacts {
  std::string format;  // "png", "jpeg", "webp"
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};
struct PictureRecord {
  std::string id;      // "pic_..."
  std::string sha256;  // 64 hex digits
  Time received_at{};
  std::optional<Time> kept_until;  // nothing: only the hash is kept
};
struct KeptPicture {
  std::string format;
  std::string bytes;
};

// Numbers for /metrics and /readyz.
struct Health {
  bool ready = false;
  struct Check {
    std::string name;
    bool ok = false;
    std::string detail;
  };
  std::vector<Check> checks;
};
struct Counters {
  std::map<std::string, std::uint64_t> decisions;  // by decision or level
  std::uint64_t replayed = 0;
  std::uint64_t not_recorded = 0;
  std::uint64_t degraded = 0;
  std::uint64_t groups = 0;           // commits
  std::uint64_t journal_waiting = 0;  // answered from the journal, not yet in the database
  std::uint64_t queue_depth = 0;      // waiting for the sequencer now
  std::uint64_t cases_open = 0;
  std::uint64_t windows_events = 0;  // held in the windows
  std::uint64_t erased_rows = 0;     // by retention since the start
  bool retention_failing = false;    // the last try did not end
  bool parts_failing = false;        // a month's part could not be made
  double oldest_open_seconds = 0.0;
  std::string snapshot;
  std::map<std::string, std::string> models;  // name -> digest, or "absent"
  // Histogram counts of stages in microseconds: upper bounds and counts.
  struct Stage {
    std::string name;
    std::vector<std::uint64_t> counts;  // one for each of kStageBounds, then the rest
    double sum_seconds = 0.0;
  };
  std::vector<Stage> stages;
};
inline constexpr double kStageBounds[] = {5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3,
                                          2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1, 2e-1, 5e-1};

// How far the windows are at a start: completed from the log where there is a file of
// them, else made from the log alone.
struct WindowsProgress {
  bool from_file = false;
  std::uint64_t done = 0;  // changes of the log read
  std::uint64_t of = 0;    // about so many there are
  bool ready = false;      // told once, last
};

// Something that background work has to tell who runs the service: for the log.
struct Notice {
  bool problem = false;
  std::string event;   // "retention_done"
  std::string detail;  // without personal data
};

struct ServiceOptions {
  std::string root;      // folder that holds data/ and models/
  std::string store;     // path of the database file
  std::string key_file;  // created with mode 0600 if absent; empty: built-in keys
  std::string key_algorithm = "hmac-sha256";  // of a new key file
  bool synthetic_ids = false;                 // accept id numbers of region 99
  std::size_t queue_limit = 8192;             // waiting writes; above it 503
  int picture_keep_days = 0;                  // 0: of pictures only the hash is kept
  std::function<Time()> clock;                // tests may turn it
  // For `analyzer score`: decided_at is the time of the event and ids count from
  // 1, so that the same lines give the same bytes.
  bool repeatable = false;
  std::function<void(const WindowsProgress&)> on_windows;  // told while open() runs
  std::function<void(const Notice&)> on_notice;            // from any thread
  RetentionRule retention;                                 // how long what is kept
  bool background_jobs = true;  // checkpoints, lapsing holds, windows file
  // Of a database that servers share: room of the local journal (journal.h) that keeps
  // deadlines while the database is slow or away; 0: there is none.
  std::uint64_t journal_bytes = std::uint64_t{64} << 20U;
};

class CampaignWork;  // use cases with a header of their own: campaign_work.h, rule_work.h,
class RuleWork;      // visit_list.h, evidence_files.h, referral_work.h, conflict_list.h
class VisitList;
class EvidenceFiles;
class ReferralWork;
class ConflictList;

class Service {
 public:
  // Opens the store (migrating it), loads the snapshot and the windows, and
  // starts the sequencer. Fails with what failed, in words for an operator.
  static Result<std::unique_ptr<Service>> open(ServiceOptions options);

  virtual ~Service() = default;

  // -- machine callers -------------------------------------------------------
  virtual void submit_attempt(const Caller& caller, std::string_view body, bool strict,
                              Done done) = 0;
  // Body {"attempts":[...]}; answers each by its index.
  virtual void submit_attempts(const Caller& caller, std::string_view body, bool strict,
                               Done done) = 0;
  virtual void submit_report(const Caller& caller, std::string_view body, bool strict,
                             Done done) = 0;
  virtual void attempt_outcome(const Caller& caller, std::string_view attempt_id,
                               std::string_view body, bool strict, Done done) = 0;
  virtual void registry_event(const Caller& caller, std::string_view body, bool strict,
                              Done done) = 0;
  // Nothing is stored.
  virtual Result<Document> check(std::string_view body, bool strict) = 0;
  // What may be told to somebody whose certification does not go through: the fields
  // of an attempt that matter for it (openapi.yaml: HelpQuestion), of nobody in
  // particular.
  virtual Result<Document> help(std::string_view body) = 0;
  virtual Result<Document> attempt_answer(const Caller& caller, std::string_view attempt_id) = 0;
  virtual Result<Document> report_answer(const Caller& caller, std::string_view report_id) = 0;

  // -- people ------------------------------------------------------------------
  virtual Result<Document> cases(const Actor& actor, const CaseFilter& filter) = 0;
  virtual Result<Document> case_by_id(const Actor& actor, std::string_view id) = 0;
  // The ring of the case's attempts in one step or two (ring_view.h).
  virtual Result<Document> case_ring(const Actor& actor, std::string_view id, int steps) = 0;
  // Claims the next case; `text` is null where none is left. `body` may be empty.
  virtual Result<Document> next_case(const Actor& actor, std::string_view body) = 0;
  // `if_match` is the version the actor saw. Fails with kConflict if it is not
  // the present one (FieldError code "stale" tells it from other conflicts).
  virtual Result<Document> act(const Actor& actor, std::string_view case_id, CaseAction action,
                               std::int64_t if_match, std::string_view body) = 0;
  // One harmless finding for many cases or a whole campaign of reports, or what
  // that would change (`preview`); and its undoing within kUndoTime. Bodies and
  // answers: openapi.yaml, BulkDecision and BulkResult.
  virtual Result<Document> decide_many(const Actor& actor, std::string_view body) = 0;
  virtual Result<Document> undo_many(const Actor& actor, std::string_view bulk_id) = 0;
  // Without which of their signals the case's attempts would pass (clearing.h).
  virtual Result<Document> case_clearing(const Actor& actor, std::string_view id) = 0;
  // The cases of the filter, at most 5,000, and a last line that says so where there are
  // more; logged.
  virtual Result<Export> case_ledger(const Actor& actor, const CaseFilter& filter,
                                     SheetFormat format) = 0;
  // The form of one case (核查登记表) as xlsx, laid out as the printed one; logged.
  virtual Result<Export> case_form(const Actor& actor, std::string_view id) = 0;
  // data/casework.toml for the console, and to whom cases can be handed.
  virtual Result<Document> casework_words() = 0;
  virtual Result<Document> reviewers(const Actor& actor) = 0;
  // Personal detail in clear, with the reason logged.
  virtual Result<Document> subject(const Actor& actor, std::string_view case_id,
                                   std::string_view reason) = 0;
  virtual Result<Document> campaign(const Actor& actor, std::string_view id) = 0;
  virtual Result<Document> overview(const Actor& actor) = 0;
  // What came in by day and county, and what became of the cases.
  virtual Result<Document> statistics(const Actor& actor, const StatisticsFilter& filter) = 0;
  // The same as a table a sheet.
  virtual Result<Export> statistics_file(const Actor& actor, const StatisticsFilter& filter,
                                         SheetFormat format) = 0;
  virtual CampaignWork& campaign_work() = 0;
  virtual RuleWork& rule_work() = 0;
  virtual VisitList& visit_list() = 0;
  virtual EvidenceFiles& evidence_files() = 0;
  virtual ReferralWork& referral_work() = 0;
  virtual ConflictList& conflict_list() = 0;
  virtual Result<Document> audit(const Actor& actor, const AuditFilter& filter) = 0;

  // -- the hotline's desk -----------------------------------------------------------
  // Reports taken on the console.
  virtual Result<Document> desk_reports(const Actor& actor, const DeskFilter& filter) = 0;
  virtual Result<Document> desk_report(const Actor& actor, std::string_view report_id) = 0;
  // What was done about one: passed on, called back, supplemented (openapi.yaml:
  // NewDeskEntry).
  virtual Result<Document> add_desk_entry(const Actor& actor, std::string_view report_id,
                                          std::string_view body) = 0;
  // The number of a caller who is to be called back; the look is logged.
  virtual Result<Document> desk_contact(const Actor& actor, std::string_view report_id) = 0;
  // Reports of whoever rings from a number.
  virtual Result<Document> known_caller(const Actor& actor, std::string_view body) = 0;

  // -- objections (异议) ------------------------------------------------------------
  // Opens one to the finding of a case, named by its id or the receipt of an attempt
  // (openapi.yaml: NewObjection), for a person who had no part in it.
  virtual Result<Document> add_objection(const Actor& actor, std::string_view body) = 0;
  virtual Result<Document> objections(const Actor& actor, const ObjectionFilter& filter) = 0;
  // The number of who objected and is to be told; the look is logged.
  virtual Result<Document> objection_contact(const Actor& actor, std::string_view id) = 0;
  virtual Result<Document> objection_told(const Actor& actor, std::string_view id,
                                          std::string_view body) = 0;

  // -- tips on fund fraud, sealed ---------------------------------------------------
  virtual Result<Document> add_tip(const Actor& actor, std::string_view body) = 0;
  // For supervisors alone. Every look is logged; the informant is in it only with a
  // reason.
  virtual Result<Document> tips(const Actor& actor, std::string_view cursor) = 0;
  virtual Result<Document> tip(const Actor& actor, std::string_view id,
                               std::string_view reason) = 0;
  virtual Result<Document> act_on_tip(const Actor& actor, std::string_view id,
                                      std::int64_t if_match, std::string_view body) = 0;

  // -- lists ---------------------------------------------------------------------
  virtual Result<Document> official_register(const RegisterFilter& filter) = 0;
  virtual Result<Document> indicators(const IndicatorFilter& filter) = 0;
  // What the actor says about one value (openapi.yaml: NewIndicator); counts from
  // the answer on.
  virtual Result<Document> add_indicator(const Actor& actor, std::string_view body) = 0;
  // Takes in a list under the name of its source. Entries that cannot be read or
  // would list official or shared places are left out and told.
  virtual Result<ImportedList> import_indicators(const std::string& source,
                                                 const std::vector<ImportedIndicator>& list) = 0;

  // Hands numbers, accounts and contacts that persons of ours confirmed to police or an
  // operator, in clear, and records on what ground (openapi.yaml: NewHandover).
  virtual Result<Document> hand_over(const Caller& caller, std::string_view body) = 0;
  virtual Result<Document> handovers() = 0;
  // One link for a citizen: level, official or not, one sentence. Stored as a report
  // only where the body asks for it (openapi.yaml: UrlQuestion).
  virtual void check_url(const Caller& caller, std::string_view body, Done done) = 0;
  // Makes count what was written to the store's indicators by others than the calls
  // above. Takes some 100 µs for a few statements, about 2 µs for each of many.
  virtual Status refresh_indicators() = 0;

  // -- the register of helpers ------------------------------------------------------
  // A registration counts from the answer on. A reviewer proposes; a second
  // reviewer or supervisor registers at once, changes (the whole body is replaced;
  // links are kept by their id), confirms what another proposed, and revokes.
  // `if_match` as in act().
  virtual Result<Document> helpers(const Actor& actor, const HelperFilter& filter) = 0;
  virtual Result<Document> helper(const Actor& actor, std::string_view id) = 0;
  virtual Result<Document> add_helper(const Actor& actor, std::string_view body) = 0;
  virtual Result<Document> change_helper(const Actor& actor, std::string_view id,
                                         std::int64_t if_match, std::string_view body) = 0;
  virtual Result<Document> confirm_helper(const Actor& actor, std::string_view id,
                                          std::int64_t if_match) = 0;
  virtual Result<Document> revoke_helper(const Actor& actor, std::string_view id,
                                         std::int64_t if_match, std::string_view reason) = 0;
  // What the attempts of a case propose to register.
  virtual Result<Document> helper_proposal(const Actor& actor, std::string_view case_id) = 0;
  // Takes in a register under the name of its source, which stands as the person
  // who registered.
  virtual Result<ImportedHelpers> import_helpers(const std::string& source,
                                                 const std::vector<ImportedHelper>& list) = 0;

  // -- pictures (pictures.h reads them) --------------------------------------------
  // Records a picture's hash and, for picture_keep_days, the picture, encrypted.
  // On disk once it returns.
  virtual Result<PictureRecord> record_picture(const std::string& owner, const PictureFacts& facts,
                                               std::string_view bytes) = 0;
  // A picture that is still kept, with the look at it logged.
  virtual Result<KeptPicture> kept_picture(const Actor& actor, std::string_view id,
                                           std::string_view reason) = 0;

  // -- operation -----------------------------------------------------------------
  virtual store::Store& store() = 0;  // for accounts, which keep their own use cases
  // Runs `work` on the sequencer's thread within its next group (for writes of
  // accounts); `work` gets the writing session. Blocks until it is on disk.
  virtual Status write(const std::function<Status(store::Session&)>& work) = 0;
  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
  // Builds and publishes a new snapshot; on failure the old one stays.
  virtual Status reload() = 0;
  virtual Health health() = 0;
  virtual Counters counters() = 0;
  virtual Time now() const = 0;
  // Whether this server does `job` now. Of servers that share a database one does at a
  // time, until drop_job() or its end; without one the answer is yes. May write; not for
  // the sequencer's thread.
  virtual bool does_job(std::string_view /*job*/) { return true; }
  virtual void drop_job(std::string_view /*job*/) {}
  // One round of what is done in the background: holds that lapse, pictures whose
  // time is over, answers that
  // are judged again, explanations. The background thread calls it by itself;
  // for those who opened the service without one.
  virtual void tend() = 0;
  // Finishes what was accepted, saves the windows, checkpoints.
  virtual void stop() = 0;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SERVICE_H_
