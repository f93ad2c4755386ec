#include "analyzer/server/http_poster.h"

#include "analyzer/server/outgoing.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kMostAnswer = std::size_t{64} << 10;

// Nobody reads the answer: it is counted so that it ends.
std::size_t on_bytes(char*, std::size_t one, std::size_t count, void* user) {
  auto& bytes = *static_cast<std::size_t*>(user);
  bytes += one * count;
  return bytes > kMostAnswer ? CURL_WRITEFUNC_ERROR : one * count;
}

}  // namespace

HttpPoster::HttpPoster(FetcherOptions options) : options_(std::move(options)) { init_curl(); }

Result<int> HttpPoster::post(const PostRequest& request) {
  Outgoing outgoing{request.address, request.intranet, request.longest, request.stopped};
  const CurlHandle handle = outgoing_handle(outgoing, options_);
  CURL* const h = handle.get();
  if (h == nullptr) return fail(ErrorCode::kUnavailable, "no memory");
  if (outgoing.refuses(request.address)) {
    return fail(ErrorCode::kUnavailable, "leads to a private address");
  }
  std::size_t bytes = 0;
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &bytes);
  curl_easy_setopt(h, CURLOPT_POST, 1L);
  curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
  HeaderLines headers;
  headers.add("Expect:");
  for (const auto& [name, value] : request.headers) {
    if (!is_one_line(name) || !is_one_line(value)) {
      return fail(ErrorCode::kInvalid, "a header is wrong");
    }
    headers.add(name + ": " + value);
  }
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers.list());
  const CURLcode code = curl_easy_perform(h);
  const long status = status_of(h);
  // Too long an answer is an answer.
  if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && status != 0)) {
    return fail(ErrorCode::kUnavailable, words_of(code, h, outgoing));
  }
  return static_cast<int>(status);
}

}  // namespace analyzer::server
