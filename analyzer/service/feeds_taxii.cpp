// A list that comes from a TAXII 2.1 server, page by page.
// Source: https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html

#include <algorithm>

#include "analyzer/service/feeds.h"

namespace analyzer {
namespace {

constexpr int kMostPages = 5000;
constexpr std::size_t kMostOfPage = std::size_t{16} << 20;  // bytes
constexpr const char* kMediaType = "application/taxii+json;version=2.1";

// What of a page is needed to ask for the next one.
struct Page {
  bool more = false;
  std::string next;
  bool empty = true;
};

Result<Page> read_page(const std::string& bytes) {
  const Result<json::Value> value = json::parse(bytes, {.max_depth = 32, .max_bytes = kMostOfPage});
  if (!value || !value->is_object()) {
    return fail(ErrorCode::kInvalid, "a page of the collection is no JSON object");
  }
  const json::Object& object = value->get_object();
  Page out;
  const json::Value* more = object.if_contains("more");
  out.more = more != nullptr && more->is_bool() && more->get_bool();
  if (const json::Value* next = object.if_contains("next"); next != nullptr && next->is_string()) {
    out.next = next->get_string();
  }
  const json::Value* objects = object.if_contains("objects");
  out.empty = objects == nullptr || !objects->is_array() || objects->get_array().empty();
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                       (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' || byte == '.';
    constexpr char kDigits[] = "0123456789ABCDEF";
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

}  // namespace

Status Feeds::take_pages(const FeedConfig& feed, FetchRequest request, const feeds::Sink& sink,
                         RunProgress& progress) {
  const char mark = feed.address.find('?') == std::string::npos ? '?' : '&';
  request.accept = kMediaType;
  request.etag.clear();  // pages have none
  request.last_modified.clear();
  request.most_bytes = std::min(feed.most_bytes, kMostOfPage);
  std::string next;
  for (int page = 0; page < kMostPages; ++page) {
    request.address = feed.address + mark + "limit=1000";
    if (!next.empty()) request.address += "&next=" + escaped(next);
    std::string bytes;
    const auto fetched = fetcher_.fetch(request, [&](std::string_view piece) -> Status {
      bytes += piece;
      progress.bytes += piece.size();
      return {};
    });
    if (!fetched) return tl::unexpected(fetched.error());
    if (progress.bytes > feed.most_bytes)
      return fail(ErrorCode::kUnavailable, "more bytes than allowed");
    const Result<Page> read = read_page(bytes);
    if (!read) return tl::unexpected(read.error());
    if (!read->empty) {
      feeds::Reader reader(feeds::Format::kStix, {.source = feed.name}, sink);
      if (Status s = reader.write(bytes); !s) return s;
      if (Status s = reader.finish(); !s) return s;
    }
    if (!read->more || read->next.empty() || read->next == next) return {};
    next = read->next;
  }
  return fail(ErrorCode::kUnavailable, "more pages than allowed");
}

}  // namespace analyzer
