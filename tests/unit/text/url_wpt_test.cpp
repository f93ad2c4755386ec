// The web platform's own URL tests, read from ../shared/data/wpt beside the
// project. Where that folder is absent the tests say so and pass.

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "analyzer/core/json.h"
#include "analyzer/text/url.h"

namespace analyzer::text {
namespace {

// The UTF-16 unit that `text` escapes at `at` if it is a surrogate, else 0.
unsigned surrogate_at(const std::string& text, std::size_t at) {
  if (at + 6 > text.size() || text.compare(at, 2, "\\u") != 0) return 0;
  const auto unit = static_cast<unsigned>(std::stoul(text.substr(at + 2, 4), nullptr, 16));
  return unit >= 0xD800 && unit <= 0xDFFF ? unit : 0;
}

// JSON with each lone surrogate replaced, as a browser does on the way to UTF-8.
std::string without_lone_surrogates(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned unit = surrogate_at(text, i);
    const bool pair = unit != 0 && unit < 0xDC00 && surrogate_at(text, i + 6) >= 0xDC00;
    const std::size_t length = pair ? 12 : unit != 0 ? 6 : 1;
    out += unit != 0 && !pair ? "\\ufffd" : text.substr(i, length);
    i += length;
  }
  return out;
}

std::optional<json::Array> load(const std::string& name) {
  std::ifstream file(std::string(ANALYZER_ROOT "/../shared/data/wpt/") + name, std::ios::binary);
  if (!file) {
    std::cout << "skipped: ../shared/data/wpt/" << name << " is absent\n";
    return std::nullopt;
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  boost::json::error_code error;
  json::Value value = boost::json::parse(without_lone_surrogates(bytes), error);
  REQUIRE_FALSE(error);
  return value.as_array();
}

std::string text_of(const json::Object& object, const char* key) {
  const json::Value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool is_ours(std::string_view protocol) {
  return protocol == "http:" || protocol == "https:" || protocol == "ws:" || protocol == "wss:" ||
         protocol == "ftp:";
}

// Whether a browser takes `input` for one of our schemes.
bool starts_ours(std::string_view input) {
  std::string scheme;
  for (const char c : input) {
    if (c == '\t' || c == '\n' || c == '\r' || (scheme.empty() && c <= ' ' && c >= 0)) continue;
    scheme.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    if (c == ':') return is_ours(scheme);
  }
  return false;
}

Result<UrlFacts> parse(const json::Object& c) {
  const std::string base = text_of(c, "base");
  return base.empty() ? parse_url(text_of(c, "input")) : resolve(text_of(c, "input"), base);
}

std::string with_mark(char mark, const std::string& part) {
  std::string out(part.empty() ? 0 : 1, mark);
  out += part;
  return out;
}

void check_success(const json::Object& c) {
  const Result<UrlFacts> url = parse(c);
  REQUIRE(url);
  CHECK(url->url == text_of(c, "href"));
  CHECK(url->scheme + ":" == text_of(c, "protocol"));
  CHECK(url->username == text_of(c, "username"));
  CHECK(url->host == text_of(c, "hostname"));
  CHECK((url->port ? std::to_string(*url->port) : "") == text_of(c, "port"));
  CHECK(url->path == text_of(c, "pathname"));
  CHECK(with_mark('?', url->query) == text_of(c, "search"));
  CHECK(with_mark('#', url->fragment) == text_of(c, "hash"));
  const Result<UrlFacts> again = parse_url(url->url);
  REQUIRE(again);
  CHECK(again->url == url->url);
}

TEST_CASE("Every URL of the web platform's tests is read as browsers read it") {
  const auto cases = load("urltestdata.json");
  if (!cases) return;
  int good = 0;
  int failing = 0;
  for (const json::Value& value : *cases) {
    if (!value.is_object()) continue;
    const json::Object& c = value.as_object();
    CAPTURE(text_of(c, "input"), text_of(c, "base"));
    if (c.contains("failure")) {
      const bool relative_to_ours =
          text_of(c, "input").find(':') == std::string::npos && starts_ours(text_of(c, "base"));
      if (!starts_ours(text_of(c, "input")) && !relative_to_ours) continue;
      CHECK_FALSE(parse(c));
      ++failing;
    } else if (is_ours(text_of(c, "protocol"))) {
      check_success(c);
      ++good;
    }
  }
  std::cout << "urltestdata.json: " << good << " URLs and " << failing << " failures checked\n";
  CHECK(good >= 270);
  CHECK(failing >= 180);
}

TEST_CASE("Every domain of the web platform's IDNA tests becomes what browsers ask for") {
  const auto cases = load("toascii.json");
  if (!cases) return;
  int count = 0;
  for (const json::Value& value : *cases) {
    if (!value.is_object()) continue;
    const json::Object& c = value.as_object();
    const std::string input = text_of(c, "input");
    CAPTURE(input);
    const Result<std::string> host = parse_host(input);
    if (c.at("output").is_null()) {
      CHECK_FALSE(host);
    } else {
      REQUIRE(host);
      CHECK(*host == text_of(c, "output"));
    }
    ++count;
  }
  std::cout << "toascii.json: " << count << " domains checked\n";
  CHECK(count == 87);
}

}  // namespace
}  // namespace analyzer::text
