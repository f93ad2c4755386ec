#include "tests/bench/load_echo.h"

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace analyzer::bench {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

struct EchoServer::Impl {
  Impl(std::uint16_t port, unsigned refuse)
      : acceptor(io, {asio::ip::address_v4::loopback(), port}), refuse_every(refuse) {}

  asio::awaitable<void> session(Tcp::socket socket) {
    socket.set_option(Tcp::no_delay(true));
    boost::beast::flat_buffer buffer;
    try {
      while (true) {
        http::request<http::string_body> request;
        co_await http::async_read(socket, buffer, request, asio::use_awaitable);
        http::response<http::string_body> response{http::status::created, request.version()};
        if (refuse_every > 0 && ++requests % refuse_every == 0) {
          response.result(http::status::service_unavailable);
          response.set(http::field::retry_after, "1");
        }
        response.set(http::field::content_type, "application/json");
        response.keep_alive(request.keep_alive());
        response.body() = std::move(request.body());
        response.prepare_payload();
        co_await http::async_write(socket, response, asio::use_awaitable);
        if (!response.keep_alive()) break;
      }
    } catch (const boost::system::system_error&) {  // the client has gone
    }
  }

  asio::awaitable<void> accept() {
    while (true) {
      Tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
      asio::co_spawn(io, session(std::move(socket)), asio::detached);
    }
  }

  asio::io_context io{1};
  Tcp::acceptor acceptor;
  unsigned refuse_every;
  std::uint64_t requests = 0;
};

EchoServer::EchoServer(std::uint16_t port, unsigned refuse_every)
    : impl_(std::make_unique<Impl>(port, refuse_every)) {
  asio::co_spawn(impl_->io, impl_->accept(), asio::detached);
}
EchoServer::~EchoServer() = default;

std::uint16_t EchoServer::port() const { return impl_->acceptor.local_endpoint().port(); }
void EchoServer::run() { impl_->io.run(); }
void EchoServer::stop() { impl_->io.stop(); }

}  // namespace analyzer::bench
