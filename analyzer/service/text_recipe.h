// How the text model is trained: shared by the training of what is shipped and by
// the tests that leave scenarios or voices out.

#ifndef ANALYZER_SERVICE_TEXT_RECIPE_H_
#define ANALYZER_SERVICE_TEXT_RECIPE_H_

#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/snapshot.h"
#include "analyzer/service/text_corpus.h"
#include "models/train.h"

namespace analyzer {

// Messages as the engine sees them, as rows without the n-grams' margin.
struct TextRows {
  models::Matrix matrix;
  std::vector<std::string> wording;  // text_ngram_text, one a row

  // The rows at `indices`.
  TextRows take(std::span<const std::size_t> indices) const;
};

// A row each; the text model of `snapshot` is not asked.
TextRows text_rows(std::span<const Message> messages, const Snapshot& snapshot,
                   const models::Progress& progress = {});

// Writes the margins of `ngram` into the rows.
void set_margins(TextRows& rows, const models::Ngram& ngram);

// Trains on all of `train`, calibrates on margins cross-fitted by group, measures on
// `test`, writes the artifact to `out_dir`. Fails as models::train_model does.
Result<models::Evaluation> train_text_rows(TextRows train, TextRows test,
                                           const models::ModelNotes& notes,
                                           const std::string& out_dir,
                                           const models::Progress& progress = {});

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TEXT_RECIPE_H_
