#include "analyzer/server/listener.h"

#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <cstdio>
#include <limits>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_map>

#include "analyzer/server/addresses.h"
#include "analyzer/server/response_head.h"

namespace analyzer::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Strand = asio::strand<asio::io_context::executor_type>;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Strand>;
using TlsStream = asio::ssl::stream<Socket&>;
using Parser = http::request_parser<http::string_body>;
template <class T>
using Task = asio::awaitable<T, Strand>;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable_t<Strand>{});
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::chrono::milliseconds kSweepEvery{100};
constexpr std::size_t kReadBytes = 4096;          // for a request that fits
constexpr std::size_t kBodyReadBytes = 65536;     // where more is known to come
constexpr std::size_t kDrainedBodyBytes = 65536;  // a refused body this short is read and dropped

std::int64_t ticks(Clock::time_point at) { return at.time_since_epoch().count(); }

// The place where a request's answer and the coroutine that waits for it meet.
class Pending {
 public:
  void set(Response&& response) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      if (response_) return;  // answered already: the first answer counts
      response_ = std::move(response);
      wake = std::move(wake_);
    }
    if (wake) wake();
  }

  bool ready() const {
    const std::lock_guard lock(mutex_);
    return response_.has_value();
  }

  // Has `wake` called once there is an answer, at once if there is one.
  void arm(std::function<void()> wake) {
    {
      const std::lock_guard lock(mutex_);
      if (!response_) {
        wake_ = std::move(wake);
        return;
      }
    }
    wake();
  }

  Response take() {
    const std::lock_guard lock(mutex_);
    return std::move(*response_);
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Response> response_;
  std::function<void()> wake_;
};

// Held by the copies of one Respond; the last one to go answers for those that
// never did.
class Promise {
 public:
  Promise(std::shared_ptr<Pending> pending, Response fallback)
      : pending_(std::move(pending)), fallback_(std::move(fallback)) {}
  ~Promise() { pending_->set(std::move(fallback_)); }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;

  void set(Response&& response) { pending_->set(std::move(response)); }

 private:
  std::shared_ptr<Pending> pending_;
  Response fallback_;
};

// One open connection as the sweeper and stop() see it.
struct Connection : std::enable_shared_from_this<Connection> {
  explicit Connection(Socket opened) : socket(std::move(opened)) {}

  Socket socket;
  std::string peer;
  std::atomic<std::int64_t> deadline{kNever};  // steady clock ticks
  std::atomic<bool> between_requests{true};    // stop() may close it
  bool timed_out = false;                      // on the strand only

  void expire_after(std::chrono::milliseconds time) {
    deadline.store(ticks(Clock::now() + time), std::memory_order_relaxed);
  }
  void never_expire() { deadline.store(kNever, std::memory_order_relaxed); }
};

class Connections {
 public:
  // False where a limit is reached; `limited` says whether the address counts.
  bool add(const std::shared_ptr<Connection>& connection, const ListenerOptions& options,
           bool limited) {
    const std::lock_guard lock(mutex_);
    if (open_.size() >= options.connections) return false;
    if (limited) {
      std::size_t& count = per_address_[connection->peer];
      if (count >= options.connections_per_address) return false;
      ++count;
    }
    open_.emplace(connection.get(), Entry{connection, limited});
    return true;
  }

  void remove(const Connection* connection) {
    const std::lock_guard lock(mutex_);
    const auto found = open_.find(connection);
    if (found == open_.end()) return;
    if (found->second.limited) {
      const auto count = per_address_.find(connection->peer);
      if (--count->second == 0) per_address_.erase(count);
    }
    open_.erase(found);
    if (open_.empty()) empty_.notify_all();
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return open_.size();
  }

  std::vector<std::shared_ptr<Connection>> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<Connection>> out;
    out.reserve(open_.size());
    for (const auto& [key, entry] : open_) out.push_back(entry.connection);
    return out;
  }

  bool wait_empty(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, time, [this] { return open_.empty(); });
  }

 private:
  struct Entry {
    std::shared_ptr<Connection> connection;
    bool limited;
  };
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_map<const Connection*, Entry> open_;
  std::unordered_map<std::string, std::size_t> per_address_;
};

