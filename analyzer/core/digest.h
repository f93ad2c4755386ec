// SHA-256, in the form in which parts of a snapshot are named.

#ifndef ANALYZER_CORE_DIGEST_H_
#define ANALYZER_CORE_DIGEST_H_

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

struct evp_md_ctx_st;  // OpenSSL's

namespace analyzer {

// Returns the SHA-256 of `bytes` as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// Returns the SHA-256 of `bytes` as 32 raw bytes.
std::string sha256(std::string_view bytes);

// The SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  // The digest of all that was added, as 32 raw bytes; once.
  std::string finish();

 private:
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

// Reads a whole file. Fails with kNotFound, naming the path.
Result<std::string> read_file(const std::string& path);

}  // namespace analyzer

#endif  // ANALYZER_CORE_DIGEST_H_
