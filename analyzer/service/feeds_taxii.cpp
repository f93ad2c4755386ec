// A list that comes from a TAXII 2.1 server, page by page.
// Source: https://docs.oasis-open.org/cti/taxii/v2.1/os/taxii-v2.1-os.html

#include <algorithm>

#include "analyzer/service/feeds.h"
#include "feeds/taxii_pages.h"

namespace analyzer {

Status Feeds::take_pages(const FeedConfig& feed, FetchRequest request, const feeds::Sink& sink,
                         RunProgress& progress) {
  const char mark = feed.address.find('?') == std::string::npos ? '?' : '&';
  request.accept = "application/taxii+json;version=2.1";
  request.etag.clear();  // pages have none
  request.last_modified.clear();
  request.most_bytes = std::min(feed.most_bytes, feeds::kMostTaxiiPage);
  feeds::TaxiiPages pages({.source = feed.name}, sink);
  while (pages.more()) {
    request.address = feed.address + mark + pages.query();
    std::string bytes;
    const auto fetched = fetcher_.fetch(request, [&](std::string_view piece) -> Status {
      bytes += piece;
      progress.bytes += piece.size();
      return {};
    });
    if (!fetched) return tl::unexpected(fetched.error());
    if (progress.bytes > feed.most_bytes) {
      return fail(ErrorCode::kUnavailable, "more bytes than allowed");
    }
    if (Status status = pages.take(bytes); !status) return status;
  }
  return pages.finish();
}

}  // namespace analyzer