// What all sessions of a listener share.
struct Shared {
  ListenerOptions options;
  Application& application;
  AddressSet trusted;
  Connections connections;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> body_bytes{0};
  std::atomic<std::uint64_t> accepted{0}, refused{0}, timed_out{0}, next_request{0};
  std::uint32_t run = std::random_device{}();  // tells request ids of two runs apart

  std::string new_request_id() {
    char text[32];
    const auto number = next_request.fetch_add(1, std::memory_order_relaxed);
    const int size =
        std::snprintf(text, sizeof text, "%08x-%llu", run, static_cast<unsigned long long>(number));
    return {text, static_cast<std::size_t>(size)};
  }
};

// Counts a request's body against the bytes that may be in memory at once.
class BodyBudget {
 public:
  BodyBudget(Shared& shared, std::size_t bytes) : shared_(shared), bytes_(bytes) {
    const std::size_t before = shared_.body_bytes.fetch_add(bytes_, std::memory_order_relaxed);
    granted_ = before + bytes_ <= shared_.options.body_bytes_in_flight;
  }
  ~BodyBudget() { shared_.body_bytes.fetch_sub(bytes_, std::memory_order_relaxed); }
  BodyBudget(const BodyBudget&) = delete;
  BodyBudget& operator=(const BodyBudget&) = delete;

  bool granted() const { return granted_; }

 private:
  Shared& shared_;
  std::size_t bytes_;
  bool granted_ = false;
};

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::kGet;
    case http::verb::head:
      return Method::kHead;
    case http::verb::post:
      return Method::kPost;
    case http::verb::put:
      return Method::kPut;
    case http::verb::patch:
      return Method::kPatch;
    case http::verb::delete_:
      return Method::kDelete;
    case http::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}

std::optional<Header> header_of(const http::fields::value_type& field) {
  switch (field.name()) {
    case http::field::accept:
      return Header::kAccept;
    case http::field::accept_encoding:
      return Header::kAcceptEncoding;
    case http::field::accept_language:
      return Header::kAcceptLanguage;
    case http::field::authorization:
      return Header::kAuthorization;
    case http::field::content_type:
      return Header::kContentType;
    case http::field::cookie:
      return Header::kCookie;
    case http::field::host:
      return Header::kHost;
    case http::field::if_match:
      return Header::kIfMatch;
    case http::field::if_none_match:
      return Header::kIfNoneMatch;
    case http::field::origin:
      return Header::kOrigin;
    case http::field::unknown:
      break;
    default:
      return std::nullopt;
  }
  constexpr std::pair<std::string_view, Header> kOurs[] = {{"X-CSRF-Token", Header::kCsrfToken},
                                                           {"X-Nonce", Header::kNonce},
                                                           {"X-Request-Id", Header::kRequestId},
                                                           {"X-Timestamp", Header::kTimestamp}};
  const auto sent = field.name_string();
  for (const auto& [name, header] : kOurs) {
    if (boost::beast::iequals(sent, boost::beast::string_view(name.data(), name.size()))) {
      return header;
    }
  }
  return std::nullopt;
}

bool may_repeat(Header header) {
  return header == Header::kAccept || header == Header::kAcceptEncoding ||
         header == Header::kAcceptLanguage || header == Header::kIfMatch ||
         header == Header::kIfNoneMatch || header == Header::kCookie;
}

bool valid_request_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

// Splits the request target into path and query; false for any other form.
bool read_target(std::string_view target, Request& request) {
  if (target.substr(0, 7) == "http://" || target.substr(0, 8) == "https://") {
    const std::size_t slash = target.find('/', 8);
    if (slash == std::string_view::npos) return false;
    target.remove_prefix(slash);
  }
  if (target.empty() || target.front() != '/') return false;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  request.path.assign(target.substr(0, mark));
  if (mark != std::string_view::npos) request.query.assign(target.substr(mark + 1));
  return true;
}

