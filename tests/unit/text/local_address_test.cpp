#include "analyzer/text/local_address.h"

#include <catch2/catch.hpp>

#include "analyzer/text/url.h"

namespace analyzer::text {
namespace {

TEST_CASE("Addresses of a network of one's own are told from those of the internet") {
  const auto [link, local] = GENERATE(table<const char*, bool>({
      {"http://192.168.1.1/login", true},
      {"http://3232235777/", true},  // 192.168.1.1 as one number
      {"http://10.20.30.40:8080/rz", true},
      {"http://172.16.0.1/", true},
      {"http://172.31.255.255/", true},
      {"http://100.64.0.1/", true},
      {"http://127.0.0.1/", true},
      {"http://169.254.1.1/", true},
      {"http://localhost:3000/a", true},
      {"http://app.localhost/", true},
      {"http://[::1]/", true},
      {"http://[fd00::1]/", true},
      {"http://[fe80::1]/", true},
      {"http://[::ffff:192.168.1.1]/", true},
      {"http://172.32.0.1/", false},
      {"http://192.169.1.1/", false},
      {"http://100.128.0.1/", false},
      {"http://203.0.113.7/", false},
      {"http://[2001:db8::1]/", false},
      {"http://[::ffff:203.0.113.7]/", false},
      {"http://10.example.com/", false},
      {"http://192.168.1.1.example.com/", false},
      {"http://notlocalhost/", false},
  }));
  const auto url = parse_url(link);
  INFO(link);
  REQUIRE(url);
  CHECK(is_local_address(url->host) == local);
}

}  // namespace
}  // namespace analyzer::text
