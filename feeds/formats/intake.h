// What the formats' readers share: where entries go, lines cut from a stream, CSV
// records, objects of JSON.

#ifndef FEEDS_FORMATS_INTAKE_H_
#define FEEDS_FORMATS_INTAKE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/json_stream.h"
#include "feeds/reader.h"

namespace analyzer::feeds {

// Takes what readers find, names it and hands it on.
class Intake {
 public:
  Intake(ReadOptions options, Sink sink) : options_(std::move(options)), sink_(std::move(sink)) {}

  const ReadOptions& options() const { return options_; }

  // An entry whose value is as the list wrote it. What has no such form is wrong; what
  // repeats the entry before it is left out.
  void add(std::size_t line, Entry entry);
  void add(std::size_t line, IndicatorKind kind, std::string_view value);
  // One that does not tell its kind (kind_of()). A block of addresses is wrong, but
  // for a block of one.
  void add_bare(std::size_t line, Entry entry);
  void wrong(std::size_t line, std::string cause);

  // Fails once there are too many entries.
  Status status() const;
  std::size_t entries() const { return entries_; }
  std::size_t mistakes() const { return mistakes_; }

 private:
  ReadOptions options_;
  Sink sink_;
  Entry last_;
  std::size_t entries_ = 0;
  std::size_t mistakes_ = 0;
};

// A reader of lines: what derives from it gets each without its end and blanks.
class LineReader : public FormatReader {
 public:
  explicit LineReader(Intake& intake) : intake_(intake) {}
  Status write(std::string_view bytes) override;
  Status finish() override;

 protected:
  virtual void line(std::size_t number, std::string_view text) = 0;
  Intake& intake() { return intake_; }

 private:
  void end_line(std::string_view text);

  Intake& intake_;
  std::string partial_;
  bool too_long_ = false;
  std::size_t number_ = 1;
};

// A reader of CSV: records by named columns (RFC 4180).
class CsvRecords : public FormatReader {
 public:
  CsvRecords(Intake& intake, bool head_in_comment)
      : intake_(intake), head_in_comment_(head_in_comment) {}
  Status write(std::string_view bytes) override;
  Status finish() override;

 protected:
  // Fails if the head lacks a column that is needed.
  virtual Status head() = 0;
  virtual void record(std::size_t line) = 0;

  Intake& intake() { return intake_; }
  bool has(std::string_view column) const;
  // The cell of the present record; empty if there is none.
  std::string_view cell(std::string_view column) const;

 private:
  Status character(char c);
  Status end_record();
  void end_cell();

  Intake& intake_;
  bool head_in_comment_;
  std::vector<std::string> columns_;
  std::vector<std::string> cells_;
  std::string cell_;
  std::string comment_;
  bool have_head_ = false;
  bool quoted_ = false;       // within quotes
  bool after_quote_ = false;  // behind a quote that may end the cell
  bool in_comment_ = false;
  bool too_long_ = false;
  std::size_t size_ = 0;  // of the record
  std::size_t line_ = 1;
  std::size_t first_line_ = 1;  // of the record
};

// A reader of JSON: what derives from it gets the pieces.
class JsonReader : public FormatReader {
 public:
  JsonReader(Intake& intake, std::vector<std::string> patterns);
  Status write(std::string_view bytes) override;
  Status finish() override;

 protected:
  virtual void piece(const json::Piece& piece) = 0;
  Intake& intake() { return intake_; }

 private:
  Intake& intake_;
  json::Stream stream_;
};

std::string_view trim(std::string_view text);
// Without what follows '#' (or `mark`) at its beginning or behind a blank.
std::string_view without_comment(std::string_view line, char mark);
// Members of an object of JSON; empty or nothing if absent or of another type.
std::string_view text_of(const json::Object& object, std::string_view key);
std::optional<double> number_of(const json::Object& object, std::string_view key);
// RFC 3339, or "2026-01-02 09:30:11" with or without " UTC", taken as UTC.
std::optional<Time> time_of(std::string_view text);
// "http://" before a value of ours.
std::string with_scheme(std::string_view value, std::string_view scheme = "http");
// The end of an entry in seconds since 1970, rounded down.
std::int64_t seconds_of(Time time);

}  // namespace analyzer::feeds

#endif  // FEEDS_FORMATS_INTAKE_H_
