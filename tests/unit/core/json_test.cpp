#include <catch2/catch.hpp>

#include <cstdlib>
#include <utility>

#include "analyzer/core/json.h"
#include "analyzer/core/json_arena.h"

namespace analyzer::json {
namespace {

TEST_CASE("Numbers are written in the shortest form that reads back the same") {
  const struct {
    double number;
    const char* text;
  } cases[] = {{0.31, "0.31"}, {1.0, "1"}, {-0.5, "-0.5"}, {1e-7, "1e-07"}, {0.1 + 0.2, "0.30000000000000004"},
               {123456789012.0, "123456789012"}};
  for (const auto& c : cases) {
    std::string out;
    append_number(out, c.number);
    CHECK(out == c.text);
  }
}

TEST_CASE("A number is read as the nearest double") {
  for (const char* text :
       {"0.11935319286735585", "40.171858216970996", "93033.81542885225", "24.362445414847162",
        "-1.7976931348623157e+308", "5e-324", "1e-400", "0.1e1", "-0.0", "18446744073709551616",
        "123456789012345678901234567890e-10"}) {
    CAPTURE(text);
    const Result<Value> value = parse(text);
    REQUIRE(value);
    REQUIRE(value->is_double());
    CHECK(value->get_double() == std::strtod(text, nullptr));
  }
  CHECK(parse("9223372036854775807")->get_int64() == 9223372036854775807);
  CHECK(parse("18446744073709551615")->get_uint64() == 18446744073709551615U);
}

TEST_CASE("A key given twice is refused by name, at any depth") {
  for (const char* text : {R"({"a":1,"a":2})", R"({"x":{"a":1,"b":2,"a":3}})", R"([{"a":1,"\u0061":2}])"}) {
    CAPTURE(text);
    const Result<Value> value = parse(text);
    REQUIRE_FALSE(value);
    REQUIRE(value.error().fields.size() == 1);
    CHECK(value.error().fields[0].code == "duplicate_key");
    CHECK(value.error().fields[0].pointer == "/a");
  }
  CHECK(parse(R"([{"a":1},{"a":2}])"));
}

TEST_CASE("What is not JSON is refused") {
  for (const char* text : {"", "{", "{} x", "1e400", "\"\xff\"", R"("\ud800")", "nul", "{\"a\":01}"}) {
    CAPTURE(text);
    CHECK_FALSE(parse(text));
  }
  CHECK_FALSE(parse(std::string(40, '[') + std::string(40, ']')));
  CHECK_FALSE(parse("\"aaaaaaaaaa\"", {.max_depth = 4, .max_bytes = 5}));
}

TEST_CASE("Reading in an arena gives the same values and refuses the same") {
  for (const char* text :
       {R"({"a":[1,2.5,"\u8001人",null,{"b":true}],"c":{}})", "[]", R"("x")", "{", R"({"a":1,"a":2})",
        "[[[[1]]]]"}) {
    CAPTURE(text);
    const Limits limits{.max_depth = 3};
    const Result<Value> plain = parse(text, limits);
    Result<Value> arena = parse_in_arena(text, limits);
    REQUIRE(arena.has_value() == plain.has_value());
    if (!plain) {
      CHECK(arena.error().message == plain.error().message);
      continue;
    }
    const Value kept = std::move(*arena);  // outlives what it came from
    arena = fail(ErrorCode::kInvalid, "gone");
    CHECK(write(kept) == write(*plain));
  }
  CHECK_FALSE(parse_in_arena("[1,2,3]", {.max_bytes = 3}));
}

TEST_CASE("Two writings of one request have one canonical form") {
  const Result<Value> a = parse(R"({"b":1.0,"a":{"y":null,"x":[1,null,"\u6c49"]}})");
  const Result<Value> b = parse(R"({ "a" : {"x":[1,null,"汉"]}, "b":1, "c":null })");
  REQUIRE(a);
  REQUIRE(b);
  CHECK(canonical(*a) == canonical(*b));
  CHECK(canonical(*a) == R"({"a":{"x":[1,null,"汉"]},"b":1})");
  CHECK(canonical(*parse("[-9223372036854775808,-7,1e2,0.5]")) ==
        "[-9223372036854775808,-7,100,0.5]");
}

TEST_CASE("Every byte that needs it is escaped, wherever it stands") {
  for (std::size_t length = 0; length < 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (const char c : {'"', '\\', '\n', '\x01', '\x1f', ' ', '\x7f', '!', '#', '['}) {
        std::string text(length, 'x');
        text[at] = c;
        if (at > 0) text[at - 1] = '"';
        std::string out;
        append_string(out, text);
        CAPTURE(out);
        const Result<Value> back = parse(out);
        REQUIRE(back);
        CHECK(std::string_view(back->get_string().data(), back->get_string().size()) == text);
      }
    }
  }
}

TEST_CASE("What is written reads back the same") {
  const char* text = R"({"z":"a\"\\\n\u0001汉","a":[true,false,null,-3,0.25]})";
  const Result<Value> value = parse(text);
  REQUIRE(value);
  CHECK(*parse(write(*value)) == *value);
}

}  // namespace
}  // namespace analyzer::json
