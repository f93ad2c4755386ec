// The files of a trained model in its folder models/artifacts/<name>/:
//   model.ubj         the trees, XGBoost's UBJSON
//   columns.txt       the trees' columns by name, one a line, in their order
//   calibration.json  {"calibration":{...},"thresholds":{"fpr_1":...,"fpr_01":...}}
//   ngram.bin         the n-gram model, if a column needs one; so are
//   heads.bin         the n-gram models of several labels,
//   net.bin           the network over hashed features and
//   rates.tsv         the rates of a category's values
//   SHA256SUMS        digests of the files above (`sha256sum -c` understands it)
//   card.md           for people: data, figures, limits
// A folder whose files do not agree with SHA256SUMS is refused, so that half a
// copy is never served.

#ifndef MODELS_ARTIFACT_H_
#define MODELS_ARTIFACT_H_

#include <string>
#include <vector>

#include "analyzer/core/result.h"
#include "models/calibration.h"
#include "models/metrics.h"
#include "models/tables.h"

namespace analyzer::models {

struct Artifact {
  std::string trees;  // what Booster::parse reads
  std::vector<std::string> columns;
  Calibration calibration;
  Thresholds thresholds;
  Tables tables;
  std::string card;    // Markdown; not read back
  std::string digest;  // SHA-256 of SHA256SUMS; set by read_artifact
};

// Writes the artifact into `dir`, made if absent; SHA256SUMS last. Fails with
// kUnavailable, naming the file, if it cannot be written.
Status write_artifact(const Artifact& artifact, const std::string& dir);

// Fails with kNotFound if `dir` holds no SHA256SUMS, with kCorrupt, naming the
// file, if one is missing, differs from its digest, or is not understood.
Result<Artifact> read_artifact(const std::string& dir);

}  // namespace analyzer::models

#endif  // MODELS_ARTIFACT_H_
