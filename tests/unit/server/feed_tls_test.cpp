// A list's server whose certificate is not to be trusted: nothing of the list is read.

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "analyzer/server/feed_fetcher.h"
#include "tests/unit/server/tls_lists.h"

namespace analyzer::server {

TEST_CASE("a list comes only from a server that proves its name by a certificate in force") {
  ::signal(SIGPIPE, SIG_IGN);  // the client hangs up in the handshake
  struct Row {
    const char* name;
    const char* certified;
    long seconds;
    bool vouched;  // somebody known stands for it
    const char* failure;
  };
  const Row rows[] = {
      {"its own name", "IP:127.0.0.1", 3600, true, ""},
      {"another's name", "DNS:other.invalid", 3600, true, "its certificate is not trusted"},
      {"expired", "IP:127.0.0.1", -60, true, "its certificate is not trusted"},
      {"nobody vouches", "IP:127.0.0.1", 3600, false, "its certificate is not trusted"},
  };
  const std::string path = std::filesystem::temp_directory_path() / "analyzer_feed_tls_test.pem";
  for (const Row& row : rows) {
    INFO(row.name);
    const Identity identity(row.certified, row.seconds);
    const Identity other("IP:127.0.0.1", 3600);
    (row.vouched ? identity : other).write(path);
    TlsServer server(identity);
    FetcherOptions options;
    options.ca_file = path;
    HttpFetcher fetcher(options);
    FetchRequest request;
    request.address = server.address();
    request.intranet = true;
    std::string text;
    const auto fetched = fetcher.fetch(request, [&](std::string_view bytes) -> Status {
      text += bytes;
      return {};
    });
    CHECK((fetched ? "" : fetched.error().message) == row.failure);
    CHECK(text == (*row.failure == '\0' ? "a.invalid\n" : ""));
  }
  std::filesystem::remove(path);
}

}  // namespace analyzer::server
