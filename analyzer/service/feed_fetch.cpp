#include "analyzer/service/feed_fetch.h"

#include <filesystem>
#include <fstream>
#include <vector>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

// The file itself, or the folder's newest; equal times go by name.
Result<fs::path> file_of(const std::string& address) {
  std::error_code error;
  if (!fs::is_directory(address, error)) return fs::path(address);
  fs::path newest;
  fs::file_time_type when{};
  for (const auto& entry : fs::directory_iterator(address, error)) {
    if (!entry.is_regular_file(error)) continue;
    const fs::file_time_type time = entry.last_write_time(error);
    if (newest.empty() || time > when || (time == when && entry.path() > newest)) {
      newest = entry.path();
      when = time;
    }
  }
  if (newest.empty()) return fail(ErrorCode::kUnavailable, "the folder holds no file");
  return newest;
}

tl::unexpected<Error> unreadable(const fs::path& path) {
  return fail(ErrorCode::kUnavailable, "the file cannot be read: " + path.string());
}

}  // namespace

Result<Fetched> fetch_file(const FetchRequest& request, const TakeBytes& take) {
  const Result<fs::path> path = file_of(request.address);
  if (!path) return tl::unexpected(path.error());
  std::error_code error;
  const auto size = fs::file_size(*path, error);
  const auto time = fs::last_write_time(*path, error);
  if (error) return unreadable(*path);
  if (size > request.most_bytes) return fail(ErrorCode::kUnavailable, "more bytes than allowed");
  Fetched out;
  out.etag = path->filename().string() + ":" + std::to_string(size) + ":" +
             std::to_string(time.time_since_epoch().count());
  out.unchanged = !request.etag.empty() && request.etag == out.etag;
  if (out.unchanged) return out;
  std::ifstream stream(*path, std::ios::binary);
  if (!stream) return unreadable(*path);
  std::vector<char> buffer(std::size_t{1} << 16);
  while (stream) {
    if (request.stopped && request.stopped()) return fail(ErrorCode::kUnavailable, "broken off");
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    if (Status status = take({buffer.data(), got}); !status) return tl::unexpected(status.error());
  }
  return out;
}

}  // namespace analyzer
