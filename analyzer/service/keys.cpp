#include "analyzer/service/keys.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "analyzer/core/digest.h"
#include "analyzer/core/toml.h"

namespace analyzer {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::string_view kSm3 = "hmac-sm3";
constexpr std::string_view kSha256 = "hmac-sha256";

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  out.pop_back();
  return out;
}

bool from_hex(std::string_view text, std::array<unsigned char, kKeyBytes>& out) {
  std::size_t size = 0;
  return sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size,
                        nullptr) == 0 &&
         size == kKeyBytes;
}

LinkKey first_128(const unsigned char* bytes) {
  LinkKey key;
  for (int i = 0; i < 8; ++i) key.high = key.high << 8U | bytes[i];
  for (int i = 8; i < 16; ++i) key.low = key.low << 8U | bytes[i];
  return key;
}

Status write_private_file(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    return fail(ErrorCode::kUnavailable, path + ": cannot be created: " + std::strerror(errno));
  }
  const bool ok =
      ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!ok) return fail(ErrorCode::kUnavailable, path + ": cannot be written");
  return {};
}

std::string new_key_file(std::string_view algorithm) {
  std::array<unsigned char, kKeyBytes> link{};
  std::array<unsigned char, kKeyBytes> secret{};
  randombytes_buf(link.data(), link.size());
  randombytes_buf(secret.data(), secret.size());
  const auto view = [](const auto& key) {
    return std::string_view(reinterpret_cast<const char*>(key.data()), key.size());
  };
  return "# Keys of this site. Without them the database's links and personal details\n"
         "# cannot be read. Keep a copy apart from the database's backups.\n"
         "version = 1\nalgorithm = \"" +
         std::string(algorithm) + "\"\nlink_key = \"" + to_hex(view(link)) + "\"\nsecret_key = \"" +
         to_hex(view(secret)) + "\"\n";
}

}  // namespace

struct SiteKeys::Impl {
  std::uint32_t version = 1;
  bool sm3 = false;
  std::array<unsigned char, kKeyBytes> link_key{};
  std::array<unsigned char, kKeyBytes> secret_key{};
  crypto_auth_hmacsha256_state started{};  // HMAC-SHA256 with the key already in

  void start() { crypto_auth_hmacsha256_init(&started, link_key.data(), link_key.size()); }

  std::array<unsigned char, 32> mac(LinkKind kind, std::string_view name_space,
                                    std::string_view value) const {
    // The namespace's length goes in, so that no two triples give the same bytes.
    const auto size = static_cast<std::uint32_t>(name_space.size());
    const std::array<unsigned char, 5> head{
        static_cast<unsigned char>(kind), static_cast<unsigned char>(size >> 24U),
        static_cast<unsigned char>(size >> 16U), static_cast<unsigned char>(size >> 8U),
        static_cast<unsigned char>(size)};
    std::array<unsigned char, 32> out{};
    if (sm3) {
      std::string all(head.begin(), head.end());
      all.append(name_space).append(value);
      unsigned int written = 0;
      const auto* bytes = reinterpret_cast<const unsigned char*>(all.data());
      // Equal links for everybody would be worse than no service.
      if (HMAC(EVP_sm3(), link_key.data(), static_cast<int>(link_key.size()), bytes, all.size(),
               out.data(), &written) == nullptr ||
          written != out.size()) {
        std::abort();
      }
      return out;
    }
    crypto_auth_hmacsha256_state state = started;
    crypto_auth_hmacsha256_update(&state, head.data(), head.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(name_space.data()),
                                  name_space.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(value.data()),
                                  value.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    return out;
  }
};

SiteKeys::SiteKeys(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
SiteKeys::SiteKeys(SiteKeys&&) noexcept = default;
SiteKeys& SiteKeys::operator=(SiteKeys&&) noexcept = default;
SiteKeys::~SiteKeys() = default;

Result<SiteKeys> SiteKeys::load_or_create(const std::string& path, std::string_view algorithm) {
  if (sodium_init() < 0) return fail(ErrorCode::kUnavailable, "the random source is not ready");
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (Status status = write_private_file(path, new_key_file(algorithm)); !status) {
      return tl::unexpected(status.error());
    }
  }
  return load(path);
}

Result<SiteKeys> SiteKeys::load(const std::string& path) {
  if (sodium_init() < 0) return fail(ErrorCode::kUnavailable, "the random source is not ready");
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return fail(ErrorCode::kNotFound, path + ": there is no key file");
  }
  if ((info.st_mode & 077U) != 0) {
    return fail(ErrorCode::kUnavailable, path + ": others may read the key file; set mode 0600");
  }
  Result<toml::Table> root = toml::load(path);
  if (!root) return tl::unexpected(root.error());
  auto impl = std::make_unique<Impl>();
  impl->version = static_cast<std::uint32_t>(root->integer("version"));
  const std::string name = root->text("algorithm");
  impl->sm3 = name == kSm3;
  const bool ok = from_hex(root->text("link_key"), impl->link_key) &&
                  from_hex(root->text("secret_key"), impl->secret_key) &&
                  (name == kSm3 || name == kSha256);
  root->done();
  if (impl->sm3 && EVP_get_digestbyname("SM3") == nullptr) {
    return fail(ErrorCode::kUnavailable, "this OpenSSL has no SM3");
  }
  if (!ok || !root->finish()) return fail(ErrorCode::kCorrupt, path + ": not a key file");
  impl->start();
  return SiteKeys(std::move(impl));
}

SiteKeys SiteKeys::built_in() {
  // A failure to start libsodium would show at the first HMAC; init is idempotent.
  if (sodium_init() < 0) std::abort();
  auto impl = std::make_unique<Impl>();
  for (std::size_t i = 0; i < kKeyBytes; ++i) {
    impl->link_key[i] = static_cast<unsigned char>(i * 7 + 1);
    impl->secret_key[i] = static_cast<unsigned char>(i * 11 + 3);
  }
  impl->start();
  return SiteKeys(std::move(impl));
}

LinkKey SiteKeys::link(LinkKind kind, std::string_view name_space, std::string_view value) const {
  return first_128(impl_->mac(kind, name_space, value).data());
}

std::string SiteKeys::encrypt(std::string_view plain, std::string_view context) const {
  std::string out(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + plain.size() +
                      crypto_aead_xchacha20poly1305_ietf_ABYTES,
                  '\0');
  auto* nonce = reinterpret_cast<unsigned char*>(out.data());
  randombytes_buf(nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, &size,
      reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
      reinterpret_cast<const unsigned char*>(context.data()), context.size(), nullptr, nonce,
      impl_->secret_key.data());
  return out;
}

Result<std::string> SiteKeys::decrypt(std::string_view sealed, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < kNonce + kTag) return fail(ErrorCode::kCorrupt, "not an encrypted value");
  std::string out(sealed.size() - kNonce - kTag, '\0');
  const auto* bytes = reinterpret_cast<const unsigned char*>(sealed.data());
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(out.data()), &size, nullptr, bytes + kNonce,
          sealed.size() - kNonce, reinterpret_cast<const unsigned char*>(context.data()),
          context.size(), bytes, impl_->secret_key.data()) != 0) {
    return fail(ErrorCode::kCorrupt, "an encrypted value does not open with this site's key");
  }
  return out;
}

std::uint32_t SiteKeys::version() const { return impl_->version; }

std::string SiteKeys::check_value() const {
  const auto mac = impl_->mac(LinkKind::kPerson, "key-check", std::to_string(impl_->version));
  return to_hex({reinterpret_cast<const char*>(mac.data()), 16});
}

}  // namespace analyzer
