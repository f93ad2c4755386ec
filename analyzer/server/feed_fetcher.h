// Lists over HTTPS; with http_poster.h the only wrapper round libcurl.

#ifndef ANALYZER_SERVER_FEED_FETCHER_H_
#define ANALYZER_SERVER_FEED_FETCHER_H_

#include <memory>
#include <string>

#include "analyzer/service/feed_fetch.h"

namespace analyzer::server {

struct FetcherOptions {
  std::string proxy;    // "http://host:port"; empty: none, whatever the environment says
  std::string ca_file;  // PEM of those who may vouch for a server; empty: the system's
  long connect_seconds = 10;
  long slow_bytes = 100;   // fewer bytes a second …
  long slow_seconds = 20;  // … for so long end the fetch
};

// Makes libcurl ready, once in the program; before the first use of it.
void init_curl();

// Asks with If-None-Match and If-Modified-Since; takes gzip and deflate, and counts the
// bytes after they were unpacked. Certificates are checked. At most five redirects are
// followed, none from https to http. Each address is checked when the connection to it
// is opened, after the name was resolved: loopback, private, link-local, multicast and
// reserved ones are refused unless `intranet` is set.
//
// Through a proxy the proxy's own address is what is connected to, and it may stand anywhere.
// Whatever the list's address and each redirect say by number or as "localhost" is refused all
// the same; other names the proxy resolves, so that where they may lead is the proxy's own rule.
// Certificates are checked through its tunnel as without it.
//
// What an answer without length, chunks or packing leaves open is told as Fetched::whole. The
// time of a Retry-After with an answer that is not the list goes to `later`.
//
// Any number of threads may fetch at once.
class HttpFetcher final : public Fetcher {
 public:
  explicit HttpFetcher(FetcherOptions options);
  Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) override;

 private:
  FetcherOptions options_;
};

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_FEED_FETCHER_H_
