#include "analyzer/engine/text_heard.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "analyzer/engine/text_columns.h"
#include "analyzer/text/normalize.h"
#include "models/ngram_heads.h"

namespace analyzer {
namespace {

constexpr std::size_t kTactics = kNames<Tactic>.size();

TextFacts facts_of(const std::string& text) { return {text, text::normalize(text), {}}; }

std::vector<float> row_of(const TextFacts& text, std::span<const Signal> signals = {}) {
  return text_row(text, {}, {}, signals, {});
}

Signal fee_rule(bool active) {
  Signal out;
  out.code = "money.fee";
  out.weight = 1.0;
  out.tactic = Tactic::kFeeRequest;
  if (!active) out.explained_by = "context.warning";
  return out;
}

// Heads that know one clause for a code and one for money that is gone, and that a rule
// for money means money.
models::NgramHeads heads() {
  std::vector<std::string> texts;
  std::vector<float> extras;
  std::vector<std::uint32_t> labels;
  std::vector<std::string> groups;
  for (int i = 0; i < 80; ++i) {
    const bool code = i % 3 == 0;
    const bool fee = i % 4 == 0;
    const bool gone = i % 5 == 0;
    const std::string text = std::string(code ? "您好,念一下验证码,不急" : "您好,请到社区,不急") +
                             (gone ? ",钞票拨伊拿去了" : "");
    const Signal rule = fee_rule(true);
    const TextFacts facts = facts_of(text);
    const auto row = row_of(facts, fee ? std::span(&rule, 1) : std::span<const Signal>{});
    for (const float x : head_extras(row, code || fee ? 2.0 : -2.0)) extras.push_back(x);
    texts.push_back(read_wording(facts, {}).text);
    Heard labelled;
    if (fee) labelled.tactics.push_back(Tactic::kFeeRequest);
    if (code) labelled.tactics.push_back(Tactic::kOtpRequest);
    if (gone) labelled.harm.push_back(ToldHarm::kGone);
    labels.push_back(head_labels(labelled));
    groups.push_back(std::to_string(i));
  }
  return *models::NgramHeads::train({texts, extras, labels, groups, kTextHeads},
                                    {.longest = 3, .bits = 12, .l2 = 0.01, .iterations = 60});
}

TEST_CASE("the extras say which tactics rules speak of, and the margin in two bounded pieces") {
  const Signal active = fee_rule(true);
  const Signal silenced = fee_rule(false);
  const TextFacts facts = facts_of("您好");
  const auto with = head_extras(row_of(facts, std::span(&active, 1)), 1.0);
  const auto without = head_extras(row_of(facts, std::span(&silenced, 1)), 99.0);
  REQUIRE(with.size() == kTactics + 2);
  const auto fee = static_cast<std::size_t>(Tactic::kFeeRequest);
  CHECK(with[fee] == 1.0F);
  CHECK(std::count(with.begin(), with.begin() + kTactics, 1.0F) == 1);
  CHECK(with[kTactics] == 1.0F);
  CHECK(with[kTactics + 1] == 3.0F);
  CHECK(without[fee] == 0.0F);
  CHECK(without[kTactics] == 4.0F);
  CHECK(without[kTactics + 1] == 4.0F);
}

Catalog shipped_catalog() {
  auto catalog = Catalog::load(std::string(ANALYZER_ROOT) + "/data/signals");
  REQUIRE(catalog);
  return *std::move(catalog);
}

TEST_CASE("a tactic heard in the wording is named with its words in the original") {
  const models::NgramHeads model = heads();
  const std::string original = "您好，念一下驗證碼，不急";  // traditional, full-width marks
  const TextFacts facts = facts_of(original);
  const TextWording wording = read_wording(facts, {});
  const Heard heard = hear(model, wording, row_of(facts), 2.0, {});
  REQUIRE(heard.tactics == std::vector{Tactic::kOtpRequest});
  CHECK(heard.harm.empty());
  const Signals made = heard_signals(model, facts, wording, heard, {}, shipped_catalog());
  REQUIRE(made.size() == 1);
  REQUIRE(made[0].spans.size() == 1);
  const Span span = made[0].spans[0];
  CHECK(original.substr(span.begin, span.end - span.begin) == "念一下驗證碼");

  const TextFacts plain = facts_of("您好,请到社区,不急");
  CHECK(hear(model, read_wording(plain, {}), row_of(plain), -2.0, {}).tactics.empty());
}

TEST_CASE("harm that is told becomes a signal that weighs nothing, with its words") {
  const models::NgramHeads model = heads();
  const std::string original = "您好,请到社区,不急,钞票拨伊拿去了";
  const TextFacts facts = facts_of(original);
  const TextWording wording = read_wording(facts, {});
  const Heard heard = hear(model, wording, row_of(facts), -2.0, {});
  CHECK(heard.tactics.empty());
  REQUIRE(heard.harm == std::vector{ToldHarm::kGone});
  const Signals made = heard_signals(model, facts, wording, heard, {}, shipped_catalog());
  REQUIRE(made.size() == 1);
  CHECK(made[0].code == "told.gone");
  CHECK(made[0].weight == 0.0);
  CHECK_FALSE(made[0].tactic);
  CHECK(is_heard(made[0]));
  CHECK(harm_of(made) == heard.harm);
  CHECK(harm_of({}).empty());
  REQUIRE(made[0].spans.size() == 1);
  const Span span = made[0].spans[0];
  CHECK(original.substr(span.begin, span.end - span.begin).find("拿去了") != std::string::npos);
}

TEST_CASE("heads of another make are not heard") {
  const std::vector<std::string> texts = {"停发", "免费"};
  const std::vector<std::uint32_t> labels = {1, 0};
  const std::vector<std::string> groups = {"a", "b"};
  const auto other = models::NgramHeads::train({texts, {}, labels, groups, 1}, {.bits = 10});
  REQUIRE(other);
  const TextFacts facts = facts_of("停发");
  CHECK(hear(*other, read_wording(facts, {}), row_of(facts), 2.0, {}).tactics.empty());
}

TEST_CASE("what a rule found is weighed, not repeated as a signal of the wording") {
  const models::NgramHeads model = heads();
  const Catalog catalog = shipped_catalog();
  const Signal rule = fee_rule(true);
  const TextFacts facts = facts_of("您好,念一下验证码,不急");
  const TextWording wording = read_wording(facts, {});
  const Heard heard = hear(model, wording, row_of(facts, std::span(&rule, 1)), 2.0, {});
  CHECK(tactics_of(heard.tactics, {rule}, catalog) ==
        std::vector{Tactic::kFeeRequest, Tactic::kOtpRequest});
  const Signals made = heard_signals(model, facts, wording, heard, {rule}, catalog);
  REQUIRE(made.size() == 1);
  CHECK(made[0].code == "wording.otp_request");
  CHECK(made[0].tactic == Tactic::kOtpRequest);
  CHECK(made[0].spans.size() == 1);
  CHECK(is_heard(made[0]));
  CHECK_FALSE(is_heard(rule));
  // Silenced by a context, the rule speaks no more.
  CHECK(heard_signals(model, facts, wording, heard, {fee_rule(false)}, catalog).size() == 2);
}

TEST_CASE(
    "what the form says names its tactic whatever the wording; a pattern rule alone does not") {
  const auto catalog = Catalog::load(std::string(ANALYZER_ROOT) + "/data/signals");
  REQUIRE(catalog);
  Signal computed;
  computed.code = "sender.foreign";
  computed.weight = 1.6;
  computed.tactic = Tactic::kAuthorityImpersonation;
  CHECK(tactics_of({}, {computed, fee_rule(true)}, *catalog) ==
        std::vector{Tactic::kAuthorityImpersonation});
}

TEST_CASE("every head has a code, and the catalogue a sentence for it") {
  const Catalog catalog = shipped_catalog();
  REQUIRE(heard_codes().size() == kTextHeads);
  for (std::size_t h = 0; h < kTextHeads; ++h) {
    const auto signal = catalog.make(heard_codes()[h], {});
    INFO(heard_codes()[h]);
    REQUIRE(signal);
    if (h < kTactics) {
      CHECK(signal->tactic == static_cast<Tactic>(h));
      CHECK(signal->weight > 0.0);
    } else {
      CHECK_FALSE(signal->tactic);
      CHECK(signal->weight == 0.0);
    }
  }
}

}  // namespace
}  // namespace analyzer
