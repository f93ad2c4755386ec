#include "analyzer/server/outgoing.h"

#include <sys/socket.h>

#include "analyzer/server/public_address.h"

namespace analyzer::server {
namespace {

// Asked of every address that a name resolves to, after each redirect too.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& outgoing = *static_cast<Outgoing*>(user);
  if (!outgoing.intranet && !is_public(address->addr)) {
    outgoing.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  outgoing.opened = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Also asked while nothing comes, about once a second.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& outgoing = *static_cast<Outgoing*>(user);
  return outgoing.stopped && outgoing.stopped() ? 1 : 0;
}

}  // namespace

CurlHandle outgoing_handle(Outgoing& outgoing, const FetcherOptions& options) {
  CurlHandle handle(curl_easy_init(), &curl_easy_cleanup);
  CURL* const h = handle.get();
  if (h == nullptr) return handle;
  curl_easy_setopt(h, CURLOPT_URL, outgoing.address.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, outgoing.protocols());
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, options.connect_seconds);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(outgoing.longest.count()));
  curl_easy_setopt(h, CURLOPT_USERAGENT, "pension-certification-analyzer");
  curl_easy_setopt(h, CURLOPT_PROXY, options.proxy.c_str());
  // A proxy is this site's own and may stand anywhere.
  if (options.proxy.empty()) curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &outgoing);
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, &outgoing);
  if (!options.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
  return handle;
}

bool is_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

long status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

}  // namespace analyzer::server
