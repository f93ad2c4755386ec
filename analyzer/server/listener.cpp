#include "analyzer/server/listener.h"

#include <algorithm>
#include <thread>

#include "analyzer/server/http_session.h"
#include "analyzer/server/tls_context.h"

namespace analyzer::server {
namespace {

using Clock = Connection::Clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Strand>;

constexpr std::chrono::milliseconds kSweepEvery{100};

}  // namespace

struct Listener::Impl {
  Impl(ListenerOptions options, Application& application)
      : shared(std::move(options), application),
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
        Timer pause(acceptor.get_executor(), std::chrono::milliseconds{50});
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
    auto connection =
        std::make_shared<TcpConnection>(std::move(socket), endpoint.address().to_string());
    shared.accepted.fetch_add(1, std::memory_order_relaxed);
    if (!shared.connections.add(connection, !shared.trusted.contains(connection->peer))) {
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
      const auto now = Connection::Clock::now();
      // While all threads were held up nothing was read: that is no caller's fault.
      const auto held_up = now - sweep_timer.expiry();
      if (held_up > kSweepEvery) {
        for (const auto& connection : shared.connections.all()) connection->prolong(held_up);
      }
      for (const auto& connection : shared.connections.all()) {
        if (!connection->expired(now)) continue;
        connection->cancel_if([this, now](Connection& late) {
          if (!late.expired(now)) return false;
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
      connection->cancel_if([](Connection& c) { return c.between_requests.load(); });
    }
    if (!shared.connections.wait_empty(shared.options.stop_time)) {
      for (const auto& connection : shared.connections.all()) connection->close();
      shared.connections.wait_empty(std::chrono::milliseconds{1000});
    }
    work.reset();
    io.stop();
    for (std::thread& thread : threads) thread.join();
    threads.clear();
    shared.connections.clear();  // sockets must not outlive their io_context
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
  auto tls = make_tls_context(impl->shared.options.tls);
  if (!tls) return tl::unexpected(tls.error());
  if (*tls) {
    impl->tls = std::make_shared<asio::ssl::context>(tls->release());
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
