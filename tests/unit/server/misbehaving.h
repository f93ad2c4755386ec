// A server on a free port of loopback that answers as a test tells it to.

#ifndef TESTS_UNIT_SERVER_MISBEHAVING_H_
#define TESTS_UNIT_SERVER_MISBEHAVING_H_

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <thread>

namespace analyzer::server {

using Behave = std::function<void(int socket, const std::string& request)>;

inline void put(int socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto n = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return;
    sent += static_cast<std::size_t>(n);
  }
}

// Accepts connections on a free port of loopback and lets `behave` answer each.
class Misbehaving {
 public:
  explicit Misbehaving(Behave behave) : behave_(std::move(behave)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Misbehaving() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string address(const std::string& path = "/list.txt") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  int requests() const { return requests_; }
  int port() const { return port_; }

 private:
  void serve() {
    while (true) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      std::string request;
      char buffer[4096];
      while (request.find("\r\n\r\n") == std::string::npos) {
        const auto n = ::recv(socket, buffer, sizeof buffer, 0);
        if (n <= 0) break;
        request.append(buffer, static_cast<std::size_t>(n));
      }
      ++requests_;
      behave_(socket, request);
      ::close(socket);
    }
  }

  Behave behave_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> requests_{0};
  std::thread thread_;
};

inline std::string head(const std::string& status, const std::string& more = "") {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more + "\r\n";
}

// Answers with these bytes and closes.
inline Behave says(const std::string& bytes) {
  return [bytes](int socket, const std::string&) { put(socket, bytes); };
}

}  // namespace analyzer::server

#endif  // TESTS_UNIT_SERVER_MISBEHAVING_H_
