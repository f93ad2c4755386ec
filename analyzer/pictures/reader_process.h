// Reading one picture in a process of its own, so that what a stranger's bytes do
// to a decoder happens to nobody else.
//
// Free of state; any thread, any number at once.

#ifndef ANALYZER_PICTURES_READER_PROCESS_H_
#define ANALYZER_PICTURES_READER_PROCESS_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "analyzer/pictures/reading.h"

namespace analyzer::pictures {

struct ReaderProgram {
  std::string path;
  std::chrono::milliseconds longest{30'000};  // on the clock; then it is killed
};

// Starts the program, hands it `picture` and waits for what it says. `progress` is
// told the part done in [0, 1]; once `stop` is set the program is killed.
//
// The program gets nothing of this process: no descriptor but its input and output,
// no variable of the environment but where its language data lies.
//
// Fails with kNotReadable where the program says so, crashes or is killed, with
// kTooCostly where it reaches a limit, with kNoReader where it cannot start.
tl::expected<Reading, Trouble> read_picture(const ReaderProgram& program, std::string_view picture,
                                            const std::function<void(double)>& progress,
                                            const std::atomic<bool>& stop);

// Whether the program starts and finds its language data. Takes about 0.2 s.
bool can_read(const ReaderProgram& program, const std::atomic<bool>& stop);

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_READER_PROCESS_H_
