#include "analyzer/engine/url_columns.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "analyzer/engine/url_features.h"
#include "analyzer/engine/url_shape.h"
#include "analyzer/text/url.h"
#include "models/tables.h"

namespace analyzer {
namespace {

UrlFacts parse(const std::string& url) {
  const auto facts = text::parse_url(url);
  REQUIRE(facts);
  return *facts;
}

float column(const std::vector<float>& row, std::string_view name) {
  const auto names = url_column_names();
  const auto at = std::find(names.begin(), names.end(), name);
  REQUIRE(at != names.end());
  return row[static_cast<std::size_t>(at - names.begin())];
}

float column(const std::string& url, std::string_view name) {
  return column(url_row(parse(url), std::nullopt, nullptr), name);
}

bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

TEST_CASE("columns have names of their own and a value each") {
  const auto names = url_column_names();
  CHECK(std::set<std::string_view>(names.begin(), names.end()).size() == names.size());
  CHECK(url_row(parse("http://a.example/b?c=d"), std::nullopt, nullptr).size() == names.size());
}

TEST_CASE("scheme, www. and a trailing slash leave no trace") {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"https://www.example.com/", "http://example.com"},
      {"https://example.com/news/", "http://www.example.com/news"},
      {"HTTP://EXAMPLE.COM/News", "https://example.com/news/"},
      {"http://example.com/?a=1&amp;b=2", "https://example.com/?a=1&b=2"},
  };
  for (const auto& [left, right] : pairs) {
    INFO(left);
    CHECK(same(url_row(parse(left), std::nullopt, nullptr),
               url_row(parse(right), std::nullopt, nullptr)));
    CHECK(url_bare_text(parse(left)) == url_bare_text(parse(right)));
  }
  // www is left alone where it is the registrable domain itself.
  CHECK(url_bare_text(parse("http://www.com/")) == "www.com/");
}

TEST_CASE("each column measures what its name says") {
  struct Row {
    const char* url;
    const char* name;
    double expected;
  };
  const std::vector<Row> rows = {
      {"http://12333-card.top/", "cn.hotline_label", 1},
      {"http://12333.gov.cn/", "cn.hotline_label", 1},  // the register decides, not the model
      {"http://12333.example.com/", "cn.hotline_label", 0},
      {"http://12333.example.com/", "cn.hotline_subdomain", 1},
      {"http://www.mohrss.gov.cn/", "cn.government_misplaced", 0},
      {"http://mohrss.gov.cn.example.top/", "cn.government_misplaced", 1},
      {"http://si-gov-cn.example.top/", "cn.government_misplaced", 1},
      {"http://mygov.cnexample.com/", "cn.government_misplaced", 0},
      {"http://www.mohrss.gov.cn/", "suffix.public_body", 1},
      {"http://abc.com.cn/", "suffix.cn", 1},
      {"http://abc.com.cn/", "suffix.labels", 2},
      {"http://abc.cn.com/", "suffix.cn", 0},
      {"http://k3x9.top/", "suffix.cheap", 1},
      {"http://k3x9.top/", "label.switches", 3},
      {"http://k3x9.top/", "label.digits", 0.5},
      {"http://k3x9.top/", "label.length", 4},
      {"http://rensheju.com/", "label.pinyin", 1},
      {"http://xkcd.com/", "label.pinyin", 0},
      {"http://somebody.github.io/", "suffix.private", 1},
      {"http://somebody.co.uk/", "suffix.private", 0},
      {"http://203.0.113.9/a", "host.is_ip", 1},
      {"http://203.0.113.9:8080/a", "host.port", 1},
      {"http://user:pass@example.com/", "host.credentials", 1},
      {"http://xn--fiqs8s.example.com/", "host.punycode", 1},
      {"http://paypal.example.com/", "brand.subdomain", 1},
      {"http://qq.example.com/", "brand.subdomain", 1},
      {"http://aqqa.example.com/", "brand.subdomain", 0},
      {"http://paypal-help.com/", "brand.label", 1},
      {"http://paypal.com/", "brand.label", 0},
      {"http://paypal.com/", "brand.is_label", 1},
      {"http://example.com/a/b/c.php", "path.depth", 3},
      {"http://example.com/a/b/c.php", "path.script", 1},
      {"http://example.com/down/app.apk", "path.program", 1},
      {"http://example.com/?u=me@example.org", "query.mail_address", 1},
      {"http://example.com/?a=1&b=2", "query.parameters", 2},
      {"http://example.com/go?to=http://other.example", "path.embedded_url", 1},
      {"http://shebao.example.com/login", "words.office_host", 1},
      {"http://shebao.example.com/login", "words.account_path", 1},
  };
  for (const Row& row : rows) {
    INFO(row.url << " " << row.name);
    CHECK(column(row.url, row.name) == Approx(row.expected));
  }
}

