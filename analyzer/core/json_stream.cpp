#include "analyzer/core/json_stream.h"

#include <cstdint>
#include <utility>

#include "analyzer/core/json_builder.h"

namespace analyzer::json {
namespace {

constexpr std::size_t kLongestKey = 4096;  // outside pieces
constexpr std::size_t kEventCost = 16;     // bytes that a value costs beside its text

using Mask = std::uint32_t;  // bit i for pattern i

struct Pattern {
  std::vector<std::string> parts;
};

Pattern parse_pattern(std::string_view text) {
  Pattern out;
  while (!text.empty()) {
    text.remove_prefix(1);  // '/'
    const std::size_t end = std::min(text.find('/'), text.size());
    out.parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

// Knows where in the text the parser is, and builds what is asked for.
struct Picker : Handler {
  struct Open {
    bool array;
    Mask mask;  // patterns whose beginning is the path to this container
  };

  Picker(std::vector<Pattern> wanted, std::size_t most, std::function<void(Piece&&)> sink)
      : patterns(std::move(wanted)), most_bytes(most), take(std::move(sink)), builder(stack) {}

  std::vector<Pattern> patterns;
  std::size_t most_bytes;
  std::function<void(Piece&&)> take;
  bj::value_stack stack;
  Builder builder;
  std::vector<Open> open;  // containers around the piece
  std::string key;         // the last one outside pieces
  std::string problem;
  Piece piece;
  std::size_t depth = 0;  // containers open within the piece
  bool building = false;
  std::size_t bytes = 0;  // of the piece
  std::size_t line = 1;

  bool refuse(std::string why, bj::error_code& error) {
    problem = std::move(why);
    error = bj::error::syntax;
    return false;
  }

  bool spend(std::size_t size, bj::error_code& error) {
    bytes += size;
    return bytes <= most_bytes || refuse("one entry is too long", error);
  }

  Mask mask_here() const {
    if (open.empty()) return ~Mask{0};
    const std::size_t at = open.size() - 1;
    Mask out = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const std::vector<std::string>& parts = patterns[i].parts;
      if ((open.back().mask >> i & 1U) == 0 || parts.size() <= at) continue;
      if (parts[at] == "*" || (!open.back().array && parts[at] == key)) out |= Mask{1} << i;
    }
    return out;
  }

  // Starts a piece if the value that comes now is asked for.
  void look(Mask mask) {
    for (std::size_t i = 0; i < patterns.size() && !building; ++i) {
      if ((mask >> i & 1U) == 0 || patterns[i].parts.size() != open.size()) continue;
      building = true;
      depth = 0;
      bytes = 0;
      builder.members = 0;
      stack.reset();
      piece = {i, line, open.empty() || open.back().array ? std::string() : key, nullptr};
    }
  }

  // Before a scalar, or the first part of a long one.
  bool begin_scalar(std::size_t size, bj::error_code& error) {
    if (!building) look(mask_here());
    return !building || spend(size + kEventCost, error);
  }

  bool end_value(bj::error_code& error) {
    if (!building || depth > 0) return true;
    piece.value = stack.release();
    building = false;
    if (count_members(piece.value) != builder.members) return refuse("a key given twice", error);
    take(std::move(piece));
    return true;
  }

  bool begin_container(bool array, bj::error_code& error) {
    const Mask mask = building ? 0 : mask_here();
    if (!building) look(mask);
    if (!building) {
      open.push_back({array, mask});
      return true;
    }
    ++depth;
    return spend(kEventCost, error);
  }

  bool on_object_begin(bj::error_code& error) { return begin_container(false, error); }
  bool on_array_begin(bj::error_code& error) { return begin_container(true, error); }
  bool on_object_end(std::size_t size, bj::error_code& error) {
    if (!building) return open.pop_back(), true;
    --depth;
    return builder.on_object_end(size, error) && end_value(error);
  }
  bool on_array_end(std::size_t size, bj::error_code& error) {
    if (!building) return open.pop_back(), true;
    --depth;
    return builder.on_array_end(size, error) && end_value(error);
  }

  bool on_key_part(bj::string_view part, std::size_t size, bj::error_code& error) {
    if (building) return spend(part.size(), error) && builder.on_key_part(part, size, error);
    if (size == part.size()) key.clear();  // the key's first part
    if (size > kLongestKey) return refuse("a key is too long", error);
    key += view(part);
    return true;
  }
  bool on_key(bj::string_view part, std::size_t size, bj::error_code& error) {
    if (building) {
      return spend(part.size() + kEventCost, error) && builder.on_key(part, size, error);
    }
    return on_key_part(part, size, error);
  }
  bool on_string_part(bj::string_view part, std::size_t size, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || builder.on_string_part(part, size, error);
  }
  bool on_string(bj::string_view part, std::size_t size, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || (builder.on_string(part, size, error) && end_value(error));
  }
  bool on_number_part(bj::string_view part, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || builder.on_number_part(part, error);
  }
  bool on_int64(std::int64_t value, bj::string_view part, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || (builder.on_int64(value, part, error) && end_value(error));
  }
  bool on_uint64(std::uint64_t value, bj::string_view part, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || (builder.on_uint64(value, part, error) && end_value(error));
  }
  bool on_double(double value, bj::string_view part, bj::error_code& error) {
    if (!begin_scalar(part.size(), error)) return false;
    return !building || (builder.on_double(value, part, error) && end_value(error));
  }
  bool on_bool(bool value, bj::error_code& error) {
    if (!begin_scalar(1, error)) return false;
    return !building || (builder.on_bool(value, error) && end_value(error));
  }
  bool on_null(bj::error_code& error) {
    if (!begin_scalar(1, error)) return false;
    return !building || (builder.on_null(error) && end_value(error));
  }
};

bj::parse_options options_of(const Limits& limits) {
  bj::parse_options options;
  options.max_depth = limits.max_depth;
  return options;
}

}  // namespace

struct Stream::Impl {
  Impl(std::vector<Pattern> patterns, const Limits& limits, std::function<void(Piece&&)> take)
      : parser(options_of(limits), std::move(patterns), limits.max_bytes, std::move(take)) {}

