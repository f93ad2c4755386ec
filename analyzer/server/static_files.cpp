#include "analyzer/server/static_files.h"

#include <algorithm>
#include <filesystem>

#include "analyzer/core/digest.h"

namespace analyzer::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

struct Type {
  std::string_view extension;
  std::string_view content_type;
};
constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

std::string_view type_of(std::string_view extension) {
  for (const Type& type : kTypes) {
    if (type.extension == extension) return type.content_type;
  }
  return "application/octet-stream";
}

// Vite writes assets/NAME-HASH.ext.
bool has_hash(std::string_view path) {
  if (!path.starts_with("/assets/")) return false;
  const std::size_t dot = path.rfind('.');
  const std::size_t dash = path.rfind('-', dot);
  return dash != std::string_view::npos && dot - dash >= 9;
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
  StaticFiles out;
  std::error_code error;
  std::size_t total = 0;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (!it->is_regular_file() || it->is_symlink()) continue;
    auto bytes = read_file(it->path().string());
    if (!bytes) return tl::unexpected(bytes.error());
    total += bytes->size();
    if (total > kMostBytes) return fail(ErrorCode::kInvalid, "files are too large: " + folder);
    const std::string path = "/" + fs::relative(it->path(), folder).generic_string();
    File file;
    file.content_type = type_of(it->path().extension().string());
    file.etag = "\"" + sha256_hex(*bytes).substr(0, 32) + "\"";
    file.bytes = std::make_shared<const std::string>(std::move(*bytes));
    file.immutable = has_hash(path);
    out.files_.emplace(path, std::move(file));
  }
  if (!out.files_.contains("/index.html")) {
    return fail(ErrorCode::kNotFound, "no index.html in " + folder);
  }
  for (auto& [path, file] : out.files_) {
    const auto packed = out.files_.find(path + ".gz");
    if (packed != out.files_.end()) file.gzip = packed->second.bytes;
  }
  std::erase_if(out.files_, [](const auto& entry) { return entry.first.ends_with(".gz"); });
  return out;
}

std::optional<Response> StaticFiles::get(const Request& request) const {
  const auto path = percent_decode(request.path);
  if (!path) return std::nullopt;
  auto found = files_.find(*path);
  if (found == files_.end()) {
    const bool page = path->find('.', path->rfind('/')) == std::string::npos;
    if (!page) return std::nullopt;
    found = files_.find("/index.html");
    if (found == files_.end()) return std::nullopt;
  }
  const File& file = found->second;
  Response response;
  response.headers.emplace_back("ETag", file.etag);
  response.headers.emplace_back(
      "Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
  if (request.header(Header::kIfNoneMatch).find(file.etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  response.shared_body = file.bytes;
  if (file.gzip) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (request.header(Header::kAcceptEncoding).find("gzip") != std::string_view::npos) {
      response.headers.emplace_back("Content-Encoding", "gzip");
      response.shared_body = file.gzip;
    }
  }
  return response;
}

}  // namespace analyzer::server