TEST_CASE("what cannot be known is missing, not zero") {
  const auto all_missing = url_row(UrlFacts{}, std::nullopt, nullptr);
  CHECK(std::all_of(all_missing.begin(), all_missing.end(), [](float v) { return std::isnan(v); }));
  const auto ip = url_row(parse("http://203.0.113.9/"), std::nullopt, nullptr);
  CHECK(std::isnan(column(ip, "label.length")));
  CHECK(std::isnan(column(ip, "suffix.cheap")));
  CHECK(std::isnan(column(ip, "net.margin")));
  CHECK(column(ip, "host.digits") == Approx(8.0 / 11.0));
}

TEST_CASE("the network's columns are its margins of the whole and of the parts") {
  std::vector<std::vector<models::Feature>> features;
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  for (int i = 0; i < 40; ++i) {
    const bool bad = i % 2 == 0;
    const std::string link = "http://" + std::string(bad ? "verify" : "garden") +
                             std::to_string(i) + ".example/" + (bad ? "login" : "roses");
    features.push_back(UrlFeatures(UrlShape(parse(link))).all());
    labels.push_back(bad ? 1 : 0);
    groups.push_back(std::to_string(i));
  }
  const std::vector<std::string> suffixes(groups.size(), "example");
  std::vector<std::size_t> rows(groups.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  models::Tables tables;
  tables.net = models::HashNet::train({features, labels, groups}, rows, {.bits = 12}).value();
  tables.rates = models::Rates::learn({suffixes, labels, groups}, rows, 5.0);

  const UrlFacts lure = parse("https://verify99.example/login");
  const auto row = url_row(lure, std::nullopt, &tables);
  const UrlFeatures parts{UrlShape(lure)};
  models::HashNet::Sum sum = tables.net->sum(parts.host());
  CHECK(column(row, "net.host") == Approx(tables.net->margin(sum)));
  sum.add(tables.net->sum(parts.path()));
  CHECK(column(row, "net.margin") == Approx(tables.net->margin(sum)));
  CHECK(sum.known == tables.net->sum(parts.all()).known);
  CHECK(column(row, "suffix.rate") == Approx(0.0).margin(0.01));

  const auto home = url_row(parse("http://garden98.example/"), std::nullopt, &tables);
  CHECK(column(home, "net.margin") < column(row, "net.margin"));
  CHECK(std::isnan(column(home, "net.path")));
}

TEST_CASE("the features of a link are distinct and know nothing of where it was listed") {
  const UrlFeatures features{
      UrlShape(parse("http://aaaa.aaaa.aaaa.top/aaaa/aaaa/aaaa.php?a=1&a=1"))};
  const std::set<models::Feature> distinct(features.all().begin(), features.all().end());
  CHECK(distinct.size() == features.all().size());
  CHECK(features.host().size() + features.path().size() == features.all().size());
  CHECK(UrlFeatures(UrlShape(parse("https://www.a.example/b/#c"))).all() ==
        UrlFeatures(UrlShape(parse("http://a.example/b"))).all());
  CHECK(UrlFeatures(UrlShape(parse("http://a.example/b"))).all() !=
        UrlFeatures(UrlShape(parse("http://b.example/a"))).all());
}

TEST_CASE("whom a link imitates is a column") {
  const UrlFacts url = parse("http://mohrss.gov.cn.example.top/");
  const FoundImitation found{Imitation::kGovOutOfPlace, {"人社部", "mohrss.gov.cn"}, true};
  CHECK(column(url_row(url, found, nullptr), "imitates.gov_out_of_place") == 1.0F);
  CHECK(column(url_row(url, found, nullptr), "imitates.look_alike") == 0.0F);
  CHECK(column(url_row(url, std::nullopt, nullptr), "imitates.gov_out_of_place") == 0.0F);
}

TEST_CASE("the plain measures of a string") {
  CHECK(entropy("") == 0.0);
  CHECK(entropy("aaaa") == 0.0);
  CHECK(entropy("abcd") == Approx(2.0));
  CHECK(longest_run_of_consonants("strength") == 4);
  CHECK(longest_part("a/bcd/ef", "/") == 3);
  CHECK(longest_code("/a/5f2c9e/login") == 6);
  CHECK(longest_code("/123456/login") == 0);  // digits alone are a number, not a code
  CHECK(vowel_share("123") == 0.0);
  CHECK(pinyin_share("zhongguo") == Approx(1.0));
  CHECK(pinyin_share("") == 0.0);
}

}  // namespace
}  // namespace analyzer
