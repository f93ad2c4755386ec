// The models that are shipped: that they load, are about as good as their cards
// say, and put plain cases in the right order.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "analyzer/engine/policy.h"
#include "analyzer/engine/register.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/engine/text_columns.h"
#include "analyzer/engine/url_columns.h"
#include "analyzer/service/data_files.h"
#include "analyzer/service/text_recipe.h"
#include "analyzer/service/training.h"
#include "analyzer/text/url.h"
#include "models/scorer.h"

namespace analyzer {
namespace {

namespace fs = std::filesystem;

const std::string kRoot = ANALYZER_ROOT;

TEST_CASE("shipped models load with the columns this program computes") {
  const auto url = models::Scorer::load(kRoot + "/models/artifacts/url", url_column_names());
  REQUIRE(url);
  CHECK(url->tables().net);
  CHECK(url->tables().rates);
  const auto text = models::Scorer::load(kRoot + "/models/artifacts/text", text_column_names());
  REQUIRE(text);
  CHECK(text->tables().ngram);
  CHECK(text->tables().heads);
  CHECK(url->digest() != text->digest());
}

TEST_CASE("the url model finds look-alikes more suspicious than the places they imitate") {
  const auto model = models::Scorer::load(kRoot + "/models/artifacts/url", url_column_names());
  REQUIRE(model);
  const auto policy = Policy::load(kRoot + "/data");
  REQUIRE(policy);
  const auto known = Register::load(kRoot + "/data/official.toml");
  REQUIRE(known);
  const auto margin = [&](const std::string& url) {
    const UrlFacts facts = *text::parse_url(url);
    const auto row = url_row(facts, known->imitation(facts), &model->tables());
    return model->margin(row).value();
  };
  // Hosts on the left are invented.
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"http://12333-card.example-login.top/sb/", "http://si.12333.gov.cn/"},
      {"http://mohrss-gov-cn.k3x9.vip/", "http://www.mohrss.gov.cn/"},
      {"http://paypal.com.verify-login.k3x9.xyz/login.php", "https://www.paypal.com/"},
      {"http://k3x9q7.icu/", "https://www.zhihu.com/"},
  };
  for (const auto& [lure, genuine] : pairs) {
    INFO(lure << " " << genuine);
    CHECK(margin(lure) > margin(genuine) + 1.0);
    // Far below where a link is flagged: what the register knows is not asked here.
    CHECK(model->probability(margin(genuine)) < policy->url.high - 0.2);
    CHECK(model->probability(margin(lure)) >= policy->url.medium);
  }
}

TEST_CASE("what the text model is trained on does not know what a text model thinks") {
  const auto with = Snapshot::load(kRoot);
  const auto without = Snapshot::load(kRoot, kRoot + "/no_such_model");
  REQUIRE(with);
  REQUIRE(without);
  REQUIRE((*with)->text_model() != nullptr);
  REQUIRE((*without)->text_model() == nullptr);
  std::vector<Message> messages;
  for (const char* text : {"老人家,把手机里收到的那六个数念给我听,我给你弄,别跟孩子说",
                           "明天上午社区来人帮大家做认证,带上身份证就行,不收钱",
                           "先转两百块工本费到我微信,今晚十二点前不办就没了"}) {
    messages.emplace_back().text = text;
  }
  const TextRows rows = text_rows(messages, **with);
  const TextRows bare = text_rows(messages, **without);
  REQUIRE(rows.matrix.values.size() == bare.matrix.values.size());
  for (std::size_t i = 0; i < rows.matrix.values.size(); ++i) {
    const float a = rows.matrix.values[i];
    const float b = bare.matrix.values[i];
    INFO(rows.matrix.columns[i % rows.matrix.columns.size()]);
    CHECK((a == b || (std::isnan(a) && std::isnan(b))));
  }
  CHECK(rows.wording == bare.wording);
}

TEST_CASE("the url model is as good on fresh links as its card says") {
  const std::string data = kRoot + "/../shared/data/url/dev.csv.gz";
  if (!fs::exists(data)) {
    std::cout << "skipped: no " << data << "\n";
    return;
  }
  const auto file = read_data_file(data);
  REQUIRE(file);
  const std::string part =
      (fs::temp_directory_path() / ("links_" + std::to_string(::getpid()) + ".csv")).string();
  std::ofstream out(part);
  std::size_t count = 0;
  for (const std::string_view line : lines_of(file->text)) {
    if (count++ < 3000) out << line << "\n";
  }
  out.close();
  const auto result = evaluate_url(kRoot + "/models/artifacts/url", kRoot, part);
  fs::remove(part);
  REQUIRE(result);
  CHECK(result->rows > 2500);
  CHECK(result->roc_auc.value > 0.97);
  CHECK(result->recall_1.value > 0.70);
}

}  // namespace
}  // namespace analyzer
