// A bare Beast server that sends every body back: what the machine can do at
// most, for comparison with the service in the same run.
//
//   echo_server PORT [THREADS]
//   wrk -c 64 -t 1 -d 10 -s tests/bench/attempts.lua http://127.0.0.1:PORT

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;

namespace {

asio::awaitable<void> session(Tcp::socket socket) {
  socket.set_option(Tcp::no_delay(true));
  beast::flat_buffer buffer;
  try {
    while (true) {
      http::request<http::string_body> request;
      co_await http::async_read(socket, buffer, request, asio::use_awaitable);
      http::response<http::string_body> response{http::status::created, request.version()};
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

asio::awaitable<void> accept(Tcp::acceptor acceptor) {
  while (true) {
    auto executor = asio::make_strand(acceptor.get_executor());
    Tcp::socket socket = co_await acceptor.async_accept(executor, asio::use_awaitable);
    asio::co_spawn(executor, session(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: echo_server PORT [THREADS]\n");
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
  asio::io_context io(threads);
  asio::co_spawn(io, accept(Tcp::acceptor(io, {asio::ip::address_v4::loopback(), port})),
                 asio::detached);
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back([&] { io.run(); });
  io.run();
  for (std::thread& thread : others) thread.join();
}
