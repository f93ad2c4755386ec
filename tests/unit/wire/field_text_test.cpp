#include "analyzer/wire/field_text.h"

#include <catch2/catch.hpp>
#include <string>

#include "analyzer/wire/parse.h"

namespace analyzer::wire {
namespace {

bool has_latin_words(std::string_view text) {
  return text.find(" must") != std::string_view::npos || text.find("is ") != std::string_view::npos;
}

TEST_CASE("a field's mistake is told in the reader's language") {
  struct Row {
    FieldError field;
    const char* zh;
    const char* en;
  };
  const Row rows[] = {
      {{"/a", "required", "is required"}, "必填", "is required"},
      {{"/a", "required", ""}, "必填", "is required"},
      {{"/a", "range", "must lie in [0, 130]"},
       "超出允许范围:须在[0, 130]之内",
       "must lie in [0, 130]"},
      {{"/a", "too_long", "must have at most 64 characters"},
       "过长:最多64个字符",
       "must have at most 64 characters"},
      {{"/a", "too_long", "must have at most 4096 bytes"},
       "过长:最多4096字节",
       "must have at most 4096 bytes"},
      {{"/a", "unknown_word", "must be one of: passed failed"},
       "不在允许的取值之内:须为其中之一: passed failed",
       "must be one of: passed failed"},
      {{"/lifeness", "unknown_field", "no such field; did you mean liveness?"},
       "未知字段:是否应为liveness?",
       "no such field; did you mean liveness?"},
      {{"/a", "type", "must be a number"}, "类型不正确:须为数值", "must be a number"},
      {{"/a", "format", "some other sentence"}, "格式不正确", "some other sentence"},
      {{"/a", "brand_new", "a code of tomorrow"}, "a code of tomorrow", "a code of tomorrow"},
  };
  for (const Row& row : rows) {
    INFO(row.field.code << " " << row.field.message);
    CHECK(field_text(row.field, Lang::kZh) == row.zh);
    CHECK(field_text(row.field, Lang::kEn) == row.en);
  }
}

TEST_CASE("whatever is wrong with a body has a code of the table and Chinese words") {
  const char* const bodies[] = {
      R"({"attempt_id":5,"occurred_at":"soon","channel":"fax","outcome":"passed","region":"12",
          "person":{"ref":"","age":900,"sex":"x","special":["blind","x"],"due_on":"tomorrow"},
          "device":{"rooted":"no","os":7},"network":{"ip":"here","country":"china"},
          "location":{"lat":"north"},"biometric":{"capture_hash":"zz","tries":1.5,"step_ms":{}},
          "ext":[],"lifeness":1,"failure_code":"light"})",
      R"({"attempt_id":"a","occurred_at":"2050-01-01T00:00:00Z","channel":"bank",
          "outcome":"passed","failure_code":"light","region":"990102",
          "person":{"id_number":"99"},"deadline_ms":0})",
      R"([])",
      R"({})",
  };
  ParseOptions options;
  options.now = from_millis(1'800'000'000'000);
  std::size_t seen = 0;
  for (const char* body : bodies) {
    const auto value = json::parse(body);
    REQUIRE(value.has_value());
    const auto parsed = parse_attempt(*value, options);
    REQUIRE_FALSE(parsed.has_value());
    for (const FieldError& field : parsed.error().fields) {
      INFO(field.pointer << " " << field.code << " " << field.message);
      CHECK(knows_code(field.code));
      const std::string zh = field_text(field, Lang::kZh);
      CHECK_FALSE(has_latin_words(zh));
      CHECK(zh != field.message);
      ++seen;
    }
  }
  CHECK(seen > 20);
}

}  // namespace
}  // namespace analyzer::wire
