// Which registry records make what was accepted after their day somebody's case.

#ifndef ANALYZER_SERVICE_LOOK_BACK_H_
#define ANALYZER_SERVICE_LOOK_BACK_H_

#include "analyzer/core/words.h"

namespace analyzer {

// True for deaths, prison and missing persons: payment would have stopped. An exit
// or a second benefit alone does not stop it, and on probation it goes on.
bool stops_payment(RegistryKind kind);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LOOK_BACK_H_
