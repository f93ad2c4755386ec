// Reading a list as it comes in, whatever its format and length: bytes in, entries
// and what is wrong out. Nothing is kept but the record that is being read.
//
// Not for use from several threads at once.
//
// Example:
//   Reader reader(Format::kHosts, {.source = "market"}, {on_entry, on_wrong});
//   while (...) if (Status s = reader.write(bytes); !s) return s;
//   return reader.finish();

#ifndef FEEDS_READER_H_
#define FEEDS_READER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "feeds/entry.h"
#include "feeds/format.h"

namespace analyzer::feeds {

// The columns of Format::kCsv, by their names in the list's head; empty: not there.
struct Columns {
  std::string kind = "kind";  // absent: told from the value
  std::string value = "value";
  std::string source = "source";
  std::string confidence = "confidence";
  std::string valid_from = "valid_from";
  std::string valid_until = "valid_until";
  std::string revoked = "revoked";
  std::string reason = "reason";
};

struct ReadOptions {
  std::string source = {};                            // of entries that do not tell their own
  Columns columns = {};                               // of Format::kCsv
  std::size_t most_entries = 5000000;                 // more is a list gone wrong
  std::size_t longest_record = std::size_t{1} << 16;  // bytes of a line or an object
};

// One record that is no entry of a link, with the cause in words for a person. The
// line counts from 1; of JSON it is the line on which the object begins.
struct Wrong {
  std::size_t line = 0;
  std::string cause;
};

struct Sink {
  std::function<void(Entry&&)> entry;
  std::function<void(const Wrong&)> wrong;
};

// What a format's own reader is. Only formats/ makes them.
class FormatReader {
 public:
  virtual ~FormatReader() = default;
  virtual Status write(std::string_view bytes) = 0;
  virtual Status finish() = 0;
};

class Intake;

class Reader {
 public:
  Reader(Format format, ReadOptions options, Sink sink);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Takes the next bytes. Entries that follow each other and are the same are handed
  // out once.
  //
  // Fails with kInvalid, naming line and cause, where this is no list of the format at
  // all: a page of HTML, UTF-16 or other bytes that are no text, broken JSON, a head
  // without the columns, too many entries. Nothing may be written afterwards.
  Status write(std::string_view bytes);
  // Fails with kInvalid if the list is cut off, where its format can tell, or empty of
  // everything but mistakes.
  Status finish();
  // After finish(): the last line has no end, and the format has nothing else to tell that the
  // list is whole, as JSON has.
  bool may_be_cut() const { return by_line_ && !line_ended_; }

 private:
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<FormatReader> format_;
  std::string head_;  // the first bytes, until it is known what they are
  bool begun_ = false;
  bool by_line_;
  bool line_ended_ = true;

  Status begin();
  Status hand_on(std::string_view bytes);
};

}  // namespace analyzer::feeds

#endif  // FEEDS_READER_H_
