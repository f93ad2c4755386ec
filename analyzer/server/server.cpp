#include "analyzer/server/server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace analyzer::server {
namespace {

constexpr std::chrono::seconds kTidyEvery{60};

// Sent with every answer.
std::string security_headers(bool tls) {
  std::string out =
      "X-Content-Type-Options: nosniff\r\n"
      "X-Frame-Options: DENY\r\n"
      "Referrer-Policy: no-referrer\r\n";
  if (tls) out += "Strict-Transport-Security: max-age=31536000\r\n";
  return out;
}

}  // namespace

struct Server::Impl {
  explicit Impl(Accounts& a) : accounts(a) {}

  // Keys that other processes change, sessions that end: once a minute.
  void keep_tidy() {
    std::unique_lock lock(mutex);
    while (!changed.wait_for(lock, kTidyEvery, [this] { return stopping; })) {
      lock.unlock();
      (void)accounts.tidy();  // what fails now is done in a minute
      lock.lock();
    }
  }

  Accounts& accounts;
  std::unique_ptr<Api> api;
  std::unique_ptr<Listener> listener;
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::thread upkeep;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::open(Service& service, Accounts& accounts,
                                             ServerOptions options) {
  auto impl = std::make_unique<Impl>(accounts);
  options.listener.fixed_headers = security_headers(!options.listener.tls.certificate_file.empty());
  options.api.listener_counts = [raw = impl.get()] { return raw->listener->counts(); };
  auto api = Api::make(service, accounts, std::move(options.api));
  if (!api) return tl::unexpected(api.error());
  impl->api = std::move(*api);
  auto listener = Listener::open(std::move(options.listener), *impl->api);
  if (!listener) return tl::unexpected(listener.error());
  impl->listener = std::move(*listener);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::start() {
  impl_->listener->start();
  impl_->upkeep = std::thread([this] { impl_->keep_tidy(); });
}

std::uint16_t Server::port() const { return impl_->listener->port(); }

void Server::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->stopping) return;
    impl_->stopping = true;
  }
  impl_->changed.notify_all();
  impl_->listener->stop();
  impl_->api->stop();
  if (impl_->upkeep.joinable()) impl_->upkeep.join();
}

}  // namespace analyzer::server
