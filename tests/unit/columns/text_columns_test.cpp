#include "analyzer/engine/text_columns.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "analyzer/engine/text_wording.h"
#include "analyzer/text/normalize.h"
#include "models/ngram.h"
#include "models/ngram_features.h"

namespace analyzer {
namespace {

TextFacts facts_of(const std::string& text) { return {text, text::normalize(text), {}}; }

float column(const std::vector<float>& row, std::string_view name) {
  const auto names = text_column_names();
  const auto at = std::find(names.begin(), names.end(), name);
  REQUIRE(at != names.end());
  return row[static_cast<std::size_t>(at - names.begin())];
}

float column(const std::string& text, std::string_view name) {
  return column(text_row(facts_of(text), {}, {}, {}, {}), name);
}

Signal signal(std::string code, double weight, std::optional<Tactic> tactic,
              std::string explained_by = {}) {
  Signal out;
  out.code = std::move(code);
  out.weight = weight;
  out.tactic = tactic;
  out.explained_by = std::move(explained_by);
  return out;
}

TEST_CASE("text columns have names of their own and a value each") {
  const auto names = text_column_names();
  CHECK(std::set<std::string_view>(names.begin(), names.end()).size() == names.size());
  CHECK(text_row(facts_of("您好"), {}, {}, {}, {}).size() == names.size());
  CHECK(text_row(facts_of(""), {}, {}, {}, {}).size() == names.size());
}

TEST_CASE("each text column measures what its name says") {
  struct Row {
    const char* text;
    const char* name;
    double expected;
  };
  const std::vector<Row> rows = {
      {"养老金认证", "text.length", 5},          {"认证12", "text.digits", 0.5},
      {"【社保局】您好", "text.signature", 1},   {"您好【社保局】", "text.signature", 0},
      {"真的假的?怎么办?", "text.questions", 4}, {"一行\n两行", "text.lines", 2},
      {"我妈让我认证", "text.first_person", 2},  {"我妈让我认证", "text.kin", 1},
      {"尊敬的用户,您好", "text.polite", 2},
  };
  for (const Row& row : rows) {
    INFO(row.text << " " << row.name);
    CHECK(column(row.text, row.name) == Approx(row.expected));
  }
}

TEST_CASE("signals count while no context explains them") {
  const std::vector<Signal> signals = {
      signal("threat.stop", 2.0, Tactic::kSuspensionThreat),
      signal("threat.freeze", 1.5, Tactic::kSuspensionThreat, "context.warning"),
      signal("context.warning", -1.0, std::nullopt),
  };
  const auto row = text_row(facts_of("停发"), {}, {}, signals, {});
  CHECK(column(row, "tactic.suspension_threat") == Approx(2.0));
  CHECK(column(row, "signals.for") == Approx(2.0));
  CHECK(column(row, "signals.explained") == Approx(1.5));
  CHECK(column(row, "signals.against") == Approx(-1.0));
}

TEST_CASE("links that nobody judged are missing, no links are none") {
  UrlFacts url;
  url.public_suffix = "gov.cn";
  const std::vector<UrlFacts> urls = {url};
  const auto unjudged = text_row(facts_of("看"), urls, {}, {}, {});
  CHECK(column(unjudged, "links.count") == 1.0F);
  CHECK(column(unjudged, "links.government") == 1.0F);
  CHECK(std::isnan(column(unjudged, "links.official")));
  CHECK(column("看", "links.official") == 0.0F);

  UrlVerdict judged;
  judged.official = OfficialEntry{};
  const std::vector<UrlVerdict> verdicts = {judged};
  CHECK(column(text_row(facts_of("看"), urls, verdicts, {}, {}), "links.official") ==
        1.0F);
}

TEST_CASE("the n-gram model reads wording, not addresses and numbers") {
  const std::string text = "请打开 http://k3x9.top/a 办理,24小时内";
  UrlFacts url;
  const std::size_t begin = text.find("http");
  url.span = Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(text.find(" 办"))};
  const std::vector<UrlFacts> urls = {url};
  const std::string read = read_wording(facts_of(text), urls).text;
  CHECK(read.find("k3x9") == std::string::npos);
  CHECK(std::count(read.begin(), read.end(), '\x01') == 1);
  CHECK(read.find("00小时") != std::string::npos);
  CHECK(read.find("24") == std::string::npos);
  // The same words with another link and another number read the same.
  const std::string other = "请打开 http://q7zz.top/b 办理,48小时内";
  CHECK(read_wording(facts_of(other), urls).text == read);
}

TEST_CASE("what a small model was not asked is missing") {
  CHECK(std::isnan(column("养老金", "ngram.margin")));
  const std::vector<std::string> texts = {"停发", "免费"};
  const std::vector<std::uint8_t> labels = {1, 0};
  const auto ngram = models::Ngram::train({texts, labels, {}}, {.bits = 10, .l2 = 0.1});
  REQUIRE(ngram);
  models::Tables tables;
  tables.ngram = *ngram;
  const auto row = text_row(facts_of("停发"), {}, {}, {},
                            wording_margins(models::ngram_features("停发"), tables));
  CHECK(column(row, "ngram.margin") == Approx(ngram->margin("停发")));
  CHECK(std::isnan(column(row, "net.margin")));
}

}  // namespace
}  // namespace analyzer
