#include "feeds/taxii_pages.h"

#include "feeds/formats/formats.h"
#include "feeds/formats/intake.h"

namespace analyzer::feeds {
namespace {

constexpr std::size_t kLongestNext = 1024;  // bytes
constexpr json::Limits kEnvelope{.max_depth = 32, .max_bytes = kMostTaxiiPage};

std::string escaped(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                       (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' || byte == '.';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

bool says_more(const json::Object& envelope) {
  const json::Value* more = envelope.if_contains("more");
  return more != nullptr && more->is_bool() && more->get_bool();
}

bool holds_objects(const json::Object& envelope) {
  const json::Value* objects = envelope.if_contains("objects");
  return objects != nullptr && objects->is_array() && !objects->get_array().empty();
}

tl::unexpected<Error> no_list(const char* why) {
  return fail(ErrorCode::kInvalid, std::string("a page of the collection ") + why);
}

}  // namespace

TaxiiPages::TaxiiPages(ReadOptions options, Sink sink)
    : intake_(std::make_unique<Intake>(std::move(options), std::move(sink))) {}
TaxiiPages::~TaxiiPages() = default;

std::string TaxiiPages::query() const {
  return next_.empty() ? "limit=1000" : "limit=1000&next=" + escaped(next_);
}

Status TaxiiPages::take(std::string_view bytes) {
  const Result<json::Value> envelope = json::parse(bytes, kEnvelope);
  if (!envelope || !envelope->is_object()) return no_list("is no JSON object");
  if (holds_objects(envelope->get_object())) {
    const auto reader = row_of(Format::kStix).read(*intake_);
    if (Status status = reader->write(bytes); !status) return status;
    if (Status status = reader->finish(); !status) return status;
  }
  more_ = says_more(envelope->get_object());
  if (!more_) return {};
  next_ = text_of(envelope->get_object(), "next");
  if (next_.empty() || next_.size() > kLongestNext) {
    return no_list("says that there is more, but not where");
  }
  if (!asked_.insert(next_).second) return no_list("leads back to one that was taken");
  if (asked_.size() >= kMostTaxiiPages) {
    return fail(ErrorCode::kInvalid, "more pages than allowed");
  }
  return {};
}

Status TaxiiPages::finish() const {
  if (more_) return fail(ErrorCode::kInvalid, "pages of the collection are missing");
  if (intake_->entries() == 0 && intake_->mistakes() > 0) {
    return fail(ErrorCode::kInvalid, "not one entry of this format");
  }
  return intake_->status();
}

}  // namespace analyzer::feeds
