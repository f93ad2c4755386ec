// The sandbox of the reader, tried from inside a process of its own.

#include "analyzer/pictures/reader/sandbox.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>
#include <new>

namespace analyzer::pictures {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// Runs `work` in a child behind the sandbox; its exit status, or minus the signal
// that ended it.
int behind_doors(const std::function<int()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    if (!limit_resources() || !close_doors()) std::_Exit(99);
    std::_Exit(work());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int refused(long result) { return result < 0 && errno == EPERM ? 0 : 1; }

}  // namespace

TEST_CASE("behind the doors no file, socket or process can be opened") {
  if (kSanitized) return;  // sanitizers have calls of their own: the filter is off
  CHECK(behind_doors([] { return refused(::open("/etc/passwd", O_RDONLY)); }) == 0);
  CHECK(behind_doors([] { return refused(::open("/tmp/x", O_WRONLY | O_CREAT, 0600)); }) == 0);
  CHECK(behind_doors([] { return refused(::socket(AF_INET, SOCK_STREAM, 0)); }) == 0);
  CHECK(behind_doors([] { return refused(::fork()); }) == 0);
  CHECK(behind_doors([] { return refused(::execl("/bin/true", "true", nullptr)); }) == 0);
  CHECK(behind_doors([] { return refused(::kill(::getppid(), 0)); }) == 0);
  CHECK(behind_doors([] {
          const pid_t other = ::getppid();
          return refused(static_cast<int>(::syscall(SYS_tgkill, other, other, 0)));
        }) == 0);
}

TEST_CASE("memory beyond the limit is not given, and what is needed for work is") {
  if (kSanitized) return;
  CHECK(behind_doors([] {
          const std::unique_ptr<char[]> much(new (std::nothrow) char[std::size_t{2} << 30U]);
          return much == nullptr ? 0 : 1;
        }) == 0);
  CHECK(behind_doors([] {
          std::unique_ptr<char[]> some(new (std::nothrow) char[std::size_t{64} << 20U]);
          if (some == nullptr) return 1;
          some[12'345'678] = 'x';
          return ::write(STDOUT_FILENO, "", 0) == 0 ? 0 : 1;
        }) == 0);
}

TEST_CASE("a file cannot grow") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  REQUIRE(file != nullptr);
  const int fd = ::fileno(file.get());
  CHECK(behind_doors([fd] { return ::write(fd, "x", 1) == 1 ? 1 : 0; }) == -SIGXFSZ);
  CHECK(behind_doors([&] { return ::write(ends[1], "x", 1) == 1 ? 0 : 1; }) == 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace analyzer::pictures
