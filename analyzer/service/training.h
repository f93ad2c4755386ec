// The use cases behind `analyzer train` and `analyzer evaluate` for links and
// texts: labelled files become rows, rows a model, a model figures. (Attempts
// make their rows elsewhere and end in models::train_model as well.)
//
// The same files give the same artifact byte for byte.
//
// Example:
//   auto result = train_url({"../shared/data/url/train.csv.gz",
//                            "../shared/data/url/dev.csv.gz", ".", "models/artifacts/url"},
//                            progress);
//   if (result) std::cout << models::format_evaluation(*result);

#ifndef ANALYZER_SERVICE_TRAINING_H_
#define ANALYZER_SERVICE_TRAINING_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "models/matrix.h"
#include "models/metrics.h"

namespace analyzer {

// Files of links: CSV, plain or gzip, with a head that names the columns url,
// label (1 = phishing), source and date.
struct UrlTraining {
  std::string train;    // training and calibration, parted by registrable domain
  std::string test;     // of other registrable domains
  std::string root;     // of the project: data/ holds the register
  std::string out_dir;  // of the artifact
};

// Trains the url model. Links that no browser opens are left out, and of links
// that are equal once canonical all but one; those with both labels altogether.
// Registrable domains of the training file are left out of the test rows.
//
// Fails with kNotFound or kInvalid, naming the file, if one is not as described;
// as models::train_model otherwise. Takes some minutes for 200,000 links.
Result<models::Evaluation> train_url(const UrlTraining& files,
                                     const models::Progress& progress = {});

// Measures the artifact in `dir` on the links of `test`; `root` holds the register.
Result<models::Evaluation> evaluate_url(const std::string& dir, const std::string& root,
                                        const std::string& test);

// What level each link of `test` gets from the whole of `root`: data, register,
// policy and model. Markdown, a line a source, one of links whose path speaks of
// accounts and one of all. Fails as Snapshot::load and the reading of files do.
Result<std::string> url_levels(const std::string& root, const std::string& test);

// Leaving each source out in turn.
struct LeaveOneOut {
  std::string train;                      // as UrlTraining::train
  std::string root;                       // as UrlTraining::root
  double threshold = 0.0;                 // probability from which a link is flagged
  std::vector<std::string> sources = {};  // these alone; empty: all
  std::size_t sample = 1;  // of the other sources' domains one in so many is trained on
  std::function<void(const std::string& line)> told = {};  // of each line of the table
};

// For each source of 90 links or more: trains without it and without all of its
// registrable domains, and counts what of it is flagged. Markdown.
// Takes a minute or two a source without sampling.
Result<std::string> url_leave_one_out(const LeaveOneOut& task,
                                      const models::Progress& progress = {});

// Messages: files of one JSON object a line (data/corpus/README.md).
struct TextTraining {
  std::string corpus;        // data/corpus, or one file of it
  std::string root;          // of the project: data/ holds rules and register
  std::string out_dir;       // of the artifact
  std::string general = {};  // other people's messages (read_general()), or none
  std::string judged = {};   // text_folds() writes each message and its verdict here, if named
};

// Trains the text model on the whole corpus and measures it on margins cross-fitted by
// scenario.
Result<models::Evaluation> train_text(const TextTraining& files,
                                      const models::Progress& progress = {});

// How the whole of `root`, with the models it ships, does on other people's messages
// (read_general()). Markdown: ROC-AUC, levels by source.
Result<std::string> evaluate_general(const std::string& root, const std::string& path);

// What is left out in turn.
enum class TextFolds {
  kScenarios,  // a fifth of the scenarios
  kVoices,     // a voice, and of the others' messages those of its scenarios
};

// How the whole of `files.root` does on messages it has not learnt from: for each
// part left out a text model is trained on the rest (written to a folder of its own
// below files.out_dir, which is left empty again), and the part is judged with it, the
// shipped rules, register, links' model and policy. Markdown: the measures; levels by
// kind, medium, style and voice; tactics. The rules were written by people who had
// seen part of the corpus. Takes some minutes. files.judged gets a JSON object a line,
// the highest score first: score, label, kind, voice, scenario, tactics named and
// labelled, text; kUnavailable if it cannot be written.
Result<std::string> text_folds(const TextTraining& files, TextFolds folds,
                               const models::Progress& progress = {});

// What each disguise (text_disguises.h) does to recall and to false alarms: 300 plain
// fraudulent and 300 plain harmless messages that it changes, picked by hash, judged
// plain and disguised with models that have not seen their scenario, as in
// text_folds. Markdown. Takes some minutes.
Result<std::string> text_robustness(const TextTraining& files,
                                    const models::Progress& progress = {});

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_TRAINING_H_
