// What every request that leaves the service has in common: https alone, public
// addresses alone unless the other end is this site's own, the site's proxy, a time
// limit, and a way to be broken off. Private to feed_fetcher.cpp and http_poster.cpp.

#ifndef ANALYZER_SERVER_OUTGOING_H_
#define ANALYZER_SERVER_OUTGOING_H_

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/server/feed_fetcher.h"

namespace analyzer::server {

// Whether the address names this machine or a private address, by number or as "localhost".
// `base`: what a relative one is relative to. Other names are not looked up.
bool names_private(const std::string& address, const std::string& base = {});

// One request as libcurl's callbacks see it: must outlive it.
struct Outgoing {
  const std::string& address;
  bool intranet;  // private addresses and http:// are allowed
  std::chrono::seconds longest;
  const std::function<bool()>& stopped;  // asked about once a second; may be empty
  bool proxied = false;
  bool refused_address = false;  // it led to a private address
  bool opened = false;           // a connection

  // Refuses it, before anything is sent, where only its words can tell: behind a proxy, which
  // resolves the names.
  bool refuses(const std::string& leads_to) {
    refused_address = proxied && !intranet && names_private(leads_to, address);
    return refused_address;
  }
  const char* protocols() const { return intranet ? "http,https" : "https"; }
};

using CurlHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
// Null without memory. Needs init_curl().
CurlHandle outgoing_handle(Outgoing& outgoing, const FetcherOptions& options);

// Lines of a request's head; freed with it.
class HeaderLines {
 public:
  HeaderLines() = default;
  ~HeaderLines() { curl_slist_free_all(list_); }
  HeaderLines(const HeaderLines&) = delete;
  HeaderLines& operator=(const HeaderLines&) = delete;
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  curl_slist* list() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// False for what would begin a line of its own in a request's head.
bool is_one_line(std::string_view text);

// The status of the answer so far, 0 for none.
long status_of(CURL* handle);

// Why a request gave up, in words that stay: the console has a sentence for each.
std::string words_of(CURLcode code, CURL* handle, const Outgoing& outgoing);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_OUTGOING_H_
