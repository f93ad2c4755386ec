// The TLS side of a listener: certificate, key and who must show one.

#ifndef ANALYZER_SERVER_TLS_CONTEXT_H_
#define ANALYZER_SERVER_TLS_CONTEXT_H_

#include <memory>
#include <string>

#include "analyzer/core/result.h"
#include "analyzer/server/listener.h"

struct ssl_st;      // OpenSSL's SSL
struct ssl_ctx_st;  // and SSL_CTX

namespace analyzer::server {

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

// Returns a context for TLS 1.2 and 1.3, or null without a certificate file.
// Fails with kInvalid, naming the setting, if a file cannot be used.
Result<TlsContext> make_tls_context(const TlsOptions& options);

// The common name of the certificate that the peer showed and that was verified;
// empty where there is none, or where it names more than one.
std::string verified_client_name(const ssl_st* connection);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_TLS_CONTEXT_H_
