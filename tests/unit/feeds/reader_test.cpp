// Lists that are none: told by line and cause, with bounded memory.

#include <catch2/catch.hpp>

#include "tests/unit/feeds/read_all.h"

namespace analyzer::feeds {

TEST_CASE("what is no list of the format at all fails as a whole and says why") {
  struct Row {
    const char* name;
    Format format;
    std::string text;
    const char* failure;
  };
  const Row rows[] = {
      {"a page of HTML", Format::kLines, "<!doctype html>\n<html><body>Please sign in</body>",
       "line 1: a page of HTML or XML, not a list"},
      {"a short page of HTML", Format::kHosts, " \n<p>",
       "line 1: a page of HTML or XML, not a list"},
      {"HTML for JSON", Format::kStix, "\xEF\xBB\xBF<html>",
       "line 1: a page of HTML or XML, not a list"},
      {"UTF-16", Format::kLines,
       "\xFF\xFE"
       "a",
       "line 1: UTF-16"},
      {"compressed", Format::kLines, "\x1F\x8B\x08xxx", "line 1: compressed, not text"},
      {"compressed, as it is", Format::kLines, std::string("\x1F\x8B\x08\0\0\0\0\0", 8),
       "line 1: compressed, not text"},
      {"UTF-16, as it is", Format::kHosts,
       std::string("\xFF\xFE"
                   "0\0.\0",
                   6),
       "line 1: UTF-16"},
      {"zero bytes", Format::kLines, std::string("a.invalid\0b", 11), "bytes that are no text"},
      {"prose", Format::kLines, "please pay first\n", "not one entry of this format"},
      {"JSON cut off", Format::kDelta, R"({"added":[{"kind":"host","value":"a.invalid"},)",
       "line 1: the text ends before its end"},
      {"JSON broken", Format::kPhishtankJson, "[\n{\"url\" 1}]",
       "line 2: not valid JSON: syntax error"},
      {"two JSON texts", Format::kPhishtankJson, "[]\n[]", "line 2: more after the end"},
      {"a key given twice", Format::kDelta, R"({"added":[{"kind":"host","kind":"url"}]})",
       "line 1: a key given twice"},
      {"invalid UTF-8 in JSON", Format::kWarninglist, "{\"list\":[\"\xFF\"]}",
       "line 1: not valid JSON: syntax error"},
      {"too deep", Format::kDelta,
       R"({"added":[)" + std::string(40, '[') + std::string(40, ']') + "]}",
       "line 1: not valid JSON: too deep"},
      {"a head without the column", Format::kCsv, "kind,host\nhost,a.invalid\n",
       "line 1: no column 'value'"},
      {"nothing at all for CSV", Format::kCsv, "", "line 1: no head that names the columns"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(read_all(row.format, row.text).failure == row.failure);
    CHECK_FALSE(read_all(row.format, row.text, {}, 1).failure.empty());
  }
}

TEST_CASE("an empty list is a list") {
  for (const Format format : {Format::kLines, Format::kHosts, Format::kOpenphish, Format::kRpz}) {
    CHECK(read_all(format, "").failure == "");
    CHECK(read_all(format, "# nothing today\n").failure ==
          (format == Format::kRpz || format == Format::kOpenphish ? "not one entry of this format"
                                                                  : ""));
  }
  CHECK(read_all(Format::kDelta, R"({"added":[]})").failure == "");
  CHECK(read_all(Format::kUrlhausCsv, "# id,url,threat\r\n").failure == "");
}

TEST_CASE("a record that does not end is left out, the next is read") {
  const std::string endless(100000, 'x');
  const ReadAll lines =
      read_all(Format::kLines, "a.invalid\n" + endless + "\nb.invalid\n", {}, 997);
  CHECK(lines.values() == std::vector<std::string>{"domain a.invalid", "domain b.invalid"});
  CHECK(lines.causes() == std::vector<std::string>{"2 a line is too long"});
  const ReadAll csv = read_all(
      Format::kCsv, "value\n\"" + std::string(150000, 'x') + "\n" + endless + "\nb.invalid\n");
  CHECK(csv.values() == std::vector<std::string>{"domain b.invalid"});
  CHECK(csv.wrong.size() == 2);
  const ReadAll json = read_all(
      Format::kDelta, R"({"added":[{"kind":"host","value":")" + endless + R"("}]})", {}, 997);
  CHECK(json.failure == "line 1: one entry is too long");
}

TEST_CASE("a list of too many entries fails, one of the same entry over and over is one entry") {
  std::string many;
  for (int i = 0; i < 20; ++i) many += "h" + std::to_string(i) + ".invalid\n";
  CHECK(read_all(Format::kLines, many, {.most_entries = 10}).failure == "more than 10 entries");
  CHECK(read_all(Format::kLines, many, {.most_entries = 20}).failure == "");
  std::string same;
  for (int i = 0; i < 1000; ++i) same += "a.invalid\n";
  CHECK(read_all(Format::kLines, same, {.most_entries = 10}).values() ==
        std::vector<std::string>{"domain a.invalid"});
}

}  // namespace analyzer::feeds
