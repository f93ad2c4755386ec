// Webhooks over HTTPS.

#ifndef ANALYZER_SERVER_HTTP_POSTER_H_
#define ANALYZER_SERVER_HTTP_POSTER_H_

#include "analyzer/server/feed_fetcher.h"
#include "analyzer/service/webhooks.h"

namespace analyzer::server {

// Follows no redirect: a 3xx is an answer. The address is checked when the connection is
// opened, as HttpFetcher's; of the answer's body the first 64 KB are read and dropped.
//
// Any number of threads may post at once.
class HttpPoster final : public Poster {
 public:
  explicit HttpPoster(FetcherOptions options);
  Result<int> post(const PostRequest& request) override;

 private:
  FetcherOptions options_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_HTTP_POSTER_H_
