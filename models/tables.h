// Small models whose numbers are columns of the trees, or that speak beside them, kept in the same artifact.

#ifndef MODELS_TABLES_H_
#define MODELS_TABLES_H_

#include <optional>

#include "models/hash_net.h"
#include "models/ngram.h"
#include "models/ngram_heads.h"
#include "models/rates.h"

namespace analyzer::models {

struct Tables {
  std::optional<Ngram> ngram;
  std::optional<NgramHeads> heads;
  std::optional<HashNet> net;
  std::optional<Rates> rates;
};

}  // namespace analyzer::models

#endif  // MODELS_TABLES_H_
