// Any bytes are either refused with a useful error, or give a value that,
// written and read again, is written the same.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analyzer/core/json.h"
#include "analyzer/wire/history.h"
#include "analyzer/wire/parse.h"
#include "analyzer/wire/problem.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {
namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "property broken: %s\n", what);
  std::abort();
}

const ParseOptions kStrict{.synthetic_ids = true,
                           .now = parse_time("2026-01-02T12:00:00+08:00").value()};
const ParseOptions kLenient{.strict = false, .synthetic_ids = true, .now = kStrict.now};

void check_error(const Error& error) {
  require(error.code == ErrorCode::kInvalid, "a refused body is kInvalid");
  require(!error.fields.empty() && error.fields.size() <= kMaxErrors, "1 to 32 mistakes");
  for (const FieldError& field : error.fields) {
    require(field.pointer.empty() || field.pointer[0] == '/', "a JSON pointer");
    require(field.pointer.size() < 256, "a bounded pointer");
    require(!field.code.empty() && !field.message.empty(), "code and message");
  }
  require(json::parse(write_problem(error)).has_value(), "a problem is valid JSON");
}

std::string written(const Attempt& value) {
  std::string out;
  write_attempt(out, value);
  return out;
}
std::string written(const Report& value) {
  std::string out;
  write_report(out, value);
  return out;
}
std::string written(const History& value) {
  std::string out;
  write_history(out, value);
  return out;
}

// `parse` reads a T from JSON; what it took must survive writing and reading.
template <class Parse>
void check_body(const json::Value& body, const Parse& parse) {
  const auto strict = parse(body, kStrict);
  const auto lenient = parse(body, kLenient);
  if (!strict) check_error(strict.error());
  if (!lenient) {
    check_error(lenient.error());
    require(!strict, "what strictness takes is taken without it");
    return;
  }
  require(lenient->digest.size() == 32, "a digest of 32 bytes");
  require(strict.has_value() == lenient->ignored.empty(), "only unknown fields tell them apart");
  const std::string text = written(lenient->value);
  if (strict) require(written(strict->value) == text, "strict and lenient read the same");
  const auto again = json::parse(text, {.max_depth = 16, .max_bytes = text.size()});
  require(again.has_value(), "what is written is JSON");
  const auto back = parse(*again, kStrict);
  require(back.has_value(), "what is written can be read");
  require(written(back->value) == text, "what was read is written the same");
}

void check_history(const json::Value& body) {
  const auto history = parse_history(body);
  if (!history) return check_error(history.error());
  const std::string text = written(*history);
  const auto again = json::parse(text);
  require(again.has_value(), "a written history is JSON");
  const auto back = parse_history(*again);
  require(back.has_value() && written(*back) == text, "a history comes back the same");
}

void check_all(std::string_view bytes) {
  const auto body = json::parse(bytes);
  if (!body) {
    require(json::parse(write_problem(body.error())).has_value(), "a problem is valid JSON");
    return;
  }
  check_body(*body, parse_attempt);
  check_body(*body, parse_report);
  check_body(*body, parse_check);
  check_history(*body);
  for (const ParseOptions& options : {kStrict, kLenient}) {
    if (const auto update = parse_outcome(*body, options); !update) check_error(update.error());
    if (const auto event = parse_registry_event(*body, options); !event) {
      check_error(event.error());
    }
  }
}

}  // namespace
}  // namespace analyzer::wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  analyzer::wire::check_all({reinterpret_cast<const char*>(data), size});
  return 0;
}
