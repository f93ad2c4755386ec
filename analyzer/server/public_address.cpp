#include "analyzer/server/public_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace analyzer::server {
namespace {

struct Block {
  std::array<unsigned char, 16> address;  // IPv4 as ::ffff:0:0/96
  int bits;
};

constexpr Block v4(int a, int b, int c, int d, int bits) {
  const auto byte = [](int n) { return static_cast<unsigned char>(n); };
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, byte(a), byte(b), byte(c), byte(d)},
          96 + bits};
}

// What is not the public internet: RFC 6890 and its registries.
constexpr Block kPrivate[] = {
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(100, 64, 0, 0, 10),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 24),
    v4(192, 0, 2, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    v4(224, 0, 0, 0, 4),
    v4(240, 0, 0, 0, 4),
    {{0}, 127},                      // :: and ::1
    {{0x00, 0x64, 0xFF, 0x9B}, 96},  // NAT64 leads anywhere
    {{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48},
    {{0x01, 0x00}, 64},              // discard
    {{0x20, 0x01, 0x00}, 23},        // Teredo and other special ones
    {{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4
    {{0xFC}, 7},                     // unique local
    {{0xFE, 0x80}, 10},              // link-local
    {{0xFE, 0xC0}, 10},              // site-local
    {{0xFF}, 8},                     // multicast
};

bool lies_in(const std::array<unsigned char, 16>& address, const Block& block) {
  for (int bit = 0; bit < block.bits; bit += 8) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int left = std::min(8, block.bits - bit);
    const auto mask = static_cast<unsigned char>(0xFFU << (8 - left));
    if (((address[at] ^ block.address[at]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace

bool is_public(const sockaddr& address) {
  std::array<unsigned char, 16> bytes{};
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    bytes[10] = bytes[11] = 0xFF;
    std::memcpy(bytes.data() + 12, &in.sin_addr, 4);
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    std::memcpy(bytes.data(), &in.sin6_addr, 16);
  } else {
    return false;
  }
  for (const Block& block : kPrivate) {
    if (lies_in(bytes, block)) return false;
  }
  return true;
}

}  // namespace analyzer::server
