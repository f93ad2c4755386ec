// The reader of pictures: one picture on standard input, lines of JSON on standard
// output (reading.h), the end. Started by ReaderProcess for every picture; a crash
// or a kill of it costs that one picture.
//
//   analyzer-picture-reader < picture.png
//   analyzer-picture-reader --probe        only: can it read at all?

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include "analyzer/pictures/reader/codes.h"
#include "analyzer/pictures/reader/image.h"
#include "analyzer/pictures/reader/sandbox.h"
#include "analyzer/pictures/reader/words.h"

namespace analyzer::pictures {
namespace {

void say(const Message& message) {
  const std::string line = write_message(message) + "\n";
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, left.data(), left.size());
    if (written <= 0) std::_Exit(1);  // nobody listens any more
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string read_input() {
  std::string out;
  char part[1 << 16];
  while (out.size() <= kMostBytes) {
    const ssize_t got = ::read(STDIN_FILENO, part, sizeof part);
    if (got <= 0) break;
    out.append(part, static_cast<std::size_t>(got));
  }
  return out;
}

// Says how far the reading has come, in steps that are worth a line.
class Progress {
 public:
  void operator()(double done) {
    if (done < said_ + 0.05) return;
    said_ = done;
    say(done);
  }

 private:
  double said_ = 0.0;
};

Message read_picture(Words& words) {
  Progress progress;
  const std::string bytes = read_input();
  const Result<Header> header = read_header(bytes);
  if (!header) return Trouble::kNotReadable;
  const Result<Image> image = decode(bytes, *header);
  if (!image) return Trouble::kNotReadable;
  progress(0.1);
  Reading reading{static_cast<int>(header->width), static_cast<int>(header->height), {}, {}};
  reading.codes = read_codes(*image);
  progress(0.2);
  auto lines = words.read(*image, [&](double done) { progress(0.2 + 0.8 * done); });
  if (!lines) return Trouble::kNotReadable;
  reading.lines = *std::move(lines);
  return reading;
}

int run(bool probe) {
  setMsgSeverity(L_SEVERITY_NONE);
  if (!limit_resources()) {
    say(Trouble::kNoReader);
    return 1;
  }
  Result<Words> words = Words::load();
  if (!words || !close_doors()) {
    say(Trouble::kNoReader);
    return 1;
  }
  try {
    say(probe ? Message(Reading{}) : read_picture(*words));
  } catch (const std::bad_alloc&) {
    say(Trouble::kTooCostly);
  } catch (...) {
    say(Trouble::kNotReadable);
  }
  return 0;
}

}  // namespace
}  // namespace analyzer::pictures

int main(int argc, char** argv) {
  // The engine's threads are no help with one picture a process, and the sandbox
  // allows none. Its library reads this before main().
  if (std::getenv("OMP_THREAD_LIMIT") == nullptr) {
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    ::execv("/proc/self/exe", argv);
  }
  const int status = analyzer::pictures::run(argc > 1 && std::string_view(argv[1]) == "--probe");
  std::_Exit(status);  // nothing is left to tidy; libraries' destructors need not run
}
