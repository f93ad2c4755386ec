// Judging messages with text models that have not learnt from them: shared by the
// measures of `analyzer evaluate text`.

#ifndef ANALYZER_SERVICE_TEXT_FOLDS_H_
#define ANALYZER_SERVICE_TEXT_FOLDS_H_

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/text_corpus.h"
#include "analyzer/service/text_recipe.h"
#include "analyzer/service/training.h"

namespace analyzer {

// Indices of messages: what a model is trained on and what it then judges.
struct FoldPart {
  std::vector<std::size_t> train;
  std::vector<std::size_t> held;
};

// Fifths of the scenarios, each held out once.
std::vector<FoldPart> scenario_parts(const Corpus& corpus);

// What the whole makes of one message.
struct Judged {
  double score = 0.0;
  bool high = false;  // high or critical
  Heard heard;
};
Judged judge_text(const std::string& text, const Snapshot& snapshot);

// For each of `parts`: trains a text model on it, in a folder of its own below
// files.out_dir that is left empty again, and calls `visit` with a snapshot of
// files.root that has it. `rows` are those of the messages the parts speak of.
Status for_each_fold(const TextTraining& files, const TextRows& rows,
                     std::span<const FoldPart> parts, const models::Progress& progress,
                     const std::function<void(const FoldPart&, const Snapshot&)>& visit);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TEXT_FOLDS_H_
