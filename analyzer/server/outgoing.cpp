#include "analyzer/server/outgoing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "analyzer/server/public_address.h"

namespace analyzer::server {
namespace {

// Asked of every address that a name resolves to, after each redirect too.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& outgoing = *static_cast<Outgoing*>(user);
  // A proxy is this site's own and may stand anywhere.
  if (!outgoing.intranet && !outgoing.proxied && !is_public(address->addr)) {
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
  // Else NO_PROXY of the environment would lead past the proxy, to addresses nobody checks.
  curl_easy_setopt(h, CURLOPT_NOPROXY, "");
  outgoing.proxied = !options.proxy.empty();
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &outgoing);
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, &outgoing);
  if (!options.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
  return handle;
}

bool names_private(const std::string& address, const std::string& base) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (url == nullptr) return true;
  if (!base.empty()) curl_url_set(url.get(), CURLUPART_URL, base.c_str(), 0);
  char* part = nullptr;
  if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) != 0 ||
      curl_url_get(url.get(), CURLUPART_HOST, &part, 0) != 0) {
    return false;  // leads nowhere
  }
  std::string host(part);  // numbers in their one form
  curl_free(part);
  while (host.ends_with('.')) host.pop_back();
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  sockaddr_in6 six{};
  if (host.starts_with('[') && host.ends_with(']')) {
    six.sin6_family = AF_INET6;
    const std::string inner = host.substr(1, host.size() - 2);
    return ::inet_pton(AF_INET6, inner.c_str(), &six.sin6_addr) != 1 ||
           !is_public(reinterpret_cast<const sockaddr&>(six));
  }
  sockaddr_in four{};
  four.sin_family = AF_INET;
  return ::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1 &&
         !is_public(reinterpret_cast<const sockaddr&>(four));
}

bool is_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

long status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::string words_of(CURLcode code, CURL* handle, const Outgoing& outgoing) {
  if (outgoing.refused_address) return "leads to a private address";
  long tunnel = 0;
  curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &tunnel);
  if (tunnel >= 300) return "the proxy answers " + std::to_string(tunnel);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "its name cannot be resolved";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "the proxy's name cannot be resolved";
    case CURLE_COULDNT_CONNECT:
      return "no connection";
    case CURLE_OPERATION_TIMEDOUT:
      return "too slow";
    case CURLE_TOO_MANY_REDIRECTS:
      return "redirected too often";
    case CURLE_UNSUPPORTED_PROTOCOL:
      return outgoing.opened && status_of(handle) == 0 ? "speaks no HTTP"
                                                       : "leads to something else than https";
    case CURLE_SSL_CONNECT_ERROR:
      return "no encrypted connection";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "its certificate is not trusted";
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return "the connection broke off";
    case CURLE_ABORTED_BY_CALLBACK:
      return "broken off";
    default:
      return curl_easy_strerror(code);
  }
}

}  // namespace analyzer::server
