// The values of lists as the site keeps them: keys of numbers, accounts and devices,
// and the places by which observations are found again when a list names them later.
//
// Pure functions; any number of threads may call them at once.

#ifndef ANALYZER_SERVICE_LISTED_LINKS_H_
#define ANALYZER_SERVICE_LISTED_LINKS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/facts.h"
#include "analyzer/core/history.h"
#include "analyzer/core/link.h"
#include "analyzer/core/window_event.h"
#include "analyzer/service/keys.h"
#include "analyzer/service/seal.h"
#include "feeds/index.h"

namespace analyzer {

// The value of a hashed kind: 32 lower-case hexadecimal digits; and back.
std::string hex_of(LinkKey key);
std::optional<LinkKey> key_of(std::string_view hex);

// The key under which observations keep what a person wrote as a number, account,
// contact or device (`name_space` is of the caller whose devices are meant). Fails with
// kInvalid, in words, where it is none, or one that is everybody's (a hotline).
Result<LinkKey> listed_key(feeds::IndicatorKind kind, std::string_view written,
                           std::string_view name_space, const Register& official,
                           const SiteKeys& keys);

// What the index says about an observation's links at its time. Takes a microsecond.
ListedLinks listed_links(const AttemptEvent& event, const feeds::IndicatorIndex& index);
// Of a report its wording and QR codes too, which only `facts` tell.
ListedLinks listed_links(const ReportEvent& event, const Facts& facts,
                         const feeds::IndicatorIndex& index);

// The fingerprint of a message as lists have it: SHA-256 of its shape (text/text_shape.h), the
// same whoever counts it. Nothing for one too short to be known by its words.
std::optional<std::string> fingerprint_of(const Facts& facts);

// Where a link lies: its registrable domain, or its address.
std::optional<LinkKey> place_of(const UrlFacts& url, const SiteKeys& keys);
// Places of an observation's links, and numbers that stand in no window of attempts.
std::vector<LinkKey> places_of(const SealedAttempt& sealed, const SiteKeys& keys);
std::vector<LinkKey> places_of(const Facts& facts, const ReportEvent& event, const SiteKeys& keys);

// Where observations are that a value may concern.
struct Whereabouts {
  std::optional<LinkKey> place;  // for store::Observations::at_place()
  std::optional<Link> link;      // for store::Windows::attempts_on()
};
Whereabouts whereabouts_of(feeds::IndicatorKind kind, const std::string& value,
                           const SiteKeys& keys);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LISTED_LINKS_H_
