#include "analyzer/service/tokens.h"

#include <sodium.h>

#include <algorithm>
#include <span>
#include <vector>

#include "analyzer/core/digest.h"

namespace analyzer {
namespace {

constexpr std::string_view kRfc4648 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";

std::string base32(std::span<const std::uint8_t> bytes, std::string_view alphabet) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(alphabet[(buffer >> bits) & 31]);
    }
  }
  if (bits > 0) out.push_back(alphabet[(buffer << (5 - bits)) & 31]);
  return out;
}

}  // namespace

std::string random_token(std::size_t bytes) {
  std::vector<std::uint8_t> random(bytes);
  randombytes_buf(random.data(), random.size());
  return base32(random, kRfc4648);
}

std::string time_ordered_id(std::string_view prefix, Time at) {
  // 130 bits in 26 digits: two zero bits, 48 of time, 80 random.
  std::string out(prefix);
  const auto millis = static_cast<std::uint64_t>(to_millis(at)) & 0xffff'ffff'ffffULL;
  for (int shift = 45; shift >= 0; shift -= 5) out.push_back(kCrockford[(millis >> shift) & 31]);
  std::array<std::uint8_t, 10> random{};
  randombytes_buf(random.data(), random.size());
  return out + base32(random, kCrockford);
}

TokenHash hash_token(std::string_view token) {
  const std::string digest = sha256(token);
  TokenHash out{};
  std::copy_n(digest.begin(), out.size(), reinterpret_cast<char*>(out.data()));
  return out;
}

std::string csrf_token(std::string_view session_token) {
  const TokenHash hash = hash_token("csrf:" + std::string(session_token));
  return base32(std::span(hash).first(20), kRfc4648);
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace analyzer
