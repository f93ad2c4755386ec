#include "analyzer/core/json_stream.h"

#include <catch2/catch.hpp>

namespace analyzer::json {
namespace {

struct Streamed {
  std::vector<std::string> pieces;  // "pattern line key value"
  std::string failure;
};

Streamed stream(const std::vector<std::string>& patterns, std::string_view text,
                const Limits& limits = {}, std::size_t step = 1) {
  Streamed out;
  Stream stream(patterns, limits, [&](Piece&& piece) {
    out.pieces.push_back(std::to_string(piece.pattern) + " " + std::to_string(piece.line) + " " +
                         piece.key + " " + write(piece.value));
  });
  Status status;
  for (; status && !text.empty(); text.remove_prefix(std::min(step, text.size()))) {
    status = stream.write(text.substr(0, step));
  }
  if (status) status = stream.finish();
  if (!status) out.failure = status.error().message;
  return out;
}

}  // namespace

TEST_CASE("only what was asked for is handed out, however the text is cut") {
  const std::string text =
      "{\"a\":{\"x\":[1,2.5,\"long text\"],\"y\":null},\n"
      "\"list\":[{\"k\":[true]},-7,1e3,\"s\\u00e9\"], \"other\":[[[[]]]],\n\"a2\":0.1}";
  for (std::size_t step = 1; step < 40; step += 3) {
    INFO(step);
    const Streamed got = stream({"/a/x", "/list/*", "/a2"}, text, {}, step);
    CHECK(got.failure == "");
    CHECK(got.pieces == std::vector<std::string>{R"(0 1 x [1,2.5,"long text"])",
                                                 R"(1 2  {"k":[true]})", "1 2  -7", "1 2  1000",
                                                 R"(1 2  "sé")", "2 3 a2 0.1"});
  }
  CHECK(stream({"/*"}, "[1,[2]]").pieces == std::vector<std::string>{"0 1  1", "0 1  [2]"});
  CHECK(stream({"/x/*"}, "[1]").pieces.empty());
  CHECK(stream({"/*/*"}, R"({"a":[1],"b":{"c":2}})").pieces ==
        std::vector<std::string>{"0 1  1", "0 1 c 2"});
}

TEST_CASE("a text that is broken fails with its line") {
  CHECK(stream({"/*"}, "[1,\n2").failure == "line 2: the text ends before its end");
  CHECK(stream({"/*"}, "").failure == "line 1: the text ends before its end");
  CHECK(stream({"/*"}, "[1]\n\n ").failure == "");
  CHECK(stream({"/*"}, "[1]\nx").failure == "line 2: more after the end");
  CHECK(stream({"/*"}, "[\"" + std::string(100, 'x') + "\"]", {.max_bytes = 50}).failure ==
        "line 1: one entry is too long");
  CHECK(
      stream({"/none"}, "[\"" + std::string(100000, 'x') + "\"]", {.max_bytes = 50}, 999).failure ==
      "");
}

}  // namespace analyzer::json