// Fills `request` from the parsed head; false where it is not a request that
// this server can take.
bool read_head(const Parser::value_type& message, Request& request) {
  request.method = method_of(message.method());
  for (const auto& field : message) {
    const auto header = header_of(field);
    if (!header) continue;
    std::string& slot = request.headers[static_cast<std::size_t>(*header)];
    const auto value = field.value();
    if (slot.empty()) {
      slot.assign(value.data(), value.size());
    } else if (may_repeat(*header)) {
      slot.append(*header == Header::kCookie ? "; " : ", ").append(value.data(), value.size());
    } else {
      return false;
    }
  }
  if (message.version() >= 11 && request.header(Header::kHost).empty()) return false;
  const auto target = message.target();
  return read_target({target.data(), target.size()}, request);
}

// Speaks HTTP on one connection until it ends.
//
// What a co_await works on has a name wherever it lives longer than one
// statement: g++ 12 destroys some temporaries of such expressions too early.
template <class Stream>
class Session {
 public:
  Session(Shared& shared, std::shared_ptr<Connection> connection, Stream& stream)
      : shared_(shared), connection_(std::move(connection)), stream_(stream) {}

  Task<void> run() {
    while (!shared_.stopping.load(std::memory_order_relaxed)) {
      connection_->between_requests.store(true);
      connection_->expire_after(shared_.options.idle_time);
      if (buffer_.size() == 0) {
        const error_code error = co_await read_some(kReadBytes);
        if (error) break;
      }
      connection_->between_requests.store(false);
      const bool again = co_await one_request();
      if (!again) break;
    }
  }

