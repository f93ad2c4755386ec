#include "feeds/naming.h"

#include <catch2/catch.hpp>

namespace analyzer::feeds {

TEST_CASE("a value has one form, whoever wrote it, and none if it is of another kind") {
  struct Row {
    IndicatorKind kind;
    const char* value;
    const char* named;  // empty: refused
  };
  const Row rows[] = {
      {IndicatorKind::kUrl, "HTTPS://user:pw@A.Invalid:8443/x/../y?q=1#f", "a.invalid/y?q=1"},
      {IndicatorKind::kUrl, "a.invalid", "a.invalid/"},
      {IndicatorKind::kUrl, "tel://13900005678", ""},
      {IndicatorKind::kPath, "a.invalid/x/", "a.invalid/x/"},
      {IndicatorKind::kPath, "a.invalid/x", ""},
      {IndicatorKind::kHost, "http://A.invalid/", "a.invalid"},
      {IndicatorKind::kHost, "a.invalid/x", ""},
      {IndicatorKind::kHost, "203.0.113.7", ""},
      {IndicatorKind::kHost, "a b.invalid", ""},
      {IndicatorKind::kHost, "a,b.invalid", ""},
      {IndicatorKind::kDomain, "invalid", ""},
      {IndicatorKind::kDomain, "微信.invalid", "xn--vuqz89a.invalid"},
      {IndicatorKind::kIp, "203.0.113.007", "203.0.113.7"},
      {IndicatorKind::kIp, "2001:DB8:0::7", "[2001:db8::7]"},
      {IndicatorKind::kIp, "a.invalid", ""},
      {IndicatorKind::kPhone, "13900005678", ""},
      {IndicatorKind::kUrl, "", ""},
      {IndicatorKind::kQr, " BEGIN:VCARD\r\nFN:认证 \n", "BEGIN:VCARD FN:认证"},
      {IndicatorKind::kQr, "https://Q.invalid/c", "https://Q.invalid/c"},
      {IndicatorKind::kQr, "\xC3\x28", ""},
      {IndicatorKind::kQr, "\n", ""},
      {IndicatorKind::kText, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
       "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
      {IndicatorKind::kText, "2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881",
       ""},
      {IndicatorKind::kText, "您好", ""},
  };
  for (const Row& row : rows) {
    INFO(name_of(row.kind) << " " << row.value);
    const Result<std::string> named = name_value(row.kind, row.value);
    CHECK((named ? *named : "") == row.named);
    if (named) CHECK(name_value(row.kind, *named).value() == *named);
  }
  CHECK_FALSE(name_value(IndicatorKind::kUrl, "a.invalid/" + std::string(3000, 'x')));
}

}  // namespace analyzer::feeds
