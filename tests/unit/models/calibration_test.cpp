#include "models/calibration.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/metrics.h"
#include "tests/unit/models/made_rows.h"

namespace analyzer::models {
namespace {

// Margins that say too much: the truth has `slope` times their log-odds.
struct Made {
  std::vector<double> margins;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  Scored view() const { return {margins, labels, {}}; }
};

template <class Truth>
Made made(std::size_t rows, Truth truth) {
  Made out;
  Numbers numbers(3);
  for (std::size_t i = 0; i < rows; ++i) {
    out.margins.push_back(numbers.next() * 12.0 - 6.0);
    out.labels.push_back(numbers.next() < truth(out.margins.back()) ? 1 : 0);
    out.groups.push_back(std::to_string(i / 2));
  }
  return out;
}

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

TEST_CASE("Platt finds the slope and offset that made the labels") {
  const Made rows = made(20000, [](double m) { return logistic(0.5 * m - 1.0); });
  const Calibration platt = Calibration::platt(rows.view());
  for (const double margin : {-4.0, 0.0, 2.0, 5.0}) {
    CHECK(platt.probability(margin) == Approx(logistic(0.5 * margin - 1.0)).margin(0.03));
  }
}

TEST_CASE("isotonic follows a step that no sigmoid can") {
  const auto truth = [](double m) { return m < 1.0 ? 0.3 : 0.9; };
  const Made rows = made(20000, truth);
  const Calibration isotonic = Calibration::isotonic(rows.view());
  CHECK(isotonic.probability(-3.0) == Approx(0.3).margin(0.05));
  CHECK(isotonic.probability(4.0) == Approx(0.9).margin(0.05));
  CHECK(Calibration::choose(rows.view(), rows.groups).kind() == "isotonic");
}

TEST_CASE("few rows of a true sigmoid are left to Platt") {
  const Made rows = made(150, [](double m) { return logistic(0.7 * m); });
  CHECK(Calibration::choose(rows.view(), rows.groups).kind() == "platt");
}

TEST_CASE("a probability never falls, is never certain, and of NaN is NaN") {
  const Made rows = made(500, [](double m) { return m > 0 ? 1.0 : 0.0; });
  for (const Calibration& calibration :
       {Calibration::platt(rows.view()), Calibration::isotonic(rows.view()), Calibration()}) {
    double last = 0.0;
    for (double margin = -1000.0; margin <= 1000.0; margin += 0.37) {
      const double p = calibration.probability(margin);
      CHECK(p >= last);
      CHECK(p > 0.0);
      CHECK(p < 1.0);
      last = p;
    }
    CHECK(std::isnan(calibration.probability(std::numeric_limits<double>::quiet_NaN())));
  }
}

TEST_CASE("a margin that points the wrong way is given the base rate") {
  const Made rows = made(2000, [](double m) { return logistic(-m); });
  const Calibration platt = Calibration::platt(rows.view());
  CHECK(platt.probability(-5.0) == Approx(platt.probability(5.0)));
  CHECK(platt.probability(0.0) == Approx(0.5).margin(0.05));
}

TEST_CASE("a row of weight two counts as two rows") {
  const std::vector<double> margins = {-1, 0, 1, 2};
  const std::vector<std::uint8_t> labels = {0, 1, 0, 1};
  const std::vector<float> weights = {2, 1, 1, 2};
  const std::vector<double> twice = {-1, -1, 0, 1, 2, 2};
  const std::vector<std::uint8_t> twice_labels = {0, 0, 1, 0, 1, 1};
  const Scored weighted{margins, labels, weights};
  const Scored repeated{twice, twice_labels, {}};
  for (const double margin : {-2.0, 0.0, 0.4, 3.0}) {
    CHECK(Calibration::platt(weighted).probability(margin) ==
          Approx(Calibration::platt(repeated).probability(margin)));
    CHECK(Calibration::isotonic(weighted).probability(margin) ==
          Approx(Calibration::isotonic(repeated).probability(margin)));
  }
}

TEST_CASE("a calibration that was written reads back as the same") {
  const Made rows = made(300, [](double m) { return logistic(m); });
  for (const Calibration& calibration :
       {Calibration::platt(rows.view()), Calibration::isotonic(rows.view())}) {
    const auto back = Calibration::from_json(calibration.to_json());
    REQUIRE(back);
    CHECK(back->kind() == calibration.kind());
    for (const double margin : {-7.3, -0.1, 0.0, 2.2, 9.0}) {
      CHECK(back->probability(margin) == Approx(calibration.probability(margin)).epsilon(1e-12));
    }
  }
}

TEST_CASE("a calibration that is broken is refused as corrupt") {
  for (const char* text :
       {"", "[]", "{}", R"({"kind":"platt"})", R"({"kind":"platt","slope":-1,"offset":0})",
        R"({"kind":"platt","slope":"1","offset":0})", R"({"kind":"isotonic"})",
        R"({"kind":"isotonic","points":[]})", R"({"kind":"isotonic","points":[[1,0.5],[1,0.6]]})",
        R"({"kind":"isotonic","points":[[1,0.5],[2,0.4]]})",
        R"({"kind":"isotonic","points":[[1,1.5]]})", R"({"kind":"isotonic","points":[[1]]})",
        R"({"kind":"other","slope":1,"offset":0})"}) {
    INFO(text);
    const auto result = Calibration::from_json(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace analyzer::models
