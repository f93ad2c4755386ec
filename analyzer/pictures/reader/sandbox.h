// What the reader's process may do. A stranger's picture is decoded in it, so it
// is left nothing but its memory, its input and its output.

#ifndef ANALYZER_PICTURES_READER_SANDBOX_H_
#define ANALYZER_PICTURES_READER_SANDBOX_H_

namespace analyzer::pictures {

// Limits memory, processor time, files and core dumps of this process, and has it
// killed when its parent ends. False if a limit cannot be set.
[[nodiscard]] bool limit_resources();

// From here on no file, socket or process can be opened: every system call that
// computing, reading and writing do not need fails with EPERM. False if the kernel
// refuses the filter.
[[nodiscard]] bool close_doors();

}  // namespace analyzer::pictures

#endif  // ANALYZER_PICTURES_READER_SANDBOX_H_
