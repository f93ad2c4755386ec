#include "models/scorer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "models/artifact.h"
#include "models/booster.h"

namespace analyzer::models {

struct Scorer::Impl {
  Artifact artifact;
  Booster booster;
  std::size_t known = 0;           // values in a caller's row
  std::vector<std::size_t> picks;  // for each of the model's columns its place in that row

  // The model's own row out of the caller's.
  Result<std::vector<float>> pick(std::span<const float> row) const {
    if (row.size() != known) return fail(ErrorCode::kInvalid, "model: wrong row size");
    std::vector<float> out(picks.size());
    for (std::size_t i = 0; i < picks.size(); ++i) out[i] = row[picks[i]];
    return out;
  }
};

Scorer::Scorer(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Scorer::Scorer(Scorer&&) noexcept = default;
Scorer& Scorer::operator=(Scorer&&) noexcept = default;
Scorer::~Scorer() = default;

Result<Scorer> Scorer::load(const std::string& dir, std::span<const std::string_view> known) {
  auto artifact = read_artifact(dir);
  if (!artifact) return tl::unexpected(artifact.error());
  auto booster = Booster::parse(artifact->trees);
  if (!booster) return tl::unexpected(booster.error());
  if (booster->columns() != artifact->columns.size()) {
    return fail(ErrorCode::kCorrupt, dir + ": the trees and columns.txt disagree");
  }
  std::vector<std::size_t> picks;
  for (const std::string& name : artifact->columns) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
      return fail(ErrorCode::kInvalid, dir + ": column " + name + " is not known to this program");
    }
    picks.push_back(static_cast<std::size_t>(at - known.begin()));
  }
  artifact->trees = {};  // the booster holds them now
  return Scorer(std::make_unique<const Impl>(
      Impl{*std::move(artifact), *std::move(booster), known.size(), std::move(picks)}));
}

Result<double> Scorer::margin(std::span<const float> row) const {
  const auto own = impl_->pick(row);
  if (!own) return tl::unexpected(own.error());
  return impl_->booster.margin(*own);
}

double Scorer::probability(double margin) const {
  return impl_->artifact.calibration.probability(margin);
}

Result<std::vector<double>> Scorer::contributions(std::span<const float> row) const {
  const auto own = impl_->pick(row);
  if (!own) return tl::unexpected(own.error());
  const auto values = impl_->booster.contributions(*own);
  if (!values) return values;
  std::vector<double> out(impl_->known + 1, 0.0);
  for (std::size_t i = 0; i < impl_->picks.size(); ++i) out[impl_->picks[i]] = (*values)[i];
  out.back() = values->back();
  return out;
}

const Tables& Scorer::tables() const { return impl_->artifact.tables; }
const Thresholds& Scorer::thresholds() const { return impl_->artifact.thresholds; }
const std::vector<std::string>& Scorer::columns() const { return impl_->artifact.columns; }
const std::string& Scorer::digest() const { return impl_->artifact.digest; }

}  // namespace analyzer::models
