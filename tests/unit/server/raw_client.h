// A client that sends exactly the bytes it is told to, as slowly as it is told.

#ifndef TESTS_UNIT_SERVER_RAW_CLIENT_H_
#define TESTS_UNIT_SERVER_RAW_CLIENT_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace analyzer::server {

struct RawResponse {
  int status = 0;  // 0: the connection ended without a whole response
  std::string head;
  std::string body;

  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close_now(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  // False if the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  // Reads one response; `head_only` for HEAD. Waits at most 30 s.
  RawResponse receive(bool head_only = false) {
    RawResponse out;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return out;
    }
    out.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    out.status = std::atoi(out.head.c_str() + out.head.find(' '));
    if (out.status == 100) return receive(head_only);
    const std::size_t field = out.head.find("Content-Length: ");
    const std::size_t length =
        field == std::string::npos || head_only
            ? 0
            : static_cast<std::size_t>(std::atol(out.head.c_str() + field + 16));
    while (buffer_.size() < length) {
      if (!fill()) {
        out.status = 0;
        return out;
      }
    }
    out.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return out;
  }

  RawResponse ask(std::string_view bytes) {
    send(bytes);
    return receive();
  }

  // True if the server closes the connection (within 30 s).
  bool closed_by_server() {
    while (fill()) {
    }
    return !timed_out_;
  }

  void stop_sending() { shutdown(fd_, SHUT_WR); }
  void close_now() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  bool fill() {
    pollfd waiting{fd_, POLLIN, 0};
    if (poll(&waiting, 1, 30'000) <= 0) {
      timed_out_ = true;
      return false;
    }
    char bytes[65536];
    const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int fd_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string buffer_;
};

inline std::string get(std::string_view path, std::string_view headers = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n";
}

inline std::string send_body(std::string_view method, std::string_view path, std::string_view body,
                             std::string_view headers = "Content-Type: application/json\r\n") {
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" +
         std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = "Content-Type: application/json\r\n") {
  return send_body("POST", path, body, headers);
}

}  // namespace analyzer::server

#endif  // TESTS_UNIT_SERVER_RAW_CLIENT_H_
