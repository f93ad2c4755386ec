// Reads the small JSON bodies of the console's calls: every mistake is
// collected and named, unknown fields included.
//
// Example:
//   BodyReader body(call.request.body);
//   NewUser user{body.text("name", 2, 32), body.text("display_name", 1, 64)};
//   if (Status read = body.finish(); !read) return tl::unexpected(read.error());

#ifndef ANALYZER_SERVER_BODY_H_
#define ANALYZER_SERVER_BODY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::server {

class BodyReader {
 public:
  // What is not one JSON object is reported by finish().
  explicit BodyReader(std::string_view body);

  // A text of `shortest` to `longest` bytes; absent or null is an error.
  std::string text(std::string_view name, std::size_t shortest, std::size_t longest);

  // The same, but may be absent or null.
  std::optional<std::string> maybe_text(std::string_view name, std::size_t shortest,
                                        std::size_t longest);
  std::optional<bool> maybe_flag(std::string_view name);
  std::optional<Time> maybe_time(std::string_view name);
  std::optional<std::vector<std::string>> maybe_texts(std::string_view name, std::size_t most,
                                                      std::size_t longest);

  // Null if absent or null; good until the reader ends.
  const json::Object* maybe_object(std::string_view name);

  // Notes a mistake that the caller found in a field.
  void wrong(std::string_view name, std::string_view code, std::string message);

  // Fails with kInvalid, naming every mistake and every field not asked for.
  Status finish();

 private:
  const json::Value* find(std::string_view name);

  std::optional<Error> unreadable_;
  json::Value value_;
  std::vector<std::string> known_;
  std::vector<FieldError> mistakes_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_BODY_H_