  bj::basic_parser<Picker> parser;

  tl::unexpected<Error> failure(const std::string& why) {
    return fail(ErrorCode::kInvalid, "line " + std::to_string(parser.handler().line) + ": " + why);
  }

  // Bytes of one line.
  Status write(std::string_view bytes) {
    std::size_t taken = 0;
    if (!parser.done()) {
      bj::error_code error;
      taken = parser.write_some(true, bytes.data(), bytes.size(), error);
      if (error) {
        const std::string& own = parser.handler().problem;
        return failure(own.empty() ? "not valid JSON: " + error.message() : own);
      }
    }
    if (bytes.find_first_not_of(" \t\r\n", taken) != std::string_view::npos) {
      return failure("more after the end");
    }
    return {};
  }
};

Stream::Stream(std::vector<std::string> patterns, const Limits& limits,
               std::function<void(Piece&&)> take) {
  std::vector<Pattern> parsed;
  for (const std::string& pattern : patterns) parsed.push_back(parse_pattern(pattern));
  impl_ = std::make_unique<Impl>(std::move(parsed), limits, std::move(take));
}
Stream::~Stream() = default;

Status Stream::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end == std::string_view::npos ? end : end + 1);
    if (Status status = impl_->write(line); !status) return status;
    if (end != std::string_view::npos) ++impl_->parser.handler().line;
    bytes.remove_prefix(line.size());
  }
  return {};
}

Status Stream::finish() {
  if (impl_->parser.done()) return {};
  bj::error_code error;
  impl_->parser.write_some(false, "", 0, error);
  if (!error && impl_->parser.done()) return {};
  return impl_->failure("the text ends before its end");
}

}  // namespace analyzer::json
