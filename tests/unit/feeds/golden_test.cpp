// The lists that go out, byte for byte as tests/unit/feeds/golden/ has them.

#include <catch2/catch.hpp>

#include "analyzer/core/digest.h"
#include "analyzer/core/json.h"
#include "tests/unit/feeds/read_all.h"

namespace analyzer::feeds {
namespace {

const ListHead kHead{"confirmed", "已确认的诈骗网址", "市社保局", from_millis(1767323045678), 7};

std::vector<Entry> entries() {
  const Time from = from_millis(1767225600000);
  return {
      {IndicatorKind::kDomain,
       "rz8-cert.invalid",
       "市社保局",
       1.0,
       from,
       {},
       false,
       "仿冒认证网站"},
      {IndicatorKind::kHost, "pay.shared.invalid", "市社保局", 0.9, from,
       from + std::chrono::hours{24 * 90}, false, ""},
      {IndicatorKind::kUrl,
       "a.invalid/rz?id=1",
       "市社保局",
       1.0,
       from,
       {},
       false,
       "say \"yes\", then pay"},
      {IndicatorKind::kPath, "b.invalid/it's/", "市社保局", 1.0, from, {}, false, ""},
      {IndicatorKind::kIp, "203.0.113.7", "市社保局", 0.75, {}, {}, false, ""},
      {IndicatorKind::kIp, "[2001:db8::7]", "市社保局", 1.0, from, {}, false, ""},
      {IndicatorKind::kQr, "https://q.invalid/c?1", "市社保局", 1.0, from, {}, false, ""},
      {IndicatorKind::kQr, "WIFI:S:认证;P:1;", "市社保局", 0.5, from, {}, false, ""},
      {IndicatorKind::kText,
       "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
       "市社保局",
       1.0,
       from,
       {},
       false,
       ""},
      {IndicatorKind::kPhone,
       "00112233445566778899aabbccddeeff",
       "市社保局",
       1.0,
       from,
       {},
       false,
       ""},
  };
}

}  // namespace

TEST_CASE("what goes out is what the golden files have") {
  for (std::size_t f = 0; f < kNames<Format>.size(); ++f) {
    const auto format = static_cast<Format>(f);
    if (!is_written(format)) continue;
    INFO(name_of(format));
    const std::string path = std::string(ANALYZER_ROOT) + "/tests/unit/feeds/golden/" +
                             std::string(name_of(format)) + ".golden";
    const auto golden = read_file(path);
    const std::string text = write_list(format, entries(), kHead);
    REQUIRE(golden.has_value());
    CHECK(text == *golden);
    CHECK(text.find("00112233445566778899aabbccddeeff") == std::string::npos);
  }
}

// Section 3.1, 3.2, 4.7 and 7.1 of the specification, and its identifiers and times.
TEST_CASE("the STIX bundle has every property that the specification requires") {
  const auto bundle = json::parse(write_list(Format::kStix, entries(), kHead));
  REQUIRE(bundle.has_value());
  const auto is_id = [](const json::Value& value, const std::string& type) {
    const std::string id(value.as_string());
    if (!id.starts_with(type + "--") || id.size() != type.size() + 38) return false;
    const std::string uuid = id.substr(type.size() + 2);
    return uuid[8] == '-' && uuid[13] == '-' && uuid[14] == '5' && uuid[18] == '-' &&
           std::string("89ab").find(uuid[19]) != std::string::npos && uuid[23] == '-';
  };
  CHECK(bundle->at("type") == "bundle");
  CHECK(is_id(bundle->at("id"), "bundle"));
  CHECK_FALSE(bundle->as_object().contains("spec_version"));  // gone since 2.1
  std::size_t indicators = 0;
  std::vector<std::string> ids;
  for (const json::Value& object : bundle->at("objects").as_array()) {
    const std::string type(object.at("type").as_string());
    INFO(type);
    CHECK(object.at("spec_version") == "2.1");
    REQUIRE(is_id(object.at("id"), type));
    ids.emplace_back(object.at("id").as_string());
    const auto created = parse_time(object.at("created").as_string());
    const auto modified = parse_time(object.at("modified").as_string());
    REQUIRE((created && modified));
    CHECK(*created <= *modified);
    if (type == "identity") {
      CHECK_FALSE(object.at("name").as_string().empty());
      continue;
    }
    CHECK(type == "indicator");
    ++indicators;
    CHECK(object.at("pattern_type") == "stix");
    CHECK_FALSE(object.at("pattern").as_string().empty());
    CHECK(is_id(object.at("created_by_ref"), "identity"));
    const auto from = parse_time(object.at("valid_from").as_string());
    REQUIRE(from.has_value());
    if (const json::Value* until = object.as_object().if_contains("valid_until")) {
      CHECK(*from < parse_time(until->as_string()).value());
    }
    CHECK(object.at("confidence").as_int64() >= 0);
    CHECK(object.at("confidence").as_int64() <= 100);
  }
  CHECK(indicators == 9);
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

}  // namespace analyzer::feeds
