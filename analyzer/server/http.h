// HTTP messages as plain values. Only listener.cpp knows the library that reads
// and writes them.

#ifndef ANALYZER_SERVER_HTTP_H_
#define ANALYZER_SERVER_HTTP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace analyzer::server {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

// "GET", ...; "OTHER" for a method that no route knows.
std::string_view method_name(Method method);

// The request headers that something here reads; all others are dropped unread.
enum class Header : std::uint8_t {
  kAccept,
  kAcceptEncoding,
  kAcceptLanguage,
  kAuthorization,
  kContentType,
  kCookie,
  kCsrfToken,  // X-CSRF-Token
  kHost,
  kIfMatch,
  kIfNoneMatch,
  kNonce,  // X-Nonce
  kOrigin,
  kRequestId,  // X-Request-Id
  kTimestamp,  // X-Timestamp
  kCount
};

struct Request {
  Method method = Method::kOther;
  std::string path;   // as sent, percent-encoded, begins with '/'
  std::string query;  // as sent, without '?'
  std::array<std::string, static_cast<std::size_t>(Header::kCount)> headers;
  std::string body;
  std::string remote;       // address of the caller, behind trusted proxies the one they name
  std::string request_id;   // 1 to 64 of [A-Za-z0-9._-]; the caller's own or ours
  std::string client_name;  // common name of a verified client certificate, else empty
  bool secure = false;      // came by TLS, to us or to a trusted proxy
  std::shared_ptr<void> admitted;  // what Application::admit() noted for handle()

  std::string_view header(Header name) const { return headers[static_cast<std::size_t>(name)]; }
};

struct Response {
  int status = 200;
  std::string content_type;  // empty: no body and no Content-Type
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // sent in place of `body` where set

  std::string_view bytes() const { return shared_body ? *shared_body : body; }
};

// Answers the request it was made for: at most once, from any thread, at once
// or later. Where the last copy is dropped unused the caller gets a 500.
using Respond = std::function<void(Response&&)>;

// What is known of a request once its headers are read.
struct Admission {
  std::size_t body_limit = 0;      // bytes; a longer body is answered 413
  bool proved = false;             // the caller's key was checked: see body_budget.h
  std::shared_ptr<void> note;      // handed back in Request::admitted
  std::optional<Response> answer;  // sent at once: a refusal, or a page of the console
};

// What stands behind a listener. Both functions are called on io threads, many
// at once, and must not block.
class Application {
 public:
  virtual ~Application() = default;
  Application() = default;
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Looks at a request whose body is not read yet.
  virtual Admission admit(const Request& head) = 0;

  // Takes the whole request and sees to it that `respond` is called.
  virtual void handle(Request&& request, Respond respond) = 0;

  // Makes the answer for a request that could not be read as one (400, 408,
  // 413, 431, 500, 503). `request` holds what is known, maybe nothing.
  virtual Response unreadable(int status, const Request& request) = 0;
};

// Decodes %XX (and '+' as a space where `plus_is_space`). Returns nothing where
// an escape is broken or yields a NUL.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// Returns the pairs of a query string, decoded, in order; nothing where one
// cannot be decoded.
using Query = std::vector<std::pair<std::string, std::string>>;
std::optional<Query> parse_query(std::string_view query);

// Returns the value of cookie `name` in a Cookie header, or an empty view.
std::string_view cookie_value(std::string_view header, std::string_view name);

// The reason phrase of a status, "OK" for 200.
std::string_view reason_phrase(int status);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_HTTP_H_
