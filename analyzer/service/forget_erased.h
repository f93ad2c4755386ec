// Windows that forget what was erased from the log they were made of.

#ifndef ANALYZER_SERVICE_FORGET_ERASED_H_
#define ANALYZER_SERVICE_FORGET_ERASED_H_

#include <functional>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/store/erasing.h"
#include "analyzer/store/store.h"
#include "analyzer/store/windows.h"

namespace analyzer {

// Calls `with` with the windows, alone with them; for about a millisecond at a time.
using WithWindows = std::function<void(const std::function<void(store::Windows&)>& with)>;

// Takes out of the windows what they hold in `ranges` and the log does not.
Status forget_erased(store::Session& reading, const std::vector<store::Erased::Range>& ranges,
                     const WithWindows& windows);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FORGET_ERASED_H_
