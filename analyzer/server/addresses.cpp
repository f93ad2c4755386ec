#include "analyzer/server/addresses.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace analyzer::server {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr int kMappedBits = 96;  // length of the ::ffff:0:0 prefix

struct Parsed {
  Bytes bytes{};
  bool v4 = false;
};

std::optional<Parsed> parse_address(std::string_view text) {
  if (text.size() > 45) return std::nullopt;
  const std::string zero_ended(text);
  Parsed out;
  if (inet_pton(AF_INET, zero_ended.c_str(), out.bytes.data() + 12) == 1) {
    out.bytes[10] = out.bytes[11] = 0xff;
    out.v4 = true;
    return out;
  }
  if (inet_pton(AF_INET6, zero_ended.c_str(), out.bytes.data()) == 1) return out;
  return std::nullopt;
}

bool same_prefix(const Bytes& a, const Bytes& b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  if (bits % 8 == 0) return true;
  const int shift = 8 - bits % 8;
  return (a[whole] >> shift) == (b[whole] >> shift);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<AddressSet> AddressSet::parse(const std::vector<std::string>& blocks) {
  AddressSet out;
  for (const std::string& block : blocks) {
    const std::size_t slash = block.find('/');
    const auto address = parse_address(std::string_view(block).substr(0, slash));
    if (!address) return fail(ErrorCode::kInvalid, "not an address or CIDR block: " + block);
    int bits = address->v4 ? 32 : 128;
    if (slash != std::string::npos) {
      const char* end = block.data() + block.size();
      int given = -1;
      const auto [rest, error] = std::from_chars(block.data() + slash + 1, end, given);
      if (error != std::errc{} || rest != end || given < 0 || given > bits) {
        return fail(ErrorCode::kInvalid, "not an address or CIDR block: " + block);
      }
      bits = given;
    }
    out.blocks_.push_back({address->bytes, address->v4 ? kMappedBits + bits : bits});
  }
  return out;
}

bool AddressSet::contains(std::string_view address) const {
  if (blocks_.empty()) return false;
  const auto parsed = parse_address(address);
  return parsed && std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
           return same_prefix(parsed->bytes, block.bytes, block.bits);
         });
}

std::string caller_address(std::string_view peer, std::string_view forwarded_for,
                           const AddressSet& trusted) {
  std::string_view caller = peer;
  std::string_view rest = forwarded_for;
  while (!rest.empty() && trusted.contains(caller)) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last =
        trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    if (!parse_address(last)) break;
    caller = last;
  }
  return std::string(caller);
}

}  // namespace analyzer::server
