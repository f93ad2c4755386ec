// How the text model is trained: shared by the training of what is shipped and by
// the tests that leave scenarios or voices out.

#ifndef ANALYZER_SERVICE_TEXT_RECIPE_H_
#define ANALYZER_SERVICE_TEXT_RECIPE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/text_corpus.h"
#include "models/train.h"

namespace analyzer {

// Messages as the engine sees them, as rows without the margins of the wording.
struct TextRows {
  models::Matrix matrix;
  std::vector<std::string> wording;  // TextWording::text, one a row
  std::vector<std::uint32_t> heard;  // head_labels() of what was labelled, one a row

  // The rows at `indices`.
  TextRows take(std::span<const std::size_t> indices) const;
};

// A row each; what the text model of `snapshot` thinks is not in them.
TextRows text_rows(std::span<const Message> messages, const Snapshot& snapshot,
                   const models::Progress& progress = {});

// Messages of other kinds as the n-grams see them, by their beginning.
struct GeneralRows {
  std::vector<std::string> wording;
  std::vector<std::uint8_t> labels;
};
GeneralRows general_rows(std::span<const Message> messages);

// Trains on all of `rows`, calibrates and measures on margins cross-fitted by group,
// writes the artifact to `out_dir`. `general` may be empty; the n-grams learn from it
// with half of a message's weight: the language of fraud at large, without
// drowning what is peculiar to ours. Beside the trees n-gram heads learn the labelled
// tactics and harm. Fails as models::train_model does.
Result<models::Evaluation> train_text_rows(TextRows rows, const GeneralRows& general,
                                           const models::ModelNotes& notes,
                                           const std::string& out_dir,
                                           const models::Progress& progress = {});

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TEXT_RECIPE_H_
