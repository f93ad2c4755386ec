#include "models/trees.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "made_rows.h"
#include "models/booster.h"

namespace analyzer::models {
namespace {

TEST_CASE("One row at a time gets the bits that XGBoost gives to many") {
  TrainParams params;
  params.max_rounds = 120;
  params.max_depth = GENERATE(1, 4, 8);
  const auto booster = Booster::train(made_rows(2000, "a", 1), Matrix{}, params);
  REQUIRE(booster);
  Matrix rows = made_rows(500, "b", 2);
  rows.values[0] = std::numeric_limits<float>::quiet_NaN();
  const auto all = booster->margins(rows.values);
  REQUIRE(all);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const auto one = booster->margin(rows.row(i));
    REQUIRE(one);
    CHECK(*one == (*all)[i]);
  }
}

TEST_CASE("What is no model of trees is refused") {
  const std::string json = GENERATE(
      as<std::string>{}, "", "{}", "[]", R"({"learner":{}})",
      R"({"learner":{"learner_model_param":{"base_score":"5E-1"},"gradient_booster":{"model":{}}}})",
      // A child that lies outside.
      R"({"learner":{"learner_model_param":{"base_score":"5E-1"},"gradient_booster":{"model":{)"
      R"("trees":[{"left_children":[7],"right_children":[8],"split_indices":[0],)"
      R"("split_conditions":[0.5],"default_left":[1]}]}}}})",
      // A node that is its own child.
      R"({"learner":{"learner_model_param":{"base_score":"5E-1"},"gradient_booster":{"model":{)"
      R"("trees":[{"left_children":[0],"right_children":[0],"split_indices":[0],)"
      R"("split_conditions":[0.5],"default_left":[1]}]}}}})");
  CHECK_FALSE(Trees::from_json(json, 3));
}

}  // namespace
}  // namespace analyzer::models
