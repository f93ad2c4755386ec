#include "tests/bench/load_process.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace analyzer::bench {

Usage usage_of(int pid) {
  Usage out;
  const std::string folder = "/proc/" + std::to_string(pid);
  std::ifstream stat(folder + "/stat");
  std::string line;
  std::getline(stat, line);
  const std::size_t name_end = line.rfind(')');  // the name may hold blanks
  if (name_end == std::string::npos) return out;
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;  // state to cmajflt
  double user = 0;
  double system = 0;
  fields >> user >> system;
  out.cpu_seconds = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  std::ifstream memory(folder + "/statm");
  std::uint64_t pages = 0;
  memory >> skipped >> pages;
  out.resident_bytes = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return out;
}

std::uint64_t database_bytes(const std::string& path) {
  std::uint64_t sum = 0;
  for (const char* end : {"", "-wal"}) {
    std::error_code none;
    const auto size = std::filesystem::file_size(path + end, none);
    if (!none) sum += size;
  }
  return sum;
}

}  // namespace analyzer::bench
