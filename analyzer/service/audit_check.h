// Proving the audit log's chain for who looks after it: asked for at the console, read
// piece by piece on a thread of its own, so that a log of millions of entries holds
// nobody up.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_AUDIT_CHECK_H_
#define ANALYZER_SERVICE_AUDIT_CHECK_H_

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"
#include "analyzer/store/audit_walk.h"

namespace analyzer {

class AuditCheck {
 public:
  // `service` must outlive it.
  explicit AuditCheck(Service& service) : service_(service) {}
  ~AuditCheck() { stop(); }
  AuditCheck(const AuditCheck&) = delete;
  AuditCheck& operator=(const AuditCheck&) = delete;

  // Begins a check, of which the body may tell a number and hash that were written down
  // earlier (openapi.yaml: AuditSeal): then it is told whether that entry still is the
  // same, which shows a log that was made anew as a whole. One that runs already is
  // answered instead. What came of it is an entry of the log ("audit.check").
  Result<Document> start(const Actor& actor, std::string_view body);
  // How far the check is, or how the last one ended, on whichever server
  // (AuditCheckState).
  Result<Document> state(const Actor& actor);

  // Ends a check that runs. Called by the destructor.
  void stop();

 private:
  struct Seal {
    std::uint64_t number = 0;
    std::string hash;  // 64 hex digits
  };
  struct Progress {
    bool running = false;
    Time started_at{};
    std::string by;
    std::uint64_t through = 0;
    std::uint64_t of = 0;
  };

  static Result<std::optional<Seal>> read_seal(std::string_view body);
  void run(const Actor& actor, const std::optional<Seal>& seal);
  // The whole chain; not `done` if it was stopped.
  Result<store::AuditWalk> walk(store::Session& session);
  Result<json::Object> outcome(store::Session& session, const store::AuditWalk& walk,
                               const std::optional<Seal>& seal);

  Service& service_;
  std::mutex mutex_;
  Progress progress_;    // guarded by mutex_
  std::string problem_;  // why the last check here could not be made; guarded by mutex_
  std::thread thread_;   // guarded by mutex_
  std::atomic<bool> stop_{false};
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_AUDIT_CHECK_H_
