// Evidence files of a case (证据材料): laid in, shown, withdrawn. The bytes are kept
// encrypted as all personal material is and go with the case's other secrets or with a
// withdrawal; name, purpose, hash, who and when stay with the case, and the hash stands
// in the audit log.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_EVIDENCE_FILES_H_
#define ANALYZER_SERVICE_EVIDENCE_FILES_H_

#include <string>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"

namespace analyzer {

class ServiceImpl;
class CaseViews;

struct NewFile {
  std::string name;      // as it was called; only its last part is kept
  std::string purpose;   // what it is for, 2 to 200 characters
  bool personal = true;  // shows persons: every look needs a reason
  std::string bytes;
};

struct OpenedFile {
  std::string name;
  std::string type;
  std::string bytes;
};

class EvidenceFiles {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{10} << 20U;
  static constexpr std::size_t kMostFiles = 40;  // of a case, those withdrawn left out

  explicit EvidenceFiles(ServiceImpl& service) : service_(service) {}

  // What the bytes are decides (file_types.h), not what they were called. Fails with
  // kInvalid naming the field, with kConflict where the case is archived, the actor
  // recused or the case full.
  Result<Document> add(const Actor& actor, std::string_view case_id, NewFile file);
  // The bytes, with the look logged; `reason` is needed where it shows persons. One that
  // was withdrawn is for supervisors, with a reason.
  Result<OpenedFile> open(const Actor& actor, std::string_view case_id, std::string_view id,
                          std::string_view reason);
  // By who laid it in or a supervisor, with a reason; not while the standing finding rests on
  // it. It is out of sight then, and gone once a supervisor who did not lay it in withdraws
  // it, be it after another.
  Result<Document> withdraw(const Actor& actor, std::string_view case_id, std::string_view id,
                            std::string_view body);

 private:
  ServiceImpl& service_;
};

// All of a case's files for its page (openapi.yaml: CaseFile).
Result<json::Array> files_view(store::Session& session, const Case& c, CaseViews& views);

// Fails with kInvalid, naming the member of `/files`, unless each is a file of the case
// that was not withdrawn.
Status check_files(store::Session& session, std::string_view case_id,
                   const std::vector<std::string>& files);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_EVIDENCE_FILES_H_
