// Invented look-alikes, and genuine addresses, against the shipped register.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "analyzer/engine/register.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

const std::string kFolder = std::string(ANALYZER_ROOT) + "/tests/unit/engine/";

Register shipped() {
  Result<Register> loaded = Register::load(std::string(ANALYZER_ROOT) + "/data/official.toml");
  if (!loaded) FAIL(loaded.error().message);
  return *std::move(loaded);
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') out.push_back(line);
  }
  return out;
}

UrlFacts read(const std::string& text) {
  Result<UrlFacts> url =
      text::parse_url(text.find("://") == std::string::npos ? "https://" + text : text);
  if (!url) FAIL(text << ": " << url.error().message);
  return *std::move(url);
}

TEST_CASE("Of 200 invented look-alikes 95 in 100 are named with whom they imitate") {
  const Register official = shipped();
  const std::vector<std::string> lines = lines_of(kFolder + "look_alikes.tsv");
  REQUIRE(lines.size() >= 200);
  std::size_t named = 0;
  for (const std::string& line : lines) {
    const std::size_t tab = line.find('\t');
    const auto found = official.imitation(read(line.substr(0, tab)));
    if (found && found->whom.host == line.substr(tab + 1)) {
      ++named;
    } else {
      std::cout << "  " << line << ": "
                << (found ? found->whom.name + " " + found->whom.host : "nobody") << '\n';
    }
  }
  std::cout << "look-alikes named: " << named << " of " << lines.size() << '\n';
  CHECK(named * 100 >= lines.size() * 95);
}

TEST_CASE("No genuine address is called an imitation") {
  const Register official = shipped();
  const std::vector<std::string> hosts = lines_of(kFolder + "genuine_hosts.txt");
  REQUIRE(hosts.size() >= 300);
  for (const std::string& host : hosts) {
    const auto found = official.imitation(read(host));
    INFO(host << (found ? " as " + found->whom.name : ""));
    CHECK_FALSE(found);
  }
}

TEST_CASE("No host of the register and no owner's domain is called an imitation") {
  const Register official = shipped();
  std::size_t hosts = 0;
  for (const std::string& line : lines_of(std::string(ANALYZER_ROOT) + "/data/official.toml")) {
    if (!line.starts_with("hosts = ") && !line.starts_with("domains = ")) continue;
    for (std::size_t at = line.find('"'); at != std::string::npos;) {
      const std::size_t end = line.find('"', at + 1);
      const std::string host = line.substr(at + 1, end - at - 1);
      const auto found = official.imitation(read(host));
      INFO(host << (found ? " as " + found->whom.name : ""));
      // Free hosting is nobody's own: what its names remind of may be said.
      CHECK((!found || official.is_free_hosting(read(host))));
      ++hosts;
      at = line.find('"', end + 1);
    }
  }
  CHECK(hosts >= 700);
}

}  // namespace
}  // namespace analyzer
