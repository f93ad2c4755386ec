#include "analyzer/service/keys.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace analyzer {
namespace {

constexpr const char* kLinkKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
constexpr const char* kSecretKey =
    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

class KeyFile {
 public:
  KeyFile() {
    path_ = std::filesystem::temp_directory_path() /
            ("analyzer_keys_" + std::to_string(::getpid()) + ".key");
    std::filesystem::remove(path_);
  }
  ~KeyFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }
  void write(const std::string& text) const {
    std::ofstream(path_) << text;
    ::chmod(path_.c_str(), 0600);
  }
  void write_known(const std::string& algorithm) const {
    write("version = 3\nalgorithm = \"" + algorithm + "\"\nlink_key = \"" + kLinkKey +
          "\"\nsecret_key = \"" + kSecretKey + "\"\n");
  }
  std::string read() const {
    std::stringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path path_;
};

// The first 128 bits of the HMAC over kind, size of the namespace, namespace and
// value, worked out apart from the code under test.
LinkKey expected(const EVP_MD* digest, const std::string& bytes) {
  unsigned char key[32];
  for (unsigned i = 0; i < sizeof key; ++i) key[i] = static_cast<unsigned char>(i);
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  REQUIRE(HMAC(digest, key, sizeof key, reinterpret_cast<const unsigned char*>(bytes.data()),
               bytes.size(), out, &size) != nullptr);
  LinkKey link;
  for (int i = 0; i < 8; ++i) link.high = link.high << 8U | out[i];
  for (int i = 8; i < 16; ++i) link.low = link.low << 8U | out[i];
  return link;
}

}  // namespace

TEST_CASE("a link is the first half of an HMAC by the site's key, SHA-256 or SM3") {
  const KeyFile file;
  const std::string bytes =
      std::string(1, static_cast<char>(LinkKind::kDevice)) + std::string("\0\0\0\2nsvalue", 11);
  file.write_known("hmac-sha256");
  const auto sha = SiteKeys::load_or_create(file.path());
  REQUIRE(sha.has_value());
  CHECK(sha->link(LinkKind::kDevice, "ns", "value") == expected(EVP_sha256(), bytes));
  file.write_known("hmac-sm3");
  const auto sm3 = SiteKeys::load_or_create(file.path());
  REQUIRE(sm3.has_value());
  CHECK(sm3->link(LinkKind::kDevice, "ns", "value") == expected(EVP_sm3(), bytes));
  CHECK(sm3->check_value() != sha->check_value());
  CHECK(sm3->version() == 3);
}

TEST_CASE("kind, namespace and value are told apart") {
  const SiteKeys keys = SiteKeys::built_in();
  const LinkKey one = keys.link(LinkKind::kDevice, "ab", "c");
  CHECK(one == keys.link(LinkKind::kDevice, "ab", "c"));
  CHECK(one != keys.link(LinkKind::kDevice, "a", "bc"));
  CHECK(one != keys.link(LinkKind::kOperator, "ab", "c"));
  CHECK(one != keys.link(LinkKind::kDevice, "ab", "d"));
}

TEST_CASE("a key file is made once, for its owner alone, and read again") {
  const KeyFile file;
  const auto made = SiteKeys::load_or_create(file.path(), "hmac-sm3");
  REQUIRE(made.has_value());
  struct stat info {};
  REQUIRE(::stat(file.path().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  const std::string text = file.read();
  const auto again = SiteKeys::load_or_create(file.path(), "hmac-sha256");
  REQUIRE(again.has_value());
  CHECK(file.read() == text);
  CHECK(again->check_value() == made->check_value());

  ::chmod(file.path().c_str(), 0640);
  const auto open_to_others = SiteKeys::load_or_create(file.path());
  REQUIRE_FALSE(open_to_others.has_value());
  CHECK(open_to_others.error().code == ErrorCode::kUnavailable);
}

TEST_CASE("a file that is no key file is refused and left alone") {
  const KeyFile file;
  for (const char* text : {"", "version = 1\n", "not toml", "version = 1\nalgorithm = \"md5\"\n"}) {
    INFO(text);
    file.write(text);
    CHECK_FALSE(SiteKeys::load_or_create(file.path()).has_value());
    CHECK(file.read() == text);
  }
}

TEST_CASE("what was encrypted opens with the same key and context only, whole") {
  const SiteKeys keys = SiteKeys::built_in();
  const std::string sealed = keys.encrypt("测试甲 13800000000", "cas_1");
  CHECK(sealed.find("13800000000") == std::string::npos);
  CHECK(keys.decrypt(sealed, "cas_1").value() == "测试甲 13800000000");
  CHECK(keys.encrypt("测试甲 13800000000", "cas_1") != sealed);
  CHECK_FALSE(keys.decrypt(sealed, "cas_2").has_value());
  std::string broken = sealed;
  broken.back() = static_cast<char>(broken.back() ^ 1);
  CHECK_FALSE(keys.decrypt(broken, "cas_1").has_value());
  CHECK_FALSE(keys.decrypt(sealed.substr(0, 20), "cas_1").has_value());
  const KeyFile file;
  file.write_known("hmac-sha256");
  CHECK_FALSE(SiteKeys::load_or_create(file.path())->decrypt(sealed, "cas_1").has_value());
}

}  // namespace analyzer
