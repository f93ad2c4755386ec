// Reading JSON. Boost 1.81's own parser keeps the last of two equal keys and
// reads one in ten doubles of full precision an ulp off, so the tree is built
// here from its SAX events.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analyzer/core/json_arena.h"
#include "analyzer/core/json_builder.h"

namespace analyzer::json {
namespace {

// Finds the name of the first key that is given twice in one object.
struct DuplicateFinder : Handler {
  std::vector<std::set<std::string>> open;  // keys seen of each open object
  std::string partial;
  std::string duplicate;

  bool on_object_begin(bj::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_end(std::size_t, bj::error_code&) { return true; }
  bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
    partial += view(part);
    return true;
  }
  bool on_key(bj::string_view part, std::size_t, bj::error_code& error) {
    partial += view(part);
    if (!open.back().insert(partial).second) {
      duplicate = partial;
      error = bj::error::syntax;
      return false;
    }
    partial.clear();
    return true;
  }
  bool on_string_part(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_string(bj::string_view, std::size_t, bj::error_code&) { return true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code&) { return true; }
  bool on_double(double, bj::string_view, bj::error_code&) { return true; }
  bool on_bool(bool, bj::error_code&) { return true; }
  bool on_null(bj::error_code&) { return true; }
};

tl::unexpected<Error> duplicate_key(std::string_view text, const bj::parse_options& options) {
  bj::basic_parser<DuplicateFinder> parser(options);
  bj::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  Error failure{ErrorCode::kInvalid, "a key is given twice", {}};
  failure.fields.push_back({"/" + parser.handler().duplicate, "duplicate_key", "given twice"});
  return tl::unexpected(std::move(failure));
}

Result<Value> parse_in(bj::storage_ptr memory, std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) return fail(ErrorCode::kInvalid, "JSON text is too long");
  bj::parse_options options;
  options.max_depth = limits.max_depth;
  unsigned char buffer[4096];
  bj::value_stack stack({}, buffer, sizeof buffer);
  stack.reset(std::move(memory));
  bj::basic_parser<Builder> parser(options, stack);
  bj::error_code error;
  const std::size_t taken = parser.write_some(false, text.data(), text.size(), error);
  if (!error && taken < text.size()) error = bj::error::extra_data;
  if (error) return fail(ErrorCode::kInvalid, "not valid JSON: " + error.message());
  Value value = stack.release();
  // An object keeps one of two equal keys: fewer members than the text has.
  if (count_members(value) != parser.handler().members) return duplicate_key(text, options);
  return value;
}

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  return parse_in({}, text, limits);
}

Result<Value> parse_in_arena(std::string_view text, const Limits& limits) {
  // A tree takes about five times its text.
  const std::size_t first = 5 * std::min(text.size(), limits.max_bytes) + 64;
  return parse_in(bj::make_shared_resource<bj::monotonic_resource>(first), text, limits);
}

}  // namespace analyzer::json
