// A folder of the store's tests that goes with its test.

#ifndef ANALYZER_TESTS_UNIT_STORE_FOLDER_H_
#define ANALYZER_TESTS_UNIT_STORE_FOLDER_H_

#include <unistd.h>

#include <filesystem>
#include <string>

namespace analyzer::store {

class Folder {
 public:
  Folder() {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("analyzer_store_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_TESTS_UNIT_STORE_FOLDER_H_
