// What the hotline's desk keeps of a report as it is recorded. On the sequencer's
// thread.

#ifndef ANALYZER_SERVICE_DESK_H_
#define ANALYZER_SERVICE_DESK_H_

#include "analyzer/core/json.h"
#include "analyzer/core/report.h"
#include "analyzer/core/result.h"
#include "analyzer/service/keys.h"
#include "analyzer/store/store.h"

namespace analyzer {

// The caller whose reports are taken on the console.
inline constexpr std::string_view kDeskCaller = "console";

struct DeskPlace {
  store::Seq seq = 0;
  Level level = Level::kLow;
  Time arrived_at{};
};

// `report` is as it was sent. Of the caller's number a keyed hash stays; the number
// itself is kept, encrypted, only where the caller may be called back, and until then.
Status keep_at_desk(store::Session& session, const Report& report, const DeskPlace& place,
                    const SiteKeys& keys);

// A note of the desk as it is stored, and back.
std::string seal_note(const SiteKeys& keys, store::Seq report, const std::string& note);
Result<std::string> open_note(const SiteKeys& keys, store::Seq report, const std::string& sealed);

// What was done about a report, oldest first (openapi.yaml: DeskEntry).
class CaseViews;
Result<json::Array> desk_entries(store::Session& session, store::Seq report, const SiteKeys& keys,
                                 CaseViews& views);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_DESK_H_
