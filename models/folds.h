// Work on the folds of a training, two of them at a time.

#ifndef MODELS_FOLDS_H_
#define MODELS_FOLDS_H_

#include <cstddef>
#include <functional>

#include "models/matrix.h"

namespace analyzer::models {

// Calls work(0) ... work(folds - 1), each once, on two threads; `work` must bear
// being called at once for two folds. Returns when all are done. `progress` is told
// after each, one call at a time.
void for_each_fold(std::size_t folds, const std::function<void(std::size_t)>& work,
                   const Progress& progress = {});

}  // namespace analyzer::models

#endif  // MODELS_FOLDS_H_
