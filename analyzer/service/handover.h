// What is never published and may be handed over: numbers, accounts and contacts that
// persons of ours confirmed, kept encrypted beside the key by which they are looked up.

#ifndef ANALYZER_SERVICE_HANDOVER_H_
#define ANALYZER_SERVICE_HANDOVER_H_

#include <string>

#include "feeds/indicator.h"

namespace analyzer {

// Under whom the clear value of an indicator of a hashed kind is kept among the secrets.
inline std::string indicator_owner(feeds::IndicatorKind kind, const std::string& value) {
  return "indicator:" + std::string(name_of(kind)) + ":" + value;
}

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_HANDOVER_H_
