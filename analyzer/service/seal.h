// Sealing: raw references and numbers become Links, personal detail is taken
// out, and what is left may be stored and shown. A sealed value holds "*" where
// a reference stood, so that "was sent" and "was not" stay apart.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_SERVICE_SEAL_H_
#define ANALYZER_SERVICE_SEAL_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/facts.h"
#include "analyzer/core/report.h"
#include "analyzer/core/result.h"
#include "analyzer/core/sketch.h"
#include "analyzer/core/window_event.h"
#include "analyzer/engine/register.h"
#include "analyzer/engine/signal_tables.h"
#include "analyzer/service/keys.h"

namespace analyzer {

struct SealedAttempt {
  Attempt attempt;          // references and id number masked, without subject
  AttemptEvent event;       // arrival 0
  std::vector<Link> links;  // that may bind it to a case: person, device, operator ...
  // Both keys of the person where both came: to be remembered as one.
  std::optional<LinkKey> person_ref;
  std::optional<LinkKey> person_id;
  std::optional<Subject> subject;  // for the reviewer alone; to be encrypted
};

// Seals `attempt`, whose references belong to `name_space`.
//
// Fails with kInvalid, naming the field, if the id number's checksum, date or
// region is wrong (GB 11643; region 99 only with `synthetic_ids`).
Result<SealedAttempt> seal(Attempt attempt, const Due& due, const std::string& name_space,
                           bool synthetic_ids, const SiteKeys& keys);

// A telephone number as it is hashed, in attempts and reports alike: digits alone, without
// +86 or 0086, a landline with the 0 of its area.
std::string plain_phone(std::string_view phone);

// The key under which an attempt's operator, phone, device, Wi-Fi, site, staff or
// work order is kept; phones mean the same in every name space.
LinkKey reference_key(LinkKind kind, std::string_view value, std::string_view name_space,
                      const SiteKeys& keys);

// The links that bind an observation to a case. Of a report's numbers the event
// does not keep the kind: they are left out.
std::vector<Link> links_of(const AttemptEvent& event);
std::vector<Link> links_of(const ReportEvent& event);

struct SealedReport {
  Report report;            // text masked, suspects' numbers and the caller's contact masked
  ReportEvent event;        // arrival 0
  std::vector<Link> links;  // all that may be shown as in common with another case
  // Of those, what two reports must share to belong together: shape, domains or
  // whole links on shared platforms, numbers, accounts and vehicles of the suspect.
  std::vector<Link> joins;
  std::optional<Sketch> sketch;      // of a text long enough for near copies to be told
  std::vector<std::string> domains;  // readable, for the campaign
  std::size_t form_numbers = 0;      // of event.numbers the first came with form or sender
  // JSON of the suspects' numbers, accounts and names in clear, and of unclear ones
  // masked; to be encrypted; may be empty.
  std::string suspects;
};

// Seals `report` whose text was read into `facts`. What the form and the text call
// the suspect's becomes links; hotlines and names of the register never do, nor
// what is the victim's own. Of a number that may be either's only a key of its own
// kind is kept (LinkKind::kNumber), which ties no two reports together.
SealedReport seal(Report report, const Facts& facts, const Register& official,
                  const SiteKeys& keys);

// Whether the caller handed out what opens an account: card, password, code, screen.
bool gave_secrets(const Harm& harm);

// The key of a person named by an id number or a caller's reference.
Result<LinkKey> person_key(const Text& id_number, const Text& ref, const std::string& name_space,
                           bool synthetic_ids, const SiteKeys& keys);

// How strongly a source of silent certification speaks for a living person, 1
// to 5 (channels.md 1.4; an assumption of the field, not a measured number).
int trace_strength(EvidenceSource source);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SEAL_H_
