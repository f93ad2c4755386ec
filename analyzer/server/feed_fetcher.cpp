#include "analyzer/server/feed_fetcher.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "analyzer/server/outgoing.h"
#include "analyzer/service/gzip.h"

namespace analyzer::server {
namespace {

constexpr long kMostRedirects = 5;
constexpr std::size_t kLongestHeader = 1024;

// One fetch as libcurl's callbacks see it.
struct Transfer {
  const FetchRequest& request;
  const TakeBytes& take;
  Outgoing& outgoing;
  CURL* handle = nullptr;
  std::size_t bytes = 0;  // unpacked
  bool too_many = false;
  bool unpackable = true;
  Status taken = {};
  Fetched answer = {};        // of the last response's headers
  std::string encoding = {};  // the same
  bool chunked = false;
  std::optional<Gunzip> packed = {};
};

Status take_bytes(Transfer& transfer, std::string_view bytes) {
  transfer.bytes += bytes.size();
  transfer.too_many = transfer.bytes > transfer.request.most_bytes;
  if (transfer.too_many) return fail(ErrorCode::kUnavailable, "more bytes than allowed");
  if (status_of(transfer.handle) != 200) return {};  // a page about an error
  transfer.taken = transfer.take(bytes);
  return transfer.taken;
}

// Unpacks by itself: libcurl takes a packed answer that is cut off for a whole one.
std::size_t on_bytes(char* data, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t size = one * count;
  const auto take = [&](std::string_view bytes) { return take_bytes(transfer, bytes); };
  Status done;
  if (transfer.encoding.empty() || transfer.encoding == "identity") {
    done = take({data, size});
  } else if (transfer.encoding == "gzip" || transfer.encoding == "x-gzip" ||
             transfer.encoding == "deflate") {
    if (!transfer.packed) transfer.packed.emplace();
    done = transfer.packed->write({data, size}, take);
    transfer.unpackable = done || transfer.too_many || !transfer.taken;
  } else {
    transfer.unpackable = false;
  }
  return done && transfer.unpackable ? size : CURL_WRITEFUNC_ERROR;
}

// The value of header `name` if `line` is it; none of one above `longest` bytes.
bool is_header(std::string_view line, std::string_view name, std::string& value,
               std::size_t longest = kLongestHeader) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if ((line[i] | 0x20) != name[i]) return false;
  }
  line.remove_prefix(name.size() + 1);
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  if (line.size() <= longest) value = line;
  return true;
}

std::size_t on_header(char* data, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view line(data, one * count);
  if (line.starts_with("HTTP/")) {
    transfer.answer = {};  // the next hop's
    transfer.encoding.clear();
    transfer.chunked = false;
    transfer.packed.reset();
  }
  if (is_header(line, "content-encoding", transfer.encoding)) {
    for (char& c : transfer.encoding) c = static_cast<char>(c | 0x20);  // letters alone count
  }
  std::string value;
  if (is_header(line, "etag", value)) {
    transfer.answer.etag = value;
  } else if (is_header(line, "last-modified", value)) {
    transfer.answer.last_modified = value;
  } else if (is_header(line, "transfer-encoding", value)) {
    transfer.chunked = true;
  } else if (is_header(line, "location", value, line.size()) && transfer.outgoing.refuses(value)) {
    return 0;
  }
  return line.size();
}

tl::unexpected<Error> unavailable(std::string why) {
  return fail(ErrorCode::kUnavailable, std::move(why));
}

void set_options(CURL* h, Transfer& transfer, const Outgoing& outgoing,
                 const FetcherOptions& options) {
  const bool secure = outgoing.address.starts_with("https://");
  curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : outgoing.protocols());
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(h, CURLOPT_MAXREDIRS, kMostRedirects);
  curl_easy_setopt(h, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, options.slow_bytes);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, options.slow_seconds);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, &transfer);
}

// Whether the answer itself says where it ends.
bool is_delimited(CURL* handle, const Transfer& transfer) {
  curl_off_t length = -1;
  long version = 0;
  curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  curl_easy_getinfo(handle, CURLINFO_HTTP_VERSION, &version);
  const bool framed = version >= CURL_HTTP_VERSION_2_0;  // which are HTTP/2 and 3
  return length >= 0 || framed || transfer.chunked || transfer.packed;
}

void tell_later(CURL* handle, const FetchRequest& request) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0 && request.later) request.later(std::chrono::seconds{seconds});
}

}  // namespace

void init_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

HttpFetcher::HttpFetcher(FetcherOptions options) : options_(std::move(options)) { init_curl(); }

Result<Fetched> HttpFetcher::fetch(const FetchRequest& request, const TakeBytes& take) {
  Outgoing outgoing{request.address, request.intranet, request.longest, request.stopped};
  const CurlHandle handle = outgoing_handle(outgoing, options_);
  if (!handle) return unavailable("no memory");
  if (outgoing.refuses(request.address)) return unavailable("leads to a private address");
  Transfer transfer{request, take, outgoing, handle.get()};
  set_options(handle.get(), transfer, outgoing, options_);
  HeaderLines headers;
  headers.add("Accept-Encoding: gzip");
  if (!request.etag.empty() && is_one_line(request.etag)) {
    headers.add("If-None-Match: " + request.etag);
  }
  const bool asks = !request.etag.empty() || !request.last_modified.empty();
  if (!request.accept.empty()) headers.add("Accept: " + request.accept);
  if (!request.bearer.empty() && is_one_line(request.bearer)) {
    headers.add("Authorization: Bearer " + request.bearer);
  }
  if (!request.last_modified.empty() && is_one_line(request.last_modified)) {
    headers.add("If-Modified-Since: " + request.last_modified);
  }
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.list());
  const CURLcode code = curl_easy_perform(handle.get());
  if (!transfer.taken) return tl::unexpected(transfer.taken.error());
  if (code != CURLE_OK) {
    if (transfer.too_many) return unavailable("more bytes than allowed");
    if (!transfer.unpackable) return unavailable("cannot be unpacked");
    return unavailable(words_of(code, handle.get(), outgoing));
  }
  if (transfer.packed && !transfer.packed->whole()) return unavailable("cannot be unpacked");
  const long status = status_of(handle.get());
  if (status == 304 && asks) transfer.answer.unchanged = true;
  if (status != 200 && !transfer.answer.unchanged) {
    tell_later(handle.get(), request);
    return unavailable("answers " + std::to_string(status));
  }
  transfer.answer.whole = is_delimited(handle.get(), transfer);
  return transfer.answer;
}

}  // namespace analyzer::server
