#include "analyzer/core/base64.h"

#include <catch2/catch.hpp>

namespace analyzer {

// RFC 4648, section 10, and bytes that are no text.
TEST_CASE("Base64 is written and read as the RFC has it") {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
      {std::string("\0\xFF\xFE", 3), "AP/+"},
  };
  for (const auto& [bytes, text] : rows) {
    INFO(text);
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
  for (const char* wrong : {"Z", "Zg=", "Z===", "Zm9v!A==", " Zm9", "Zm9v\n"}) {
    INFO(wrong);
    CHECK_FALSE(from_base64(wrong).has_value());
  }
}

}  // namespace analyzer
