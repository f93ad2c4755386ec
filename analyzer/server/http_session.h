// HTTP/1.1 on one connection. For listener.cpp alone: the only two files that
// know Asio and Beast.

#ifndef ANALYZER_SERVER_HTTP_SESSION_H_
#define ANALYZER_SERVER_HTTP_SESSION_H_

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "analyzer/server/addresses.h"
#include "analyzer/server/body_budget.h"
#include "analyzer/server/connections.h"
#include "analyzer/server/listener.h"
#include "analyzer/server/pending.h"
#include "analyzer/server/request_head.h"
#include "analyzer/server/response_head.h"
#include "analyzer/server/tls_context.h"

namespace analyzer::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Strand = asio::strand<asio::io_context::executor_type>;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Strand>;
using TlsStream = asio::ssl::stream<Socket&>;
using Parser = http::request_parser<http::string_body>;
template <class T>
using Task = asio::awaitable<T, Strand>;

inline constexpr auto kToken = asio::as_tuple(asio::use_awaitable_t<Strand>{});
inline constexpr std::size_t kReadBytes = 4096;       // for a request that fits
inline constexpr std::size_t kBodyReadBytes = 65536;  // where more is known to come
inline constexpr std::size_t kDrainedBodyBytes =
    65536;  // a refused body this short is read and dropped

class TcpConnection final : public Connection, public std::enable_shared_from_this<TcpConnection> {
 public:
  TcpConnection(Socket opened, std::string address)
      : Connection(std::move(address)), socket(std::move(opened)) {}

  void cancel_if(std::function<bool(Connection&)> due) override {
    asio::post(socket.get_executor(), [self = shared_from_this(), due = std::move(due)] {
      error_code ignored;
      if (due(*self)) self->socket.cancel(ignored);
    });
  }
  void close() override {
    asio::post(socket.get_executor(), [self = shared_from_this()] {
      error_code ignored;
      self->socket.close(ignored);
    });
  }

  Socket socket;
};

// What all sessions of a listener share.
struct Shared {
  Shared(ListenerOptions o, Application& a)
      : options(std::move(o)),
        application(a),
        connections(options.connections, options.connections_per_address) {}

  ListenerOptions options;
  Application& application;
  AddressSet trusted;
  Connections connections;
  std::atomic<bool> stopping{false};
  BodyBytes body_bytes;
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

// Fills `request` from the parsed head; false where it is not a request that
// this server can take.
inline bool read_head(const Parser::value_type& message, Request& request) {
  const auto view = [](const auto& text) { return std::string_view(text.data(), text.size()); };
  request.method = method_of(view(message.method_string()));
  for (const auto& field : message) {
    if (!add_header(request, view(field.name_string()), view(field.value()))) return false;
  }
  if (message.version() >= 11 && request.header(Header::kHost).empty()) return false;
  return set_target(request, view(message.target()));
}

// Speaks HTTP on one connection until it ends.
//
// What a co_await works on has a name wherever it lives longer than one
// statement: g++ 12 destroys some temporaries of such expressions too early.
template <class Stream>
class Session {
 public:
  Session(Shared& shared, std::shared_ptr<TcpConnection> connection, Stream& stream)
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
    request.request_id = shared_.new_request_id();
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
    const std::size_t most = shared_.options.body_bytes_in_flight;
    BodyBudget budget(shared_.body_bytes, most, admission.proved,
                      length ? static_cast<std::size_t>(*length) : most);
    if (!empty) {
      const error_code error = co_await read_body(parser, limit, budget);
      if (error) {
        budget.release();  // while the refusal lingers
        co_return co_await refuse_unread(error, request);
      }
    }
    if (admission.answer) co_return co_await write(std::move(*admission.answer), request, keep);
    co_return co_await answer(std::move(parser.get().body()), std::move(request), keep);
  }

  Task<error_code> read_body(Parser& parser, std::size_t limit, BodyBudget& budget) {
    connection_->expire_after(shared_.options.body_time);
    parser.body_limit(limit);
    parser.eager(true);
    if (buffer_.size() == 0 && parser.get()[http::field::expect] == "100-continue") {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, n] = co_await asio::async_write(
          stream_, asio::buffer(kContinue.data(), kContinue.size()), kToken);
      if (error) co_return error;
    }
    if (!budget.grow(buffer_.size())) co_return asio::error::no_memory;
    co_return co_await feed(parser, false, &budget);
  }

  Task<bool> answer(std::string body, Request request, bool keep) {
    request.body = std::move(body);
    const Request head = echo_of(request);
    connection_->never_expire();  // the application has its own limits
    auto pending = std::make_shared<Pending>();
    try {
      auto promise = std::make_shared<Promise>(pending, [&application = shared_.application, head] {
        return application.unreadable(500, head);
      });
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

  // Reads until the head (or the whole message) is parsed; what is read counts against
  // `budget` where there is one.
  Task<error_code> feed(Parser& parser, bool head_only, BodyBudget* budget = nullptr) {
    while (head_only ? !parser.is_header_done() : !parser.is_done()) {
      if (buffer_.size() > 0) {
        error_code error;
        const std::size_t used = parser.put(buffer_.data(), error);
        buffer_.consume(used);
        if (error && error != http::error::need_more) co_return error;
        if (!error && used > 0) continue;
      }
      const bool much = !head_only && parser.content_length_remaining().value_or(0) > kReadBytes;
      const std::size_t before = buffer_.size();
      const error_code error = co_await read_some(much ? kBodyReadBytes : kReadBytes);
      if (error) co_return error;
      if (budget != nullptr && !budget->grow(buffer_.size() - before)) {
        co_return asio::error::no_memory;
      }
    }
    co_return error_code{};
  }

  Task<error_code> read_some(std::size_t most) {
    // Whoever was found late stays late, also where the cancelling came between
    // two reads and met none.
    if (connection_->timed_out) co_return asio::error::timed_out;
    // What the parser leaves here it waits to see the end of: a line without one.
    if (buffer_.size() > shared_.options.header_bytes + kBodyReadBytes) {
      co_return http::error::buffer_overflow;
    }
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
    if (error == asio::error::no_memory) co_return co_await refuse(503, request);
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
      // A proxy may add a line of its own below what it was sent: together they are one list.
      std::string forwarded;
      const auto lines = message.equal_range("X-Forwarded-For");
      for (auto line = lines.first; line != lines.second; ++line) {
        if (!forwarded.empty()) forwarded += ',';
        forwarded.append(line->value().data(), line->value().size());
      }
      request.remote = caller_address(connection_->peer, forwarded, shared_.trusted);
      request.secure = request.secure || message["X-Forwarded-Proto"] == "https";
    }
    if constexpr (!std::is_same_v<Stream, Socket>) {
      request.client_name = verified_client_name(stream_.native_handle());
    }
    const std::string_view sent = request.header(Header::kRequestId);
    if (valid_request_id(sent)) request.request_id = sent;
  }

  Shared& shared_;
  std::shared_ptr<TcpConnection> connection_;
  Stream& stream_;
  boost::beast::flat_buffer buffer_;
};

inline Task<void> serve(Shared& shared, std::shared_ptr<TcpConnection> connection,
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

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_HTTP_SESSION_H_
