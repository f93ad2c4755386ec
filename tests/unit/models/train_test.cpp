// Training, the artifact on disk and scoring from it, end to end on made rows.

#include "models/train.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <thread>

#include "analyzer/core/digest.h"
#include "models/artifact.h"
#include "models/scorer.h"
#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

namespace fs = std::filesystem;

// A folder that is gone afterwards.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(fs::temp_directory_path() / ("models_test_" + name + std::to_string(::getpid()))) {
    fs::remove_all(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

const std::vector<std::string_view> kKnown = {"noise", "unused", "help", "risk"};

TrainParams small_params() {
  TrainParams params;
  params.max_rounds = 60;
  params.max_depth = 3;
  return params;
}

Result<Evaluation> train_small(const std::string& dir) {
  const ModelNotes notes{.name = "made",
                         .purpose = "Made rows.",
                         .data = {{"recipe", sha256_hex("recipe"), 4000, "ours"}},
                         .split = "By recipe.",
                         .limits = {"It knows nothing of the world."},
                         .command = "none"};
  return train_model(made_rows(2400, "train", 1), made_rows(800, "calibrate", 2),
                     made_rows(800, "test", 3), notes, dir, small_params());
}

void spoil(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(0, std::ios::end);
  file.seekp(file.tellg() / 2);
  file.put('\x7f');
}

TEST_CASE("a trained model separates fraud it has not seen and says how sure it is") {
  const Folder folder("learns");
  const auto result = train_small(folder.path());
  REQUIRE(result);
  CHECK(result->roc_auc.value > 0.85);
  CHECK(result->roc_auc.value < 0.97);  // the labels were drawn by chance: more would be a leak
  CHECK(result->brier.value < 0.16);
  const auto card = read_file(folder.file("card.md"));
  REQUIRE(card);
  CHECK(card->find(sha256_hex("recipe")) != std::string::npos);
  CHECK(card->find("2025-01-01 to ") != std::string::npos);
  CHECK(card->find("It knows nothing of the world.") != std::string::npos);
}

TEST_CASE("the same rows give the same files, byte for byte") {
  const Folder first("first");
  const Folder second("second");
  REQUIRE(train_small(first.path()));
  REQUIRE(train_small(second.path()));
  for (const char* name :
       {"model.ubj", "columns.txt", "calibration.json", "card.md", "SHA256SUMS"}) {
    INFO(name);
    CHECK(*read_file(first.file(name)) == *read_file(second.file(name)));
  }
}

TEST_CASE("without calibration rows a model is calibrated by what it has not seen") {
  const Folder folder("crossed");
  const auto result = train_model(made_rows(1200, "train", 1), Matrix{}, made_rows(800, "test", 3),
                                  {.name = "made"}, folder.path(), small_params());
  REQUIRE(result);
  CHECK(result->roc_auc.value > 0.85);
  CHECK(result->brier.value < 0.17);  // margins of rows learnt by heart would be far too sure
  CHECK(result->realised_1.value < 0.05);
  CHECK(read_file(folder.file("card.md"))->find("cross-fitted by group") != std::string::npos);
}

TEST_CASE("with rows to train on alone the figures are those of margins cross-fitted by group") {
  const Folder folder("alone");
  const auto result = train_model(made_rows(1200, "train", 1), Matrix{}, Matrix{}, {.name = "made"},
                                  folder.path(), small_params());
  REQUIRE(result);
  CHECK(result->rows == 1200);
  CHECK(result->roc_auc.value > 0.8);
  CHECK(result->roc_auc.value < 0.999);
  CHECK(read_file(folder.file("card.md"))->find("Figures on the test rows") == std::string::npos);
}

TEST_CASE("a scorer takes the caller's columns in the caller's order") {
  const Folder folder("order");
  REQUIRE(train_small(folder.path()));
  const auto scorer = Scorer::load(folder.path(), kKnown);
  REQUIRE(scorer);
  const std::vector<std::string_view> same = {"risk", "help", "noise"};
  const auto other = Scorer::load(folder.path(), same);
  REQUIRE(other);
  const Matrix rows = made_rows(50, "x", 5);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const auto row = rows.row(i);
    const std::vector<float> mine = {row[2], 99.0F, row[1], row[0]};
    CHECK(scorer->margin(mine).value() == other->margin(row).value());
  }
  CHECK(scorer->digest() == other->digest());
  CHECK(scorer->digest().size() == 64);
  const std::vector<float> risky = {0.5F, 0.0F, 0.1F, 1.9F};
  const std::vector<float> calm = {0.5F, 0.0F, 0.9F, -1.9F};
  CHECK(scorer->probability(*scorer->margin(risky)) > 0.9);
  CHECK(scorer->probability(*scorer->margin(calm)) < 0.1);
}

