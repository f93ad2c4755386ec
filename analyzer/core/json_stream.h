// Reads a JSON text that may be larger than memory and hands out the parts of it
// that are asked for, one at a time; everything else is checked and forgotten.
//
// Not for use from several threads at once.
//
// Example:
//   json::Stream stream({"/objects/*"}, {}, [&](json::Piece&& p) { ... });
//   while (...) if (Status s = stream.write(bytes); !s) return s;
//   return stream.finish();

#ifndef ANALYZER_CORE_JSON_STREAM_H_
#define ANALYZER_CORE_JSON_STREAM_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json.h"

namespace analyzer::json {

struct Piece {
  std::size_t pattern = 0;  // which of the patterns
  std::size_t line = 0;     // on which it begins, from 1
  std::string key;          // of the object that holds it, as far as one does
  Value value;
};

class Stream {
 public:
  // Patterns are paths from the root whose parts are keys or '*', any key or
  // element; at most 32. A part within a part that was asked for is not handed out
  // again. `limits.max_bytes` bounds one piece.
  Stream(std::vector<std::string> patterns, const Limits& limits,
         std::function<void(Piece&&)> take);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Takes the next bytes. Fails with kInvalid, naming the line, on malformed JSON or
  // UTF-8, a piece too long or too deep, or a key given twice in a piece; nothing
  // may be written afterwards.
  Status write(std::string_view bytes);
  // Fails with kInvalid if the text is not complete.
  Status finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace analyzer::json

#endif  // ANALYZER_CORE_JSON_STREAM_H_
