// The suffix table against libpsl, over the list both are built from.

#include "analyzer/text/public_suffixes.h"

#include <libpsl.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace analyzer::text {
namespace {

using List = std::unique_ptr<psl_ctx_t, decltype(&psl_free)>;

List load() { return {psl_load_file(PUBLIC_SUFFIX_LIST), psl_free}; }

// Every rule of the list in ASCII, without "!" and "*.".
std::vector<std::string> rule_names() {
  std::ifstream file(PUBLIC_SUFFIX_LIST);
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    line.resize(std::min(line.find(' '), line.size()));
    if (line.empty() || line.starts_with("//")) continue;
    if (line.starts_with('!')) line.erase(0, 1);
    if (line.starts_with("*.")) line.erase(0, 2);
    char* ascii = nullptr;
    if (psl_str_to_utf8lower(line.c_str(), nullptr, nullptr, &ascii) != PSL_SUCCESS) continue;
    line = ascii;
    psl_free_string(ascii);
    const bool plain = std::all_of(line.begin(), line.end(), [](char c) { return c > 0; });
    if (plain) names.push_back(line);
  }
  return names;
}

void compare(const psl_ctx_t* list, const std::string& host) {
  const char* suffix = psl_unregistrable_domain(list, host.c_str());
  const std::string expected = suffix == nullptr ? "" : suffix;
  const std::string found = host.substr(host.size() - public_suffix_length(host));
  if (found != expected) {
    CAPTURE(host);
    CHECK(found == expected);
  }
}

TEST_CASE("Of every rule and the names round it the suffix is the one that libpsl finds") {
  const List list = load();
  REQUIRE(list != nullptr);
  const std::vector<std::string> names = rule_names();
  CHECK(names.size() > 5000);
  for (const std::string& name : names) {
    for (const char* before : {"", "a.", "b.a.", "x", "c.b.a."}) compare(list.get(), before + name);
    compare(list.get(), name.substr(name.find('.') + 1));
    compare(list.get(), name + ".com");
  }
}

TEST_CASE("Of made-up names, empty labels among them, the suffix is the one that libpsl finds") {
  constexpr const char* kLabels[] = {"",        "a",  "www",   "com",       "cn",     "gov",
                                     "jp",      "ck", "www",   "kawasaki",  "city",   "xn--fiqs8s",
                                     "uk",      "co", "s3",    "amazonaws", "github", "io",
                                     "compute", "1",  "nosuch"};
  const List list = load();
  REQUIRE(list != nullptr);
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string host = kLabels[random() % std::size(kLabels)];
    for (auto n = random() % 6; n > 0; --n) {
      host = std::string(kLabels[random() % std::size(kLabels)]) + "." + host;
    }
    compare(list.get(), host);
  }
}

TEST_CASE("Top-level domains are those that libpsl knows of ICANN's") {
  const List list = load();
  REQUIRE(list != nullptr);
  for (const char* label : {"com", "cn", "top", "ck", "xn--fiqs8s", "local", "invalid", "github",
                            "html", "zip", "sh", "12333", "", "arpa"}) {
    CAPTURE(label);
    const bool known =
        *label != '\0' &&
        psl_is_public_suffix2(list.get(), label, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
    CHECK(is_listed_top_level(label) == known);
  }
  for (const std::string& name : rule_names()) {
    if (name.find('.') != std::string::npos) continue;
    const bool known = psl_is_public_suffix2(list.get(), name.c_str(),
                                             PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
    if (is_listed_top_level(name) != known) FAIL_CHECK(name);
  }
}

}  // namespace
}  // namespace analyzer::text