TEST_CASE("a missing value is not a zero") {
  const Folder folder("missing");
  REQUIRE(train_small(folder.path()));
  const auto scorer = Scorer::load(folder.path(), kKnown);
  REQUIRE(scorer);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> missing = {0.5F, 0.0F, nan, 0.3F};
  const std::vector<float> zero = {0.5F, 0.0F, 0.0F, 0.3F};
  CHECK(scorer->margin(missing).value() != scorer->margin(zero).value());
}

TEST_CASE("contributions add up to the margin and know the column that matters") {
  const Folder folder("shap");
  REQUIRE(train_small(folder.path()));
  const auto scorer = Scorer::load(folder.path(), kKnown);
  REQUIRE(scorer);
  const std::vector<float> row = {0.5F, 0.0F, 0.2F, 1.8F};
  const auto parts = scorer->contributions(row);
  REQUIRE(parts);
  REQUIRE(parts->size() == kKnown.size() + 1);
  double sum = 0.0;
  for (const double part : *parts) sum += part;
  CHECK(sum == Approx(scorer->margin(row).value()).margin(1e-4));
  CHECK((*parts)[1] == 0.0);
  CHECK((*parts)[3] > std::abs((*parts)[0]));
}

TEST_CASE("many threads get the answers that one gets") {
  const Folder folder("threads");
  REQUIRE(train_small(folder.path()));
  const auto scorer = Scorer::load(folder.path(), kKnown);
  REQUIRE(scorer);
  const Matrix rows = made_rows(200, "x", 6);
  std::vector<double> expected;
  const auto ask = [&](std::size_t i) {
    const auto row = rows.row(i);
    const std::vector<float> mine = {row[2], 0.0F, row[1], row[0]};
    return scorer->margin(mine).value();
  };
  for (std::size_t i = 0; i < rows.rows(); ++i) expected.push_back(ask(i));
  std::vector<std::vector<double>> got(4, std::vector<double>(rows.rows()));
  std::vector<std::thread> threads;
  for (auto& mine : got) {
    threads.emplace_back([&ask, &mine] {
      for (std::size_t i = 0; i < mine.size(); ++i) mine[i] = ask(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : got) CHECK(mine == expected);
}

TEST_CASE("what cannot be trusted is not loaded") {
  const Folder folder("broken");
  REQUIRE(train_small(folder.path()));
  SECTION("no artifact") {
    const auto result = Scorer::load(folder.file("nowhere"), kKnown);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::kNotFound);
  }
  SECTION("a column that this program cannot compute") {
    const std::vector<std::string_view> fewer = {"noise", "risk"};
    const auto result = Scorer::load(folder.path(), fewer);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::kInvalid);
    CHECK(result.error().message.find("help") != std::string::npos);
  }
  for (const std::string name : {"model.ubj", "columns.txt", "calibration.json"}) {
    SECTION("a byte changed in " + name) {
      spoil(folder.file(name));
      const auto result = Scorer::load(folder.path(), kKnown);
      REQUIRE_FALSE(result);
      CHECK(result.error().code == ErrorCode::kCorrupt);
      CHECK(result.error().message.find(name) != std::string::npos);
    }
    SECTION("missing " + name) {
      fs::remove(folder.file(name));
      const auto result = Scorer::load(folder.path(), kKnown);
      REQUIRE_FALSE(result);
      CHECK(result.error().code == ErrorCode::kCorrupt);
    }
  }
  SECTION("a row of the wrong size") {
    const auto scorer = Scorer::load(folder.path(), kKnown);
    REQUIRE(scorer);
    CHECK_FALSE(scorer->margin(std::vector<float>{1.0F}));
  }
}

TEST_CASE("training refuses parts that would deceive it") {
  const Folder folder("refuses");
  const Matrix train = made_rows(300, "train", 1);
  const Matrix calibrate = made_rows(100, "calibrate", 2);
  const Matrix test = made_rows(100, "test", 3);
  const auto refused = [&](const Matrix& a, const Matrix& b, const Matrix& c) {
    const auto result = train_model(a, b, c, {}, folder.path(), small_params());
    return !result && result.error().code == ErrorCode::kInvalid;
  };
  CHECK(refused(train, train, test));  // a group on both sides
  CHECK(refused(train, calibrate, made_rows(100, "train", 4)));
  Matrix one_label = calibrate;
  one_label.labels.assign(one_label.rows(), 1);
  CHECK(refused(train, one_label, test));
  Matrix renamed = test;
  renamed.columns[0] = "other";
  CHECK(refused(train, calibrate, renamed));
  CHECK_FALSE(fs::exists(folder.path()));
}

TEST_CASE("a monotone column may only raise the margin") {
  TrainParams params = small_params();
  params.monotone = {{"risk", 1}};
  const auto booster = Booster::train(made_rows(1500, "a", 1), made_rows(300, "b", 2), params);
  REQUIRE(booster);
  double last = -1e9;
  for (float risk = -2.0F; risk <= 2.0F; risk += 0.05F) {
    const double margin = booster->margin(std::vector<float>{risk, 0.5F, 0.5F}).value();
    CHECK(margin >= last);
    last = margin;
  }
  params.monotone = {{"nothing", 1}};
  CHECK_FALSE(Booster::train(made_rows(100, "a", 1), Matrix{}, params));
}

TEST_CASE("trees that start from a column keep its say where they learnt nothing") {
  TrainParams params = small_params();
  params.start = "risk";
  params.monotone = {{"risk", 1}};
  const auto booster = Booster::train(made_rows(1500, "a", 1), made_rows(300, "b", 2), params);
  REQUIRE(booster);
  const auto at = [&](float risk) {
    return booster->margin(std::vector<float>{risk, 0.5F, 0.5F}).value();
  };
  // Far beyond what was seen the trees are flat, and the start goes on.
  CHECK(at(60.0F) - at(50.0F) == Approx(10.0));
  const auto copy = Booster::parse(booster->bytes().value());
  REQUIRE(copy);
  const std::vector<float> row = {1.0F, 0.5F, 0.5F};
  CHECK(copy->margin(row).value() == booster->margin(row).value());
  CHECK(booster->margins(row).value().front() == booster->margin(row).value());
  const auto shares = booster->contributions(row).value();
  CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) ==
        Approx(booster->margin(row).value()).epsilon(1e-4));
  const float missing = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isfinite(booster->margin(std::vector<float>{missing, 0.5F, 0.5F}).value()));
  params.start = "nothing";
  CHECK_FALSE(Booster::train(made_rows(100, "a", 1), Matrix{}, params));
}

TEST_CASE("a column that knows the label stands out") {
  Matrix rows = made_rows(500, "g", 1);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    rows.values[i * 3 + 2] = rows.labels[i] == 1 ? -5.0F : 5.0F;
  }
  const auto powers = column_powers(rows);
  REQUIRE(powers.size() == 3);
  CHECK(powers[2].roc_auc == Approx(1.0));
  CHECK(powers[1].missing == Approx(0.2).margin(0.06));
}

}  // namespace
}  // namespace analyzer::models
