// The model card: what a person should know before trusting a trained model.

#ifndef MODELS_CARD_H_
#define MODELS_CARD_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/train.h"

namespace analyzer::models {

struct CardFacts {
  const ModelNotes& notes;
  const TrainParams& params;
  int rounds = 0;
  std::string_view calibration;  // "platt" or "isotonic"
  const Thresholds& thresholds;
  const Matrix& train;
  const Matrix& calibrate;
  const Matrix& test;
  std::optional<Evaluation> tested;        // of the test rows, if any
  std::optional<Evaluation> cross_fitted;  // of the training rows, where calibration was
  std::vector<ColumnPower> powers;
};

// Markdown. Holds no date but the data's own, so that training again from the
// same data writes the same card.
std::string write_card(const CardFacts& facts);

}  // namespace analyzer::models

#endif  // MODELS_CARD_H_
