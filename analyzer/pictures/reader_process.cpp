#include "analyzer/pictures/reader_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

namespace analyzer::pictures {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = std::size_t{4} << 20U;
constexpr std::chrono::milliseconds kSlice{100};  // between two looks at `stop`

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  Descriptor(const Descriptor&) = delete;

  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
};

// A file in memory that holds `bytes`, at its beginning: unlike a pipe it needs
// nobody who goes on writing.
Descriptor file_of(std::string_view bytes) {
  Descriptor file(::memfd_create("picture", MFD_CLOEXEC));
  while (file.open() && !bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written <= 0) return Descriptor();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.open() && ::lseek(file.get(), 0, SEEK_SET) != 0) return Descriptor();
  return file;
}

struct SpawnActions {
  posix_spawn_file_actions_t value{};
  SpawnActions() { posix_spawn_file_actions_init(&value); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&value); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
};

struct SpawnAttributes {
  posix_spawnattr_t value{};
  SpawnAttributes() {
    posix_spawnattr_init(&value);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&value, &none);
    posix_spawnattr_setsigdefault(&value, &all);
    // A group of its own: Ctrl-C at the terminal is for the service.
    posix_spawnattr_setflags(
        &value, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&value); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
};

// Variables that the program may know.
std::vector<std::string> environment() {
  std::vector<std::string> out{"OMP_THREAD_LIMIT=1"};
  if (const char* folder = std::getenv("TESSDATA_PREFIX")) {
    out.push_back(std::string("TESSDATA_PREFIX=") + folder);
  }
  return out;
}

// Nothing where it cannot be started.
std::optional<pid_t> start(const ReaderProgram& program, int input, int output, bool probe) {
  SpawnActions actions;
  posix_spawn_file_actions_adddup2(&actions.value, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions.value, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions.value, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions.value, STDERR_FILENO + 1);
  const SpawnAttributes attributes;
  std::string path = program.path;
  std::string word = "--probe";
  std::array<char*, 3> arguments{path.data(), probe ? word.data() : nullptr, nullptr};
  std::vector<std::string> variables = environment();
  std::vector<char*> pointers;
  for (std::string& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, path.c_str(), &actions.value, &attributes.value,
                                arguments.data(), pointers.data());
  if (error != 0) return std::nullopt;
  return pid;
}

// What the program writes, line by line, until it ends, is late or is to stop.
class Listener {
 public:
  Listener(int output, Clock::time_point deadline, const std::atomic<bool>& stop)
      : output_(output), deadline_(deadline), stop_(stop) {}

  enum class End : std::uint8_t { kSaid, kLate, kStopped };

  End listen(const std::function<void(double)>& progress) {
    while (true) {
      if (stop_.load(std::memory_order_relaxed)) return End::kStopped;
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
      if (left.count() <= 0) return End::kLate;
      pollfd waited{output_, POLLIN, 0};
      const int ready = ::poll(&waited, 1, static_cast<int>(std::min(left, kSlice).count()));
      if (ready < 0 && errno != EINTR) return End::kSaid;
      if (ready > 0 && !take(progress)) return End::kSaid;
    }
  }

  // The last word, if there was one.
  std::optional<tl::expected<Reading, Trouble>> last;

 private:
  // False at the end of what is said.
  bool take(const std::function<void(double)>& progress) {
    std::array<char, 1 << 14> part{};
    const ssize_t got = ::read(output_, part.data(), part.size());
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) return false;
    taken_ += static_cast<std::size_t>(got);
    if (taken_ > kMostOutput) return false;
    waiting_.append(part.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end = waiting_.find('\n'); end != std::string::npos;
         end = waiting_.find('\n', begin)) {
      hear(std::string_view(waiting_).substr(begin, end - begin), progress);
      begin = end + 1;
    }
    waiting_.erase(0, begin);
    return true;
  }

  void hear(std::string_view line, const std::function<void(double)>& progress) {
    auto message = read_message(line);
    if (!message) return;
    if (const auto* done = std::get_if<double>(&*message)) {
      progress(*done);
    } else if (auto* reading = std::get_if<Reading>(&*message)) {
      last = std::move(*reading);
    } else {
      last = tl::unexpected(std::get<Trouble>(*message));
    }
  }

  int output_;
  Clock::time_point deadline_;
  const std::atomic<bool>& stop_;
  std::string waiting_;
  std::size_t taken_ = 0;
};

tl::expected<Reading, Trouble> run(const ReaderProgram& program, std::string_view picture,
                                   bool probe, const std::function<void(double)>& progress,
                                   const std::atomic<bool>& stop) {
  const Descriptor input = file_of(picture);
  std::array<int, 2> ends{-1, -1};
  if (!input.open() || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return tl::unexpected(Trouble::kNoReader);
  }
  const Descriptor output(ends[0]);
  Descriptor its_output(ends[1]);
  const std::optional<pid_t> pid = start(program, input.get(), its_output.get(), probe);
  if (!pid) return tl::unexpected(Trouble::kNoReader);
  its_output.reset();
  Listener listener(output.get(), Clock::now() + program.longest, stop);
  const Listener::End end = listener.listen(progress);
  ::kill(-*pid, SIGKILL);  // its group; also where it closed its output and goes on
  int status = 0;
  while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (end == Listener::End::kLate) return tl::unexpected(Trouble::kTooCostly);
  if (listener.last) return *std::move(listener.last);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
    return tl::unexpected(Trouble::kTooCostly);
  }
  const bool never_ran = WIFEXITED(status) && WEXITSTATUS(status) == 127;
  return tl::unexpected(never_ran ? Trouble::kNoReader : Trouble::kNotReadable);
}

}  // namespace

tl::expected<Reading, Trouble> read_picture(const ReaderProgram& program, std::string_view picture,
                                            const std::function<void(double)>& progress,
                                            const std::atomic<bool>& stop) {
  return run(program, picture, false, progress, stop);
}

bool can_read(const ReaderProgram& program, const std::atomic<bool>& stop) {
  return run(
             program, {}, true, [](double) {}, stop)
      .has_value();
}

}  // namespace analyzer::pictures
