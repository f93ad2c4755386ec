// Network addresses of callers: which are trusted proxies, and whom a proxy
// speaks for.

#ifndef ANALYZER_SERVER_ADDRESSES_H_
#define ANALYZER_SERVER_ADDRESSES_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::server {

// A set of IPv4 and IPv6 blocks. Immutable, may be read from any thread.
class AddressSet {
 public:
  // Takes addresses and CIDR blocks ("10.0.0.0/8", "::1"). Fails with kInvalid,
  // naming the first that is neither.
  static Result<AddressSet> parse(const std::vector<std::string>& blocks);

  // False for what is no address.
  bool contains(std::string_view address) const;

  bool empty() const { return blocks_.empty(); }

 private:
  struct Block {
    std::array<std::uint8_t, 16> bytes;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  std::vector<Block> blocks_;
};

// Returns the caller's address: `peer`, unless it is a trusted proxy; then the
// last address of X-Forwarded-For that is not itself trusted. What is no
// address ends the walk, so that nobody can write text into our logs.
std::string caller_address(std::string_view peer, std::string_view forwarded_for,
                           const AddressSet& trusted);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_ADDRESSES_H_
