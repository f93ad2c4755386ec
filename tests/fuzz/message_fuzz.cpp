// A whole message through rules, models, context and advice: whatever the bytes, the
// verdict is a probability with spans inside the text, and the same one each time.

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "analyzer/engine/assess.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/text/read.h"
#include "tests/fuzz/text_property.h"

namespace {

std::shared_ptr<const analyzer::Snapshot> load() {
  auto snapshot = analyzer::Snapshot::load(ANALYZER_ROOT);
  analyzer::require(snapshot.has_value(), "the shipped data load");
  return *std::move(snapshot);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace analyzer;
  // Not in static storage: XGBoost's own statics must outlive its models.
  static const auto* const snapshot = new std::shared_ptr<const Snapshot>(load());
  Report report;
  const std::string text(reinterpret_cast<const char*>(data), size);
  report.text = text;
  const Facts facts = text::read(text, {}, false);
  const auto judge = [&] {
    return assess(report, facts, prepare(report, facts, **snapshot), History{}, **snapshot);
  };
  const Verdict verdict = judge();
  require(std::isfinite(verdict.score) && verdict.score >= 0.0 && verdict.score <= 1.0,
          "the score is a probability");
  require(verdict.level.has_value(), "a report has a level");
  require(verdict.degraded.empty(), "nothing was away");
  require(verdict.advice.say.size() <= 3, "at most three sentences");
  for (const Signal& signal : verdict.signals) {
    for (const Span& span : signal.spans) {
      require(span.begin <= span.end && span.end <= size, "spans lie inside the text");
    }
  }
  require(judge().score == verdict.score, "the same message, the same score");
  return 0;
}