 private:
  Task<bool> one_request() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(shared_.options.header_bytes));
    parser.body_limit(boost::none);
    parser.eager(false);
    Request request;
    connection_->expire_after(shared_.options.header_time);
    const error_code head_error = co_await feed(parser, true);
    if (head_error) co_return co_await refuse_unread(head_error, request);
    if (!read_head(parser.get(), request)) co_return co_await refuse(400, request);
    identify(parser.get(), request);
    Admission admission = shared_.application.admit(request);
    request.admitted = std::move(admission.note);
    const bool keep = parser.keep_alive();

    const auto length = parser.content_length();
    const bool empty = parser.is_done();
    std::size_t limit = admission.body_limit;
    if (admission.answer) {
      if (!empty && (!length || *length > kDrainedBodyBytes)) {
        co_await write(std::move(*admission.answer), request, false);
        co_return co_await linger();
      }
      limit = kDrainedBodyBytes;
    }
    if (length && *length > limit) co_return co_await refuse(413, request);
    const BodyBudget budget(shared_, empty    ? 0
                                     : length ? static_cast<std::size_t>(*length)
                                              : limit);
    if (!budget.granted()) co_return co_await refuse(503, request);
    if (!empty) {
      const error_code error = co_await read_body(parser, limit);
      if (error) co_return co_await refuse_unread(error, request);
    }
    if (admission.answer) co_return co_await write(std::move(*admission.answer), request, keep);
    co_return co_await answer(std::move(parser.get().body()), std::move(request), keep);
  }

  Task<error_code> read_body(Parser& parser, std::size_t limit) {
    connection_->expire_after(shared_.options.body_time);
    parser.body_limit(limit);
    parser.eager(true);
    if (buffer_.size() == 0 && parser.get()[http::field::expect] == "100-continue") {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, n] = co_await asio::async_write(
          stream_, asio::buffer(kContinue.data(), kContinue.size()), kToken);
      if (error) co_return error;
    }
    co_return co_await feed(parser, false);
  }

  Task<bool> answer(std::string body, Request request, bool keep) {
    request.body = std::move(body);
    const Request head = echo_of(request);
    connection_->never_expire();  // the application has its own limits
    auto pending = std::make_shared<Pending>();
    try {
      auto promise = std::make_shared<Promise>(pending, shared_.application.unreadable(500, head));
      shared_.application.handle(std::move(request), [promise = std::move(promise)](Response&& r) {
        promise->set(std::move(r));
      });
    } catch (...) {
      pending->set(shared_.application.unreadable(500, head));
    }
    if (!pending->ready()) co_await wait_for(pending);
    Response response = pending->take();
    co_return co_await write(std::move(response), head, keep);
  }

  // What the answer's writer still needs of the request.
  static Request echo_of(const Request& request) {
    Request head;
    head.method = request.method;
    head.request_id = request.request_id;
    return head;
  }

  Task<void> wait_for(std::shared_ptr<Pending> pending) {
    auto start = [this](auto&& handler, const std::shared_ptr<Pending>& waited) {
      auto held = std::make_shared<std::decay_t<decltype(handler)>>(std::move(handler));
      waited->arm([held, strand = connection_->socket.get_executor()] {
        asio::post(strand, [held] { std::move (*held)(); });
      });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<Strand>, void()>(
        start, asio::use_awaitable_t<Strand>{}, pending);
  }

  // Reads until the head (or the whole message) is parsed.
  Task<error_code> feed(Parser& parser, bool head_only) {
    while (head_only ? !parser.is_header_done() : !parser.is_done()) {
      if (buffer_.size() > 0) {
        error_code error;
        const std::size_t used = parser.put(buffer_.data(), error);
        buffer_.consume(used);
        if (error && error != http::error::need_more) co_return error;
        if (!error && used > 0) continue;
      }
      const auto left = parser.content_length_remaining();
      const bool much = !head_only && left && *left > kReadBytes;
      const error_code error = co_await read_some(much ? kBodyReadBytes : kReadBytes);
      if (error) co_return error;
    }
    co_return error_code{};
  }

  Task<error_code> read_some(std::size_t most) {
    const auto [error, n] = co_await stream_.async_read_some(buffer_.prepare(most), kToken);
    buffer_.commit(n);
    co_return error;
  }

  // Answers a request that broke off or broke a limit while being read.
  Task<bool> refuse_unread(error_code error, const Request& request) {
    if (connection_->timed_out) co_return co_await refuse(408, request);
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      co_return co_await refuse(431, request);
    }
    if (error == http::error::body_limit) co_return co_await refuse(413, request);
    const bool malformed =
        error.category() == http::make_error_code(http::error::bad_method).category();
    if (malformed) co_return co_await refuse(400, request);
    co_return false;  // gone
  }

  Task<bool> refuse(int status, const Request& request) {
    Response response = shared_.application.unreadable(status, request);
    co_await write(std::move(response), request, false);
    co_return co_await linger();
  }

  // Sends the answer; true if the connection may be used again.
  Task<bool> write(Response response, const Request& request, bool keep) {
    keep = keep && !shared_.stopping.load(std::memory_order_relaxed);
    connection_->expire_after(shared_.options.write_time);
    const std::string head = response_head(response, request.request_id,
                                           shared_.options.fixed_headers, http_date(), keep);
    const std::string_view body =
        request.method == Method::kHead ? std::string_view{} : response.bytes();
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head),
                                                  asio::buffer(body.data(), body.size())};
    const auto [error, n] = co_await asio::async_write(stream_, parts, kToken);
    co_return !error && keep;
  }

  // Lets a caller that is still sending read our answer: closing at once would
  // reset the connection and lose it.
  Task<bool> linger() {
    constexpr std::chrono::milliseconds kLongest{2000};
    constexpr std::size_t kMost = std::size_t{8} << 20;
    error_code ignored;
    connection_->socket.shutdown(Tcp::socket::shutdown_send, ignored);
    connection_->expire_after(std::min(kLongest, shared_.options.body_time));
    for (std::size_t dropped = 0; dropped < kMost; dropped += buffer_.size()) {
      buffer_.clear();
      const error_code error = co_await read_some(kBodyReadBytes);
      if (error) break;
    }
    co_return false;
  }

  // Fills in who is calling and the id under which the request is logged.
  void identify(const Parser::value_type& message, Request& request) {
    request.remote = connection_->peer;
    request.secure = !std::is_same_v<Stream, Socket>;
    if (shared_.trusted.contains(connection_->peer)) {
      const auto forwarded = message["X-Forwarded-For"];
      request.remote =
          caller_address(connection_->peer, {forwarded.data(), forwarded.size()}, shared_.trusted);
      request.secure = request.secure || message["X-Forwarded-Proto"] == "https";
    }
    if constexpr (!std::is_same_v<Stream, Socket>) request.client_subject = subject();
    const std::string_view sent = request.header(Header::kRequestId);
    request.request_id = valid_request_id(sent) ? std::string(sent) : shared_.new_request_id();
  }

  std::string subject() {
    X509* certificate = SSL_get0_peer_certificate(stream_.native_handle());
    if (certificate == nullptr) return {};
    char text[512];
    X509_NAME_oneline(X509_get_subject_name(certificate), text, sizeof text);
    return text;
  }

  Shared& shared_;
  std::shared_ptr<Connection> connection_;
  Stream& stream_;
  boost::beast::flat_buffer buffer_;
};

