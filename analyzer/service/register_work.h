// Confirming the official register and the table of brands (确认): a person of a bureau
// says that an entry was checked, or what it should say, and how that is known; another
// one agrees. A confirmation is then shown in every answer that names the entry, and can
// be withdrawn. A correction is kept for who edits data/official.toml; it changes no answer.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_REGISTER_WORK_H_
#define ANALYZER_SERVICE_REGISTER_WORK_H_

#include <functional>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/register_entries.h"
#include "analyzer/service/service.h"
#include "analyzer/store/register_marks.h"
#include "analyzer/store/store.h"

namespace analyzer {

class RegisterWork {
 public:
  // `service` must outlive it.
  explicit RegisterWork(Service& service) : service_(service) {}

  // Whose names are borrowed, with the owners' domains (openapi.yaml: BrandList).
  Result<Document> brands();
  // What is said now, or, of one entry, all that was ever said (RegisterMarkList).
  Result<Document> marks(const Actor& actor, std::string_view entry);
  // Proposes a mark (NewRegisterMark). Fails with kNotFound where no entry says what
  // the id names, with kConflict, code "other_region" or "marked".
  Result<Document> propose(const Actor& actor, std::string_view body);
  // Another person agrees, or refuses with a note (RegisterMarkDecision). Who proposed
  // may take it back himself. Fails with kConflict, code "same_person", "other_region" or
  // "stale".
  Result<Document> decide(const Actor& actor, std::string_view id, std::int64_t if_match,
                          std::string_view body);
  // Ends one that is in force, at once: what nobody stands for any more is not shown. Fails with
  // kConflict, code "other_region" or "stale".
  Result<Document> withdraw(const Actor& actor, std::string_view id, std::int64_t if_match,
                            std::string_view body);

 private:
  Result<Document> change(const Actor& actor, std::string_view id, std::int64_t if_match,
                          const char* action,
                          const std::function<Status(store::RegisterMark&, Time)>& edit);

  Service& service_;
};

// What is confirmed now.
Result<Confirmations> confirmations_of(store::Session& session);
// Names what people said beside the files, the policy in force and the register's marks:
// where it is another than before, the snapshot is to be made anew.
Result<std::string> said_by_people(store::Session& session);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_REGISTER_WORK_H_
