#include "analyzer/text/local_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace analyzer::text {
namespace {

struct Block {
  std::uint32_t first;
  int bits;
};

constexpr auto kLocal = std::to_array<Block>({
    {0x7F000000, 8},   // 127/8
    {0x0A000000, 8},   // 10/8
    {0xAC100000, 12},  // 172.16/12
    {0xC0A80000, 16},  // 192.168/16
    {0x64400000, 10},  // 100.64/10
    {0xA9FE0000, 16},  // 169.254/16
});

bool is_local(std::uint32_t address) {
  return std::any_of(kLocal.begin(), kLocal.end(), [address](const Block& block) {
    return (address ^ block.first) >> (32 - block.bits) == 0;
  });
}

bool is_local(const in6_addr& address) {
  const auto& b = address.s6_addr;
  const bool zero = std::all_of(std::begin(b), std::end(b) - 1, [](auto c) { return c == 0; });
  if (zero && b[15] == 1) return true;                       // ::1
  if ((b[0] & 0xFEU) == 0xFCU) return true;                  // fc00::/7
  if (b[0] == 0xFE && (b[1] & 0xC0U) == 0x80U) return true;  // fe80::/10
  const bool mapped = std::all_of(std::begin(b), std::begin(b) + 10, [](auto c) { return c == 0; });
  if (!mapped || b[10] != 0xFF || b[11] != 0xFF) return false;
  return is_local(std::uint32_t{b[12]} << 24U | std::uint32_t{b[13]} << 16U |
                  std::uint32_t{b[14]} << 8U | b[15]);
}

}  // namespace

bool is_local_address(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  if (host.starts_with('[') && host.ends_with(']')) {
    in6_addr address{};
    const std::string inner(host.substr(1, host.size() - 2));
    return inet_pton(AF_INET6, inner.c_str(), &address) == 1 && is_local(address);
  }
  in_addr address{};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         is_local(ntohl(address.s_addr));
}

}  // namespace analyzer::text
