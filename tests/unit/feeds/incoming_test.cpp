// Lists as others publish them, byte for byte, and what is read of them: of every format a
// file incoming/NAME.list and beside it NAME.golden; and a seed for the fuzz target.

#include <catch2/catch.hpp>

#include "analyzer/core/digest.h"
#include "feeds/taxii_pages.h"
#include "tests/unit/feeds/read_all.h"

namespace analyzer::feeds {
namespace {

constexpr const char* kTaxii = "taxii";  // its pages are parted by 0x1E

std::string file_of(const std::string& path) {
  const auto text = read_file(std::string(ANALYZER_ROOT) + "/" + path);
  INFO(path);
  REQUIRE(text.has_value());
  return *text;
}

std::string incoming(const std::string& name) {
  return file_of("tests/unit/feeds/incoming/" + name);
}

ReadAll read_taxii(std::string_view bytes) {
  ReadAll out;
  TaxiiPages pages({.source = "them"},
                   {[&](Entry&& entry) { out.entries.push_back(std::move(entry)); },
                    [&](const Wrong& wrong) { out.wrong.push_back(wrong); }});
  Status status;
  while (status && pages.more()) {
    const std::string_view page = bytes.substr(0, bytes.find('\x1E'));
    status = pages.take(page);
    bytes.remove_prefix(std::min(bytes.size(), page.size() + 1));
  }
  if (status) status = pages.finish();
  if (!status) out.failure = status.error().message;
  return out;
}

// One line an entry with all that was read of it, then one a mistake.
std::string written(const ReadAll& read) {
  const auto time = [](const std::optional<Time>& t) { return t ? format_time(*t) : "-"; };
  std::string out;
  for (const Entry& e : read.entries) {
    char confidence[16];
    std::snprintf(confidence, sizeof confidence, "%.2f", e.confidence);
    std::string reason = e.reason;
    for (char& c : reason) c = c == '\n' || c == '\r' ? '/' : c;
    out += std::string(name_of(e.kind)) + " " + e.value + " | " + e.source + " " + confidence +
           " " + time(e.valid_from) + " " + time(e.valid_until) + (e.revoked ? " revoked" : "") +
           " | " + reason + "\n";
  }
  for (const std::string& cause : read.causes()) out += "wrong, line " + cause + "\n";
  return out + read.failure;
}

}  // namespace

TEST_CASE("every format is read as the golden files have it, however the bytes are cut") {
  for (const std::string_view format : kNames<Format>) {
    const std::string name(format);
    INFO(name);
    const std::string list = incoming(name + ".list");
    const std::string golden = incoming(name + ".golden");
    for (const std::size_t step : {std::size_t{1} << 20, std::size_t{1}, std::size_t{13}}) {
      INFO("by " << step);
      const auto parsed = parse_name<Format>(format);
      REQUIRE(parsed.has_value());
      CHECK(written(read_all(*parsed, list, {.source = "them"}, step)) == golden);
    }
  }
  CHECK(written(read_taxii(incoming("taxii.list"))) == incoming("taxii.golden"));
}

TEST_CASE("every format has a seed of its own for the fuzz target") {
  std::vector<std::string> names(kNames<Format>.begin(), kNames<Format>.end());
  names.emplace_back(kTaxii);
  for (std::size_t f = 0; f < names.size(); ++f) {
    INFO(names[f]);
    const std::string seed = file_of("tests/fuzz/corpus/feeds_fuzz/" + names[f]);
    REQUIRE(seed.size() > 20);
    CHECK(static_cast<std::size_t>(seed[0]) == f);  // as the target reads it
    const std::string list = seed.substr(1);
    const ReadAll read =
        f < kNames<Format>.size() ? read_all(static_cast<Format>(f), list) : read_taxii(list);
    CHECK_FALSE(read.entries.empty());
  }
}

TEST_CASE("a collection that does not come in whole is no list") {
  struct Row {
    const char* name;
    std::string pages;
    const char* failure;
  };
  const std::string one = R"("objects":[{"type":"indicator","pattern_type":"stix",)"
                          R"("pattern":"[domain-name:value = 'a.invalid']"}])";
  const Row rows[] = {
      {"more, but not where", R"({"more":true,)" + one + "}",
       "a page of the collection says that there is more, but not where"},
      {"a token as long as a page",
       R"({"more":true,"next":")" + std::string(2000, 'x') + "\"," + one + "}",
       "a page of the collection says that there is more, but not where"},
      {"a ring",
       R"({"more":true,"next":"1",)" + one + "}\x1E" + R"({"more":true,"next":"2"})" + "\x1E" +
           R"({"more":true,"next":"1"})",
       "a page of the collection leads back to one that was taken"},
      {"a page of HTML", R"({"more":true,"next":"1",)" + one + "}\x1E<html></html>",
       "a page of the collection is no JSON object"},
      {"an array", "[]", "a page of the collection is no JSON object"},
      {"cut off", R"({"more":true,"next":"1",)" + one,
       "a page of the collection is no JSON object"},
      {"mistakes alone, over all pages",
       R"({"more":true,"next":"1","objects":[7]})"
       "\x1E"
       R"({"objects":[8]})",
       "not one entry of this format"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(read_taxii(row.pages).failure == row.failure);
  }
  // A page of mistakes among others is none of a list gone wrong; nor are no objects at all.
  const ReadAll mixed = read_taxii(R"({"more":true,"next":"1","objects":[7]})"
                                   "\x1E{" +
                                   one + "}");
  CHECK(mixed.failure == "");
  CHECK(mixed.values() == std::vector<std::string>{"host a.invalid"});
  CHECK(mixed.causes().size() == 1);
  CHECK(read_taxii("{}").failure == "");
}

TEST_CASE("a collection's pages are asked for one by one, and not without end") {
  TaxiiPages pages({.source = "them"}, {});
  CHECK(pages.query() == "limit=1000");
  REQUIRE(pages.take(R"({"more":true,"next":"a b&c=1/é"})"));
  CHECK(pages.query() == "limit=1000&next=a%20b%26c%3D1%2F%C3%A9");
  CHECK(pages.finish().error().message == "pages of the collection are missing");
  Status status;
  std::size_t taken = 1;
  while (status && pages.more()) {
    status = pages.take(R"({"more":true,"next":")" + std::to_string(taken++) + "\"}");
  }
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().message == "more pages than allowed");
  CHECK(taken == kMostTaxiiPages);
}

}  // namespace analyzer::feeds
