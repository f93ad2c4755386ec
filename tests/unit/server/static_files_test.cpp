#include "analyzer/server/static_files.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace analyzer::server {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("analyzer_static_" + std::to_string(getpid()))) {
    fs::remove_all(path);
    write(path / "dist/index.html", "<html>page</html>");
    write(path / "dist/assets/app-0123abcd.js", "code");
    write(path / "dist/assets/app-0123abcd.js.gz", "packed");
    write(path / "secret.txt", "secret");
    fs::create_symlink(path / "secret.txt", path / "dist/link.txt");
  }
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

Request request(std::string path) {
  Request out;
  out.method = Method::kGet;
  out.path = std::move(path);
  return out;
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST_CASE("pages and files of the folder are served, and nothing else") {
  const Folder folder;
  const auto files = StaticFiles::load((folder.path / "dist").string());
  REQUIRE(files.has_value());
  for (const char* page : {"/", "/index.html", "/cases", "/cases/cas_1", "/hotline/"}) {
    INFO(page);
    const auto response = files->get(request(page));
    REQUIRE(response.has_value());
    CHECK(response->bytes() == "<html>page</html>");
    CHECK(header(*response, "Cache-Control") == "no-cache");
    CHECK(header(*response, "Content-Security-Policy").find("frame-ancestors 'none'") !=
          std::string::npos);
  }
  for (const char* other :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/assets/missing.js", "/%zz",
        "/assets/app-0123abcd.js.gz", "/..%2fsecret.txt"}) {
    INFO(other);
    CHECK_FALSE(files->get(request(other)).has_value());
  }
}

TEST_CASE("hashed files are kept for ever and sent compressed to who can read that") {
  const Folder folder;
  const auto files = StaticFiles::load((folder.path / "dist").string());
  REQUIRE(files.has_value());
  Request asset = request("/assets/app-0123abcd.js");
  auto response = files->get(asset);
  REQUIRE(response.has_value());
  CHECK(response->bytes() == "code");
  CHECK(response->content_type == "text/javascript; charset=utf-8");
  CHECK(header(*response, "Cache-Control").find("immutable") != std::string::npos);
  CHECK(header(*response, "Vary") == "Accept-Encoding");
  const std::string etag = header(*response, "ETag");
  asset.headers[static_cast<std::size_t>(Header::kAcceptEncoding)] = "gzip, br";
  response = files->get(asset);
  CHECK(response->bytes() == "packed");
  CHECK(header(*response, "Content-Encoding") == "gzip");
  asset.headers[static_cast<std::size_t>(Header::kIfNoneMatch)] = etag;
  CHECK(files->get(asset)->status == 304);
}

TEST_CASE("a folder without a page is told") {
  CHECK(StaticFiles::load("/no/such/folder").error().code == ErrorCode::kNotFound);
  CHECK_FALSE(StaticFiles().get(request("/")).has_value());
}

}  // namespace
}  // namespace analyzer::server
