#include "analyzer/server/feed_fetcher.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <mutex>

#include "analyzer/server/public_address.h"

namespace analyzer::server {
namespace {

constexpr long kMostRedirects = 5;
constexpr std::size_t kLongestHeader = 1024;

// One fetch as libcurl's callbacks see it.
struct Transfer {
  const FetchRequest& request;
  const TakeBytes& take;
  CURL* handle = nullptr;
  std::size_t bytes = 0;
  bool refused_address = false;
  bool too_many = false;
  Status taken = {};
  Fetched answer = {};    // of the last response's headers
  bool opened = false;    // a connection
  bool answered = false;  // with a line of HTTP
};

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (!transfer.request.intranet && !is_public(address->addr)) {
    transfer.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  transfer.opened = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Also asked while nothing comes, about once a second.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(user);
  return transfer.request.stopped && transfer.request.stopped() ? 1 : 0;
}

bool is_success(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status == 200;
}

std::size_t on_bytes(char* data, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t size = one * count;
  transfer.bytes += size;
  if (transfer.bytes > transfer.request.most_bytes) {
    transfer.too_many = true;
    return CURL_WRITEFUNC_ERROR;
  }
  if (!is_success(transfer.handle)) return size;  // a page about an error
  transfer.taken = transfer.take({data, size});
  return transfer.taken ? size : CURL_WRITEFUNC_ERROR;
}

// The value of header `name` if `line` is it.
bool is_header(std::string_view line, std::string_view name, std::string& value) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if ((line[i] | 0x20) != name[i]) return false;
  }
  line.remove_prefix(name.size() + 1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  if (line.size() <= kLongestHeader) value = line;
  return true;
}

std::size_t on_header(char* data, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, one * count);
  if (line.starts_with("HTTP/")) {
    transfer.answered = true;
    transfer.answer = {};  // the next hop's
  }
  if (!is_header(line, "etag", transfer.answer.etag)) {
    is_header(line, "last-modified", transfer.answer.last_modified);
  }
  return line.size();
}

bool is_clean(const std::string& header) {
  return header.find_first_of("\r\n") == std::string::npos;
}

tl::unexpected<Error> unavailable(std::string why) {
  return fail(ErrorCode::kUnavailable, std::move(why));
}

// What is asked beside the address; the list is freed with it.
struct Headers {
  curl_slist* list = nullptr;
  ~Headers() { curl_slist_free_all(list); }
  void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
};

void set_options(CURL* h, Transfer& transfer, const FetcherOptions& options) {
  const FetchRequest& request = transfer.request;
  const char* protocols = request.intranet ? "http,https" : "https";
  const bool secure = request.address.starts_with("https://");
  curl_easy_setopt(h, CURLOPT_URL, request.address.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : protocols);
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(h, CURLOPT_MAXREDIRS, kMostRedirects);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, options.connect_seconds);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(request.longest.count()));
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, options.slow_bytes);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, options.slow_seconds);
  curl_easy_setopt(h, CURLOPT_USERAGENT, "pension-certification-analyzer");
  curl_easy_setopt(h, CURLOPT_PROXY, options.proxy.c_str());
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, &transfer);
  if (!options.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
}

std::string words_of(CURLcode code, const Transfer& transfer) {
  if (transfer.refused_address) return "leads to a private address";
  if (transfer.too_many) return "more bytes than allowed";
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "its name cannot be resolved";
    case CURLE_COULDNT_CONNECT:
      return "no connection";
    case CURLE_OPERATION_TIMEDOUT:
      return "too slow";
    case CURLE_TOO_MANY_REDIRECTS:
      return "redirected too often";
    case CURLE_UNSUPPORTED_PROTOCOL:
      return transfer.opened && !transfer.answered ? "speaks no HTTP"
                                                   : "leads to something else than https";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "its certificate is not trusted";
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
      return "the connection broke off";
    case CURLE_ABORTED_BY_CALLBACK:
      return "broken off";
    case CURLE_BAD_CONTENT_ENCODING:
      return "cannot be unpacked";
    default:
      return curl_easy_strerror(code);
  }
}

}  // namespace

void init_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

HttpFetcher::HttpFetcher(FetcherOptions options) : options_(std::move(options)) { init_curl(); }

Result<Fetched> HttpFetcher::fetch(const FetchRequest& request, const TakeBytes& take) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  if (!handle) return unavailable("no memory");
  Transfer transfer{request, take, handle.get()};
  set_options(handle.get(), transfer, options_);
  // The proxy is this site's own and may stand anywhere.
  if (!options_.proxy.empty()) curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETFUNCTION, nullptr);
  Headers headers;
  if (!request.etag.empty() && is_clean(request.etag)) {
    headers.add("If-None-Match: " + request.etag);
  }
  const bool asks = headers.list != nullptr || !request.last_modified.empty();
  if (!request.accept.empty()) headers.add("Accept: " + request.accept);
  if (!request.bearer.empty() && is_clean(request.bearer)) {
    headers.add("Authorization: Bearer " + request.bearer);
  }
  if (!request.last_modified.empty() && is_clean(request.last_modified)) {
    headers.add("If-Modified-Since: " + request.last_modified);
  }
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.list);
  const CURLcode code = curl_easy_perform(handle.get());
  if (!transfer.taken) return tl::unexpected(transfer.taken.error());
  if (code != CURLE_OK) return unavailable(words_of(code, transfer));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status == 304 && asks) transfer.answer.unchanged = true;
  if (status != 200 && !transfer.answer.unchanged) {
    return unavailable("answers " + std::to_string(status));
  }
  return transfer.answer;
}

}  // namespace analyzer::server