Task<void> serve(Shared& shared, std::shared_ptr<Connection> connection,
                 std::shared_ptr<asio::ssl::context> tls) {
  error_code ignored;
  connection->socket.set_option(Tcp::no_delay(true), ignored);
  try {
    if (tls) {
      TlsStream stream(connection->socket, *tls);
      connection->expire_after(shared.options.header_time);
      const auto [error] = co_await stream.async_handshake(TlsStream::server, kToken);
      if (!error) {
        Session<TlsStream> session(shared, connection, stream);
        co_await session.run();
        connection->expire_after(std::chrono::milliseconds{1000});
        co_await stream.async_shutdown(kToken);
      }
    } else {
      Session<Socket> session(shared, connection, connection->socket);
      co_await session.run();
    }
  } catch (...) {  // out of memory, most likely: this connection ends, no other does
  }
  connection->socket.close(ignored);
  shared.connections.remove(connection.get());
}

// Cancels what waits on a connection, on its strand, if `due` still holds there.
template <class Due>
void cancel_if(const std::shared_ptr<Connection>& connection, Due due) {
  asio::post(connection->socket.get_executor(), [connection, due] {
    if (!due(*connection)) return;
    error_code ignored;
    connection->socket.cancel(ignored);
  });
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const TlsOptions& options) {
  if (options.certificate_file.empty()) return std::shared_ptr<asio::ssl::context>{};
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                   error);
  tls->use_certificate_chain_file(options.certificate_file, error);
  if (error) return fail(ErrorCode::kInvalid, "tls certificate: " + error.message());
  tls->use_private_key_file(options.key_file, asio::ssl::context::pem, error);
  if (error) return fail(ErrorCode::kInvalid, "tls key: " + error.message());
  if (options.client_ca_file.empty()) return tls;
  tls->load_verify_file(options.client_ca_file, error);
  if (error) return fail(ErrorCode::kInvalid, "tls client CA: " + error.message());
  auto mode = asio::ssl::verify_peer;
  if (options.client_certificate_required) mode |= asio::ssl::verify_fail_if_no_peer_cert;
  tls->set_verify_mode(mode, error);
  return tls;
}

}  // namespace

struct Listener::Impl {
  Impl(ListenerOptions options, Application& application)
      : shared{std::move(options), application, {}, {}},
        io(static_cast<int>(std::max(1U, shared.options.threads))),
        acceptor(asio::make_strand(io)),
        sweep_timer(io),
        work(asio::make_work_guard(io)) {}

  Status bind() {
    error_code error;
    const auto address = asio::ip::make_address(shared.options.address, error);
    if (error) return fail(ErrorCode::kInvalid, "not an address: " + shared.options.address);
    const Tcp::endpoint endpoint(address, shared.options.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return fail(ErrorCode::kUnavailable, "cannot listen on " + shared.options.address + " port " +
                                               std::to_string(shared.options.port) + ": " +
                                               error.message());
    }
    return {};
  }

