// The console's files, read once at start: a request never touches the disk, and
// nothing outside the folder can be reached.
//
// Immutable once loaded; any number of threads may use one.

#ifndef ANALYZER_SERVER_STATIC_FILES_H_
#define ANALYZER_SERVER_STATIC_FILES_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/server/http.h"

namespace analyzer::server {

class StaticFiles {
 public:
  // No files: every get() is nothing.
  StaticFiles() = default;

  // Reads every regular file under `folder` (links are left out); FILE.gz beside
  // FILE is its compressed form. Fails with kNotFound if there is no
  // index.html, kInvalid if the files are larger than 64 MB together.
  static Result<StaticFiles> load(const std::string& folder);

  // Answers a GET or HEAD. A path without a dot in its last part is one of the
  // console's own pages and gets index.html; 304 where the caller has the file.
  // Nothing if there is no such file.
  std::optional<Response> get(const Request& request) const;

  bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip;  // null: none
    bool immutable = false;                   // the name holds a hash of the content
  };
  std::map<std::string, File, std::less<>> files_;  // by "/path"
};

// Headers for pages: what they may load, and that nobody may frame them.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
    "data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_STATIC_FILES_H_
