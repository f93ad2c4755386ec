#include "analyzer/service/ids.h"

#include <sodium.h>

namespace analyzer {
namespace {

// Crockford's base 32: no I, L, O, U to be misread on the telephone.
constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";

void append_base32(std::string& out, std::uint64_t value, int characters) {
  for (int i = characters - 1; i >= 0; --i) {
    out += kDigits[(value >> (5U * static_cast<unsigned>(i))) & 31U];
  }
}

}  // namespace

std::string IdSource::make(std::string_view prefix, Time now) {
  std::string out(prefix);
  if (counting_) return out += std::to_string(next_++);
  append_base32(out, static_cast<std::uint64_t>(to_millis(now)), 10);
  append_base32(out, randombytes_random(), 6);
  return out;
}

}  // namespace analyzer