  Task<void> accept_loop() {
    while (!shared.stopping) {
      auto [error, accepted] = co_await acceptor.async_accept(asio::make_strand(io), kToken);
      if (shared.stopping) break;
      if (error) {  // out of descriptors, most likely: let others finish first
        asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Strand> pause(
            acceptor.get_executor(), std::chrono::milliseconds{50});
        co_await pause.async_wait(kToken);
        continue;
      }
      take(Socket(std::move(accepted)));
    }
  }

  void take(Socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return;
    auto connection = std::make_shared<Connection>(std::move(socket));
    connection->peer = endpoint.address().to_string();
    shared.accepted.fetch_add(1, std::memory_order_relaxed);
    if (!shared.connections.add(connection, shared.options,
                                !shared.trusted.contains(connection->peer))) {
      shared.refused.fetch_add(1, std::memory_order_relaxed);
      return;  // closes it
    }
    asio::co_spawn(connection->socket.get_executor(), serve(shared, connection, tls),
                   asio::detached);
  }

  void sweep() {
    sweep_timer.expires_after(kSweepEvery);
    sweep_timer.async_wait([this](error_code error) {
      if (error) return;
      const auto now = ticks(Clock::now());
      for (const auto& connection : shared.connections.all()) {
        if (connection->deadline.load(std::memory_order_relaxed) > now) continue;
        cancel_if(connection, [this, now](Connection& late) {
          if (late.deadline.load(std::memory_order_relaxed) > now) return false;
          late.timed_out = true;
          late.never_expire();
          shared.timed_out.fetch_add(1, std::memory_order_relaxed);
          return true;
        });
      }
      sweep();
    });
  }

  void stop() {
    if (shared.stopping.exchange(true)) return;
    asio::post(acceptor.get_executor(), [this] {
      error_code ignored;
      acceptor.close(ignored);
    });
    if (threads.empty()) return;
    for (const auto& connection : shared.connections.all()) {
      cancel_if(connection, [](Connection& c) { return c.between_requests.load(); });
    }
    if (!shared.connections.wait_empty(shared.options.stop_time)) {
      for (const auto& connection : shared.connections.all()) {
        cancel_if(connection, [](Connection& c) {
          error_code ignored;
          c.socket.close(ignored);
          return false;
        });
      }
      shared.connections.wait_empty(std::chrono::milliseconds{1000});
    }
    work.reset();
    io.stop();
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  Shared shared;
  asio::io_context io;
  asio::basic_socket_acceptor<Tcp, Strand> acceptor;
  asio::steady_timer sweep_timer;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::shared_ptr<asio::ssl::context> tls;
  std::vector<std::thread> threads;
};

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() { stop(); }

Result<std::unique_ptr<Listener>> Listener::open(ListenerOptions options,
                                                 Application& application) {
  auto impl = std::make_unique<Impl>(std::move(options), application);
  auto trusted = AddressSet::parse(impl->shared.options.trusted_proxies);
  if (!trusted) return tl::unexpected(trusted.error());
  impl->shared.trusted = std::move(*trusted);
  auto tls = make_tls(impl->shared.options.tls);
  if (!tls) return tl::unexpected(tls.error());
  impl->tls = std::move(*tls);
  if (impl->tls) {
    impl->shared.options.fixed_headers += "Strict-Transport-Security: max-age=31536000\r\n";
  }
  if (Status bound = impl->bind(); !bound) return tl::unexpected(bound.error());
  return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

void Listener::start() {
  asio::co_spawn(impl_->acceptor.get_executor(), impl_->accept_loop(), asio::detached);
  impl_->sweep();
  for (unsigned i = 0; i < std::max(1U, impl_->shared.options.threads); ++i) {
    impl_->threads.emplace_back([this] { impl_->io.run(); });
  }
}

std::uint16_t Listener::port() const {
  error_code ignored;
  return impl_->acceptor.local_endpoint(ignored).port();
}

ListenerCounts Listener::counts() const {
  const Shared& shared = impl_->shared;
  return {shared.accepted, shared.refused, shared.timed_out, shared.connections.size()};
}

void Listener::stop() { impl_->stop(); }

}  // namespace analyzer::server
