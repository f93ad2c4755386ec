// A file in memory alone, for libraries that write to a path.

#ifndef ANALYZER_SERVICE_MEMORY_FILE_H_
#define ANALYZER_SERVICE_MEMORY_FILE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string>

namespace analyzer {

class MemoryFile {
 public:
  MemoryFile() : file_(::memfd_create("sheet", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (file_ >= 0) ::close(file_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  bool is_open() const { return file_ >= 0; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }
  std::string read() const {
    std::string out;
    std::array<char, 65536> part{};
    for (off_t at = 0;;) {
      const ssize_t got = ::pread(file_, part.data(), part.size(), at);
      if (got <= 0) return out;
      out.append(part.data(), static_cast<std::size_t>(got));
      at += got;
    }
  }

 private:
  int file_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_MEMORY_FILE_H_
