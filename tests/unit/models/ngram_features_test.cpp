#include "models/ngram_features.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

namespace analyzer::models {
namespace {

bool holds_all(std::vector<Feature> all, std::vector<Feature> some) {
  std::sort(all.begin(), all.end());
  std::sort(some.begin(), some.end());
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

TEST_CASE("N-grams are counted once, with a mark at either end") {
  // Of "<ab>": 4 single characters, 3 pairs, 2 triples.
  CHECK(ngram_features("ab").size() == 9);
  CHECK(ngram_features("ab", 1).size() == 4);
  CHECK(ngram_features("养老").size() == 9);
  CHECK(ngram_features("").size() == 3);
  // Of "<aaaa>": < a > <a aa a> <aa aaa aa>.
  CHECK(ngram_features("aaaa").size() == 9);
}

TEST_CASE("No n-gram is given twice, and those of a part are those of the whole") {
  const std::string part = "请点击链接完成认证";
  const std::string whole = "您好," + part + "。" + part + "," + part;
  std::vector<Feature> found = ngram_features(whole);
  std::sort(found.begin(), found.end());
  CHECK(std::adjacent_find(found.begin(), found.end()) == found.end());
  // Repeating adds nothing but what stands where the parts meet.
  CHECK(holds_all(found, ngram_features(part, 1)));
  CHECK(holds_all(ngram_features(part + part + part), ngram_features(part + part)));
}

TEST_CASE("Other texts have other n-grams") {
  CHECK_FALSE(holds_all(ngram_features("停发养老金"), ngram_features("恢复发放")));
  CHECK(holds_all(ngram_features("认证"), ngram_features("认证", 2)));
}

}  // namespace
}  // namespace analyzer::models
