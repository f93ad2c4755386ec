// What kinds of registry records mean.

#ifndef ANALYZER_CORE_REGISTRY_KINDS_H_
#define ANALYZER_CORE_REGISTRY_KINDS_H_

#include "analyzer/core/words.h"

namespace analyzer {

// Whoever has such a record is recorded as dead.
constexpr bool is_death(RegistryKind kind) {
  return kind == RegistryKind::kDeathMedical || kind == RegistryKind::kDeathCremation ||
         kind == RegistryKind::kDeathHousehold;
}

}  // namespace analyzer

#endif  // ANALYZER_CORE_REGISTRY_KINDS_H_
