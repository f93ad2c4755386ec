#include "analyzer/service/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "analyzer/service/tokens.h"

namespace analyzer {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} << 20;

// Stems that lists of leaked passwords begin with; what is left of a password
// after its digits and signs are taken off its ends must not be one of them.
constexpr auto kCommon = std::to_array<std::string_view>(
    {"password",      "passwd",    "passw0rd", "p@ssw0rd", "p@ssword",   "qwerty",    "qwertyuiop",
     "asdfgh",        "asdfghjkl", "zxcvbn",   "zxcvbnm",  "qazwsx",     "qazwsxedc", "admin",
     "administrator", "root",      "welcome",  "letmein",  "iloveyou",   "woaini",    "woaiwojia",
     "test",          "testtest",  "demo",     "guest",    "user",       "abc",       "abcd",
     "abcdef",        "aa",        "a",        "qq",       "shebao",     "yanglao",   "renshe",
     "rsj",           "zhongguo",  "china",    "hello",    "monkey",     "dragon",    "changeme",
     "default",       "system",    "huawei",   "alipay",   "taobao",     "baidu",     "1qaz2wsx",
     "1q2w3e4r",      "1qaz@wsx",  "q1w2e3r4", "a1b2c3d4", "1q2w3e4r5t", "zaq12wsx"});

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// Number of code points; nothing if `text` is not UTF-8.
std::optional<std::size_t> characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0 || i + size > text.size()) return std::nullopt;
    for (std::size_t k = 1; k < size; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return std::nullopt;
    }
    i += size;
  }
  return count;
}

// True for "aaaaaaaaaa", "abcabcabcabc" and "0123456789": a unit of at most
// four bytes again and again, or each byte one more (or less) than the last.
bool is_pattern(std::string_view text) {
  for (std::size_t unit = 1; unit <= 4 && unit < text.size(); ++unit) {
    if (text.substr(unit) == text.substr(0, text.size() - unit)) return true;
  }
  std::size_t up = 0;
  std::size_t down = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    up += text[i] == text[i - 1] + 1 ? 1 : 0;
    down += text[i] == text[i - 1] - 1 ? 1 : 0;
  }
  return std::max(up, down) + 2 >= text.size();
}

bool is_common(const std::string& text) {
  const auto known = [](std::string_view candidate) {
    return std::find(kCommon.begin(), kCommon.end(), candidate) != kCommon.end();
  };
  const auto first = std::find_if(text.begin(), text.end(), is_letter);
  const auto last = std::find_if(text.rbegin(), text.rend(), is_letter).base();
  if (first >= last) return is_pattern(text) || text.size() < 14;  // digits and signs alone
  return known(text) || known(std::string_view(first, last)) || is_pattern(text);
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> encoded{};
  if (sodium_init() < 0 ||
      crypto_pwhash_str_alg(encoded.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::kUnavailable, "no memory to hash a password");
  }
  return std::string(encoded.data());
}

bool verify_password(std::string_view encoded, std::string_view password) {
  // Of a random password nobody has: what an unknown user is checked against.
  static const std::string kNobody = hash_password(random_token(16)).value_or("");
  if (sodium_init() < 0) return false;
  const std::string stored(encoded.empty() ? std::string_view(kNobody) : encoded);
  const bool same = crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
  return same && !encoded.empty();
}

std::optional<FieldError> refuse_password(std::string_view password, std::string_view name) {
  const auto length = characters(password);
  if (!length) return FieldError{"", "not_utf8", "must be UTF-8"};
  if (*length < kShortestPassword) return FieldError{"", "too_short", "at least ten characters"};
  if (password.size() > kLongestPassword) return FieldError{"", "too_long", "at most 256 bytes"};
  const std::string text = lower(password);
  if (name.size() >= 3 && text.find(lower(name)) != std::string::npos) {
    return FieldError{"", "contains_name", "must not contain the account's name"};
  }
  if (is_common(text)) return FieldError{"", "common", "too easy to guess"};
  return std::nullopt;
}

std::string first_password() {
  const std::string random = random_token(10);
  return random.substr(0, 4) + "-" + random.substr(4, 4) + "-" + random.substr(8, 4) + "-" +
         random.substr(12, 4);
}

}  // namespace analyzer
