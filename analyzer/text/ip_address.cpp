#include "analyzer/text/ip_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace analyzer::text {
namespace {

tl::unexpected<Error> bad() { return fail(ErrorCode::kInvalid, "not an IP address"); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One part of an IPv4 address: decimal, 0x hexadecimal, 0 octal; "0x" is zero.
// Values above 2^32 are clamped there.
std::optional<std::uint64_t> read_part(std::string_view part) {
  int base = 10;
  if (part.size() >= 2 && part[0] == '0' && (part[1] == 'x' || part[1] == 'X')) {
    base = 16;
    part.remove_prefix(2);
  } else if (part.size() >= 2 && part[0] == '0') {
    base = 8;
    part.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : part) {
    const int digit = hex_value(c);
    if (digit < 0 || digit >= base) return std::nullopt;
    value = std::min<std::uint64_t>(
        value * static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(digit),
        std::uint64_t{1} << 32U);
  }
  return value;
}

std::vector<std::string_view> split_dots(std::string_view host) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = host.find('.');
    parts.push_back(host.substr(0, dot));
    if (dot == std::string_view::npos) break;
    host.remove_prefix(dot + 1);
  }
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  return parts;
}

using Pieces = std::array<std::uint16_t, 8>;

// The four decimal numbers that may end an IPv6 address fill two pieces.
bool read_embedded_ipv4(std::string_view text, Pieces& pieces, std::size_t piece) {
  std::array<std::uint32_t, 4> numbers{};
  std::size_t at = 0;
  for (std::size_t n = 0; n < 4; ++n) {
    if (n > 0 && (at >= text.size() || text[at++] != '.')) return false;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at]) && at - begin < 3) {
      numbers[n] = numbers[n] * 10 + static_cast<std::uint32_t>(text[at++] - '0');
    }
    const bool leading_zero = at - begin > 1 && text[begin] == '0';
    if (at == begin || leading_zero || numbers[n] > 255) return false;
  }
  pieces[piece] = static_cast<std::uint16_t>(numbers[0] << 8U | numbers[1]);
  pieces[piece + 1] = static_cast<std::uint16_t>(numbers[2] << 8U | numbers[3]);
  return at == text.size();
}

class Ipv6Reader {
 public:
  explicit Ipv6Reader(std::string_view text) : text_(text) {}

  std::optional<Pieces> read() {
    if (text_.starts_with(':')) {
      if (!text_.starts_with("::")) return std::nullopt;
      at_ = 2;
      compress_ = 0;
    }
    while (at_ < text_.size()) {
      if (!read_piece()) return std::nullopt;
    }
    return expand();
  }

 private:
  bool read_piece() {
    if (count_ == 8) return false;
    if (text_[at_] == ':') {
      if (compress_ || at_ == 0) return false;
      ++at_;
      compress_ = count_;
      return true;
    }
    const std::size_t begin = at_;
    std::uint32_t value = 0;
    while (at_ < text_.size() && at_ - begin < 4 && hex_value(text_[at_]) >= 0) {
      value = value * 16 + static_cast<std::uint32_t>(hex_value(text_[at_++]));
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      if (at_ == begin || count_ > 6) return false;
      if (!read_embedded_ipv4(text_.substr(begin), pieces_, count_)) return false;
      at_ = text_.size();
      count_ += 2;
      return true;
    }
    if (at_ == begin) return false;
    if (at_ < text_.size()) {
      if (text_[at_] != ':' || ++at_ == text_.size()) return false;
    }
    pieces_[count_++] = static_cast<std::uint16_t>(value);
    return true;
  }

  std::optional<Pieces> expand() {
    if (!compress_) return count_ == 8 ? std::optional(pieces_) : std::nullopt;
    Pieces whole{};
    std::copy_n(pieces_.begin(), *compress_, whole.begin());
    const std::size_t tail = count_ - *compress_;
    std::copy_n(pieces_.begin() + static_cast<std::ptrdiff_t>(*compress_), tail,
                whole.end() - static_cast<std::ptrdiff_t>(tail));
    return whole;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  std::optional<std::size_t> compress_;
  Pieces pieces_{};
};

void append_hex(std::string& out, std::uint16_t piece) {
  constexpr std::string_view kHex = "0123456789abcdef";
  bool started = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const auto digit = static_cast<std::size_t>(piece >> shift) & 0xFU;
    started = started || digit != 0 || shift == 0;
    if (started) out.push_back(kHex[digit]);
  }
}

// Begin and length of the first longest run of two or more zero pieces.
std::pair<std::size_t, std::size_t> longest_zeros(const Pieces& pieces) {
  std::pair<std::size_t, std::size_t> best{8, 1};
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > best.second) best = {i, end - i};
  }
  return best;
}

}  // namespace

bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  if (std::all_of(last.begin(), last.end(), is_digit)) return true;
  return last.size() >= 2 && last[0] == '0' && (last[1] == 'x' || last[1] == 'X') &&
         read_part(last).has_value();
}

Result<std::string> read_ipv4(std::string_view host) {
  const std::vector<std::string_view> parts = split_dots(host);
  if (parts.size() > 4) return bad();
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto value = parts[i].empty() ? std::nullopt : read_part(parts[i]);
    if (!value) return bad();
    const bool last = i + 1 == parts.size();
    const std::uint64_t limit = last ? std::uint64_t{1} << (8 * (5 - parts.size())) : 256;
    if (*value >= limit) return bad();
    address += last ? *value : *value << (8 * (3 - i));
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string((address >> shift) & 0xFFU);
    if (shift > 0) out.push_back('.');
  }
  return out;
}

Result<std::string> read_ipv6(std::string_view text) {
  const std::optional<Pieces> pieces = Ipv6Reader(text).read();
  if (!pieces) return bad();
  const auto [zeros, length] = longest_zeros(*pieces);
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == zeros) {
      out += i == 0 ? "::" : ":";
      i += length - 1;
      continue;
    }
    append_hex(out, (*pieces)[i]);
    if (i < 7) out.push_back(':');
  }
  out.push_back(']');
  return out;
}

}  // namespace analyzer::text
