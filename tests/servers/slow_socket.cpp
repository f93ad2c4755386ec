#include "tests/servers/slow_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace analyzer::testing {
namespace {

constexpr const char* kName = ".s.PGSQL.5432";

int open_socket(const std::filesystem::path& path, sockaddr_un& name) {
  name = {};
  name.sun_family = AF_UNIX;
  if (path.string().size() >= sizeof name.sun_path)
    throw std::runtime_error("the path is too long");
  std::strcpy(name.sun_path, path.c_str());
  return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

const sockaddr* plain(const sockaddr_un& name) { return reinterpret_cast<const sockaddr*>(&name); }

}  // namespace

SlowSocket::SlowSocket(const std::filesystem::path& folder, const std::filesystem::path& database)
    : folder_(folder), database_(database) {
  std::filesystem::create_directories(folder_);
  sockaddr_un name;
  listening_ = open_socket(folder_ / kName, name);
  if (listening_ < 0 || ::bind(listening_, plain(name), sizeof name) != 0 ||
      ::listen(listening_, 64) != 0) {
    throw std::runtime_error("no socket in " + folder_.string());
  }
  accepting_ = std::thread([this] { accept(); });
}

SlowSocket::~SlowSocket() {
  stopping_ = true;
  accepting_.join();
  for (const int end : ends_) ::shutdown(end, SHUT_RDWR);
  for (std::thread& thread : threads_) thread.join();
  for (const int end : ends_) ::close(end);
  ::close(listening_);
}

std::string SlowSocket::address_of(const std::string& address) const {
  return address.substr(0, address.find("?host=")) + "?host=" + folder_.string();
}

void SlowSocket::accept() {
  while (!stopping_) {
    pollfd ready{listening_, POLLIN, 0};
    if (::poll(&ready, 1, 50) <= 0) continue;
    const int near = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    sockaddr_un name;
    const int far = open_socket(database_ / kName, name);
    if (near < 0 || far < 0 || ::connect(far, plain(name), sizeof name) != 0) {
      ::close(near);
      ::close(far);
      continue;
    }
    const std::lock_guard lock(mutex_);
    ends_.insert(ends_.end(), {near, far});
    threads_.emplace_back([this, near, far] { hand_on(near, far, true); });
    threads_.emplace_back([this, near, far] { hand_on(far, near, false); });
  }
}

void SlowSocket::hand_on(int from, int to, bool asks) {
  std::array<char, std::size_t{64} << 10U> bytes;
  while (true) {
    const ssize_t size = ::read(from, bytes.data(), bytes.size());
    if (size <= 0) break;
    if (asks) ++asked_;
    std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms_});
    for (ssize_t at = 0; at < size;) {
      const ssize_t sent =
          ::send(to, bytes.data() + at, static_cast<std::size_t>(size - at), MSG_NOSIGNAL);
      if (sent <= 0) break;
      at += sent;
    }
  }
  ::shutdown(to, SHUT_RDWR);
}

}  // namespace analyzer::testing
