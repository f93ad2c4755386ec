// Recall and precision of the link finder over links_corpus.tsv, and over
// links_unseen.tsv, which was written without a look at the finder.

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/text/links.h"

namespace analyzer::text {
namespace {

constexpr std::string_view kDictated = "dictated:";

struct Message {
  std::string text;
  bool dictated = false;
  std::vector<std::string> links;
};

// "\n" and "\\" of the files.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

std::vector<Message> read_messages(const std::string& name) {
  std::ifstream file(std::string(ANALYZER_ROOT) + "/tests/unit/text/" + name);
  std::vector<Message> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    Message message;
    message.dictated = line.starts_with(kDictated);
    const std::size_t begin = message.dictated ? kDictated.size() : 0;
    message.text = unescaped(line.substr(begin, tab - begin));
    std::istringstream links(line.substr(tab + 1));
    for (std::string link; links >> link;) {
      if (link != "-") message.links.push_back(link);
    }
    out.push_back(std::move(message));
  }
  return out;
}

struct Figures {
  std::size_t messages = 0;
  std::size_t expected = 0;
  std::size_t found = 0;
  std::size_t right = 0;

  double recall() const { return static_cast<double>(right) / static_cast<double>(expected); }
  double precision() const { return static_cast<double>(right) / static_cast<double>(found); }
};

Figures measure(const std::string& name) {
  Figures out;
  for (const Message& message : read_messages(name)) {
    ++out.messages;
    out.expected += message.links.size();
    std::vector<std::string> left = message.links;
    for (const UrlFacts& link : find_links(message.text, message.dictated)) {
      ++out.found;
      const auto hit = std::find(left.begin(), left.end(), link.url);
      if (hit == left.end()) {
        std::cout << "  not a link of it: " << link.url << " in " << message.text << '\n';
        continue;
      }
      ++out.right;
      left.erase(hit);
    }
    for (const std::string& missed : left) {
      std::cout << "  missed: " << missed << " in " << message.text << '\n';
    }
  }
  std::cout << name << ": " << out.messages << " messages, recall " << out.recall()
            << ", precision " << out.precision() << '\n';
  return out;
}

TEST_CASE("Of the corpus' links 98 in 100 are found, and 98 in 100 found are links") {
  const Figures figures = measure("links_corpus.tsv");
  CHECK(figures.messages >= 300);
  CHECK(figures.recall() >= 0.98);
  CHECK(figures.precision() >= 0.98);
}

TEST_CASE("Messages that the finder was not written for are read nearly as well") {
  const Figures figures = measure("links_unseen.tsv");
  CHECK(figures.messages == 60);
  CHECK(figures.recall() >= 0.9);
  CHECK(figures.precision() >= 0.9);
}

}  // namespace
}  // namespace analyzer::text
