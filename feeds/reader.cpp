#include "feeds/reader.h"

#include <algorithm>

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::size_t kHead = 64;  // bytes that tell what the rest is

// Lines, CSV among them; else JSON.
bool is_by_line(Format format) {
  switch (format) {
    case Format::kPhishtankJson:
    case Format::kUrlhausJson:
    case Format::kMisp:
    case Format::kWarninglist:
    case Format::kStix:
    case Format::kDelta:
      return false;
    default:
      return true;
  }
}

tl::unexpected<Error> no_list(const char* why) {
  return fail(ErrorCode::kInvalid, std::string("line 1: ") + why);
}

}  // namespace

Reader::Reader(Format format, ReadOptions options, Sink sink)
    : intake_(std::make_unique<Intake>(std::move(options), std::move(sink))),
      format_(row_of(format).read(*intake_)),
      by_line_(is_by_line(format)) {}
Reader::~Reader() = default;

// Looks at the first bytes and hands them on.
Status Reader::begin() {
  begun_ = true;
  std::string_view head = head_;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return no_list("UTF-16");
  if (head.starts_with("\x1F\x8B")) return no_list("compressed, not text");
  if (head.starts_with("PK\x03\x04")) return no_list("an archive, not text");
  if (head.starts_with(kUtf8Mark)) head.remove_prefix(kUtf8Mark.size());
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && head[first] == '<') {
    return no_list("a page of HTML or XML, not a list");
  }
  return hand_on(head);
}

Status Reader::hand_on(std::string_view bytes) {
  if (!bytes.empty()) line_ended_ = bytes.back() == '\n';
  if (bytes.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::kInvalid, "bytes that are no text");
  }
  return format_->write(bytes);
}

Status Reader::write(std::string_view bytes) {
  if (begun_) return hand_on(bytes);
  head_ += bytes;
  if (head_.size() < kHead) return {};
  return begin();
}

Status Reader::finish() {
  if (!begun_) {
    if (Status status = begin(); !status) return status;
  }
  if (Status status = format_->finish(); !status) return status;
  if (intake_->entries() == 0 && intake_->mistakes() > 0) {
    return fail(ErrorCode::kInvalid, "not one entry of this format");
  }
  return intake_->status();
}

}  // namespace analyzer::feeds
