// A server on loopback that answers over TLS with a list, and certificates for it.

#ifndef TESTS_UNIT_SERVER_TLS_LISTS_H_
#define TESTS_UNIT_SERVER_TLS_LISTS_H_

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdio>
#include <string>
#include <thread>

namespace analyzer::server {

// A certificate for one name that vouches for itself, and its key.
struct Identity {
  X509* certificate = X509_new();
  EVP_PKEY* key = EVP_EC_gen("P-256");

  // Good from an hour ago to `seconds` from now.
  Identity(const std::string& name, long seconds) {
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), seconds);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("list"), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_EXTENSION* names =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    X509_sign(certificate, key, EVP_sha256());
  }
  ~Identity() {
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;

  void write(const std::string& path) const {
    std::FILE* out = std::fopen(path.c_str(), "w");
    REQUIRE(out != nullptr);
    PEM_write_X509(out, certificate);
    std::fclose(out);
  }
};

// Answers each request over TLS, with a list unless told otherwise.
class TlsServer {
 public:
  explicit TlsServer(const Identity& identity, std::string answer =
                                                   "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                                   "Content-Length: 10\r\n\r\na.invalid\n")
      : answer_(std::move(answer)), context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX_use_certificate(context_, identity.certificate);
    SSL_CTX_use_PrivateKey(context_, identity.key);
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 4) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  int port() const { return port_; }
  int requests() const { return requests_; }
  std::string address() const { return "https://127.0.0.1:" + std::to_string(port_) + "/list.txt"; }

 private:
  void serve() {
    while (true) {
      const int socket = ::accept(listener_, nullptr, nullptr);
      if (socket < 0) return;
      SSL* tls = SSL_new(context_);
      SSL_set_fd(tls, socket);
      char request[4096];
      if (SSL_accept(tls) == 1 && SSL_read(tls, request, sizeof request) > 0) {
        ++requests_;
        (void)SSL_write(tls, answer_.data(), static_cast<int>(answer_.size()));
        (void)SSL_shutdown(tls);
      }
      SSL_free(tls);
      ::close(socket);
    }
  }

  std::string answer_;
  SSL_CTX* context_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> requests_{0};
  std::thread thread_;
};

}  // namespace analyzer::server

#endif  // TESTS_UNIT_SERVER_TLS_LISTS_H_
