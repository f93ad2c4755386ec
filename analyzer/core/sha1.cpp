#include "analyzer/core/sha1.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace analyzer {

std::string sha1(std::string_view bytes) {
  std::string out(SHA_DIGEST_LENGTH, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr,
             EVP_sha1(), nullptr);
  return out;
}

}  // namespace analyzer
