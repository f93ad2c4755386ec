#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>

#include "analyzer/server/listener.h"
#include "tests/unit/server/raw_client.h"

namespace analyzer::server {
namespace {

class Hello final : public Application {
 public:
  Admission admit(const Request&) override { return {}; }
  void handle(Request&& request, Respond respond) override {
    respond(Response{200, "text/plain", {}, request.secure ? "secure" : "plain", {}});
  }
  Response unreadable(int status, const Request&) override {
    return Response{status, {}, {}, {}, {}};
  }
};

// Writes a fresh self-signed certificate and its key.
void write_certificate(const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* out = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(out, certificate);
  std::fclose(out);
  out = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

// Asks over TLS; empty if the handshake fails.
std::string ask(std::uint16_t port, int newest) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_max_proto_version(context, newest);
  SSL_CTX_set_security_level(context, 0);
  SSL* tls = SSL_new(context);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    SSL_set_fd(tls, fd);
    if (SSL_connect(tls) == 1) {
      const std::string request = get("/", "Connection: close\r\n");
      SSL_write(tls, request.data(), static_cast<int>(request.size()));
      char bytes[4096];
      int n = 0;
      while ((n = SSL_read(tls, bytes, sizeof bytes)) > 0) {
        out.append(bytes, static_cast<std::size_t>(n));
      }
    }
  }
  SSL_free(tls);
  SSL_CTX_free(context);
  close(fd);
  return out;
}

TEST_CASE("TLS 1.2 and 1.3 are spoken, older versions and plain text are not") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("analyzer_tls_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  ListenerOptions options;
  options.port = 0;
  options.header_time = std::chrono::milliseconds{2000};
  options.tls.certificate_file = folder / "certificate.pem";
  options.tls.key_file = folder / "key.pem";
  write_certificate(options.tls.certificate_file, options.tls.key_file);
  Hello hello;
  auto listener = Listener::open(options, hello);
  REQUIRE(listener.has_value());
  (*listener)->start();
  const std::uint16_t port = (*listener)->port();
  CHECK(ask(port, TLS1_3_VERSION).ends_with("secure"));
  CHECK(ask(port, TLS1_2_VERSION).ends_with("secure"));
  CHECK(ask(port, TLS1_1_VERSION).empty());
  RawClient plain(port);
  plain.send(get("/"));
  CHECK(plain.receive().status == 0);
  (*listener)->stop();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace analyzer::server
