// What an entry of our own list does to what came in: what a value that is let through
// hides, and what one that is called bad raises.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_ENTRY_EFFECT_H_
#define ANALYZER_SERVICE_ENTRY_EFFECT_H_

#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"

namespace analyzer {

// Judges the latest observations of the actor's region that hold the value as the lists
// stand, and once more as if nobody had said anything about it (openapi.yaml: EntryEffect).
// `value` is as a list of indicators gives it.
//
// A report is judged with the history that was kept of it, and so is an attempt that was
// reviewed or held; one that passed is judged by its own fields and counted apart. What
// lists say of it is looked up anew, as of its own time.
//
// Takes up to half a second: off the decision lane. Fails with kInvalid for a kind that is
// none, with kNotFound where nothing is said about the value.
Result<Document> entry_effect(Service& service, const Actor& actor, std::string_view kind,
                              std::string_view value);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_ENTRY_EFFECT_H_
