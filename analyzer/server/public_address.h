// Which addresses are the public internet.
//
// Pure; any number of threads may call it at once.

#ifndef ANALYZER_SERVER_PUBLIC_ADDRESS_H_
#define ANALYZER_SERVER_PUBLIC_ADDRESS_H_

#include <sys/socket.h>

namespace analyzer::server {

// False for loopback, private, link-local, multicast and reserved addresses (RFC 6890 and
// its registries), and for whatever is neither IPv4 nor IPv6.
bool is_public(const sockaddr& address);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_PUBLIC_ADDRESS_H_
