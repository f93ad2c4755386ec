// A file that is whole or not there: written beside its place, synced and renamed,
// with the SHA-256 of its bytes at its end. Not safe to share between threads.

#ifndef ANALYZER_STORE_WINDOW_FILE_H_
#define ANALYZER_STORE_WINDOW_FILE_H_

#include <string>
#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/core/result.h"

namespace analyzer::store {

class WholeFile {
 public:
  // Begins a file at `path`; what stands there stays until finish().
  //
  // Fails with kUnavailable if none can be made there, as the calls below do if it
  // cannot be written.
  static Result<WholeFile> create(const std::string& path);

  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;
  ~WholeFile();  // unfinished: nothing is left of it

  Status add(std::string_view bytes);
  // Puts the file in its place.
  Status finish();

  static constexpr std::size_t kDigestBytes = 32;
  // Checks the digest of the file at `path` and returns how many bytes stand before
  // it. Fails with kNotFound without a file, with kCorrupt if it does not agree.
  static Result<std::size_t> check(const std::string& path);

 private:
  WholeFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  std::string beside() const { return path_ + ".new"; }
  Status write(std::string_view bytes);

  int file_;  // -1 when finished or moved from
  std::string path_;
  Sha256 digest_;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_WINDOW_FILE_H_
