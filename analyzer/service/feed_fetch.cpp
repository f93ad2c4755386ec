#include "analyzer/service/feed_fetch.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace analyzer {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// Whether a file of a folder may be the list.
bool may_be_list(const fs::path& path, const std::vector<std::string>& extensions) {
  constexpr std::string_view kNotes[] = {"readme",    "license", "licence", "notice", "changes",
                                         "changelog", "copying", "authors", "index"};
  const std::string name = lower(path.filename().string());
  if (name.starts_with(".") || name.ends_with("~")) return false;
  const std::string stem = lower(path.stem().string());
  if (std::find(std::begin(kNotes), std::end(kNotes), stem) != std::end(kNotes)) return false;
  return std::find(extensions.begin(), extensions.end(), lower(path.extension().string())) !=
         extensions.end();
}

// The file itself, or the folder's newest; equal times go by name.
Result<fs::path> file_of(const FetchRequest& request) {
  std::error_code error;
  if (!fs::is_directory(request.address, error)) return fs::path(request.address);
  fs::path newest;
  fs::file_time_type when{};
  for (const auto& entry : fs::directory_iterator(request.address, error)) {
    if (!entry.is_regular_file(error)) continue;
    if (!may_be_list(entry.path(), request.extensions)) continue;
    const fs::file_time_type time = entry.last_write_time(error);
    if (newest.empty() || time > when || (time == when && entry.path() > newest)) {
      newest = entry.path();
      when = time;
    }
  }
  if (newest.empty()) {
    return fail(ErrorCode::kUnavailable, "no file of this format lies in the folder");
  }
  return newest;
}

tl::unexpected<Error> unreadable(const fs::path& path) {
  return fail(ErrorCode::kUnavailable, "the file cannot be read: " + path.string());
}

}  // namespace

Result<Fetched> fetch_file(const FetchRequest& request, const TakeBytes& take) {
  const Result<fs::path> path = file_of(request);
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
  std::uintmax_t read = 0;
  while (stream) {
    if (request.stopped && request.stopped()) return fail(ErrorCode::kUnavailable, "broken off");
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    read += got;
    if (Status status = take({buffer.data(), got}); !status) return tl::unexpected(status.error());
  }
  // Whoever copies it there is not done yet.
  const auto size_now = fs::file_size(*path, error);
  const auto time_now = fs::last_write_time(*path, error);
  if (error || read != size || size_now != size || time_now != time) {
    return fail(ErrorCode::kUnavailable, "the file changes while it is read");
  }
  return out;
}

std::vector<std::string> extensions_of(feeds::Format format) {
  using feeds::Format;
  switch (format) {
    case Format::kCsv:
    case Format::kPhishtankCsv:
    case Format::kUrlhausCsv:
      return {".csv", ".txt"};
    case Format::kPhishtankJson:
    case Format::kUrlhausJson:
    case Format::kMisp:
    case Format::kWarninglist:
    case Format::kStix:
    case Format::kDelta:
      return {".json", ".stix"};
    case Format::kRpz:
      return {".rpz", ".zone", ".db", ".txt", ""};
    default:
      return {".txt", ".list", ".lst", ".hosts", ".conf", ".acl", ""};
  }
}

}  // namespace analyzer
