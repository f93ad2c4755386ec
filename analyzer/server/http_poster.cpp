#include "analyzer/server/http_poster.h"

#include <curl/curl.h>

#include "analyzer/server/public_address.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kMostAnswer = std::size_t{64} << 10;

struct Posting {
  const PostRequest& request;
  bool refused_address = false;
  std::size_t bytes = 0;
};

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& posting = *static_cast<Posting*>(user);
  if (!posting.request.intranet && !is_public(address->addr)) {
    posting.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t on_bytes(char*, std::size_t one, std::size_t count, void* user) {
  auto& posting = *static_cast<Posting*>(user);
  posting.bytes += one * count;
  return posting.bytes > kMostAnswer ? CURL_WRITEFUNC_ERROR : one * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& posting = *static_cast<Posting*>(user);
  return posting.request.stopped && posting.request.stopped() ? 1 : 0;
}

bool is_clean(const std::string& text) { return text.find_first_of("\r\n") == text.npos; }

struct Headers {
  curl_slist* list = nullptr;
  ~Headers() { curl_slist_free_all(list); }
};

void set_options(CURL* h, Posting& posting, const FetcherOptions& options) {
  const PostRequest& request = posting.request;
  curl_easy_setopt(h, CURLOPT_URL, request.address.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, request.intranet ? "http,https" : "https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, options.connect_seconds);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(request.longest.count()));
  curl_easy_setopt(h, CURLOPT_USERAGENT, "pension-certification-analyzer");
  curl_easy_setopt(h, CURLOPT_PROXY, options.proxy.c_str());
  // A proxy is this site's own and may stand anywhere.
  if (options.proxy.empty()) curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &posting);
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, &posting);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &posting);
  curl_easy_setopt(h, CURLOPT_POST, 1L);
  curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  if (!options.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
}

}  // namespace

HttpPoster::HttpPoster(FetcherOptions options) : options_(std::move(options)) { init_curl(); }

Result<int> HttpPoster::post(const PostRequest& request) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  if (!handle) return fail(ErrorCode::kUnavailable, "no memory");
  Posting posting{request};
  set_options(handle.get(), posting, options_);
  Headers headers;
  headers.list = curl_slist_append(headers.list, "Expect:");
  for (const auto& [name, value] : request.headers) {
    if (!is_clean(name) || !is_clean(value)) return fail(ErrorCode::kInvalid, "a header is wrong");
    headers.list = curl_slist_append(headers.list, (name + ": " + value).c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.list);
  const CURLcode code = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (posting.refused_address) return fail(ErrorCode::kUnavailable, "leads to a private address");
  // Too long an answer is an answer.
  if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && status != 0)) {
    return fail(ErrorCode::kUnavailable, curl_easy_strerror(code));
  }
  return static_cast<int>(status);
}

}  // namespace analyzer::server
