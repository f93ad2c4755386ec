// How the bytes of a list come here: the port that analyzer/server fills with HTTPS,
// and files and folders, which need no network.

#ifndef ANALYZER_SERVICE_FEED_FETCH_H_
#define ANALYZER_SERVICE_FEED_FETCH_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "feeds/format.h"

namespace analyzer {

struct FetchRequest {
  std::string address;
  std::string etag;                                // of the last good list, or empty
  std::string last_modified;                       // the same
  std::string accept;                              // media type; empty: whatever comes
  std::string bearer;                              // key; empty: none
  std::vector<std::string> extensions = {};        // of a folder's files, with their dot
  bool intranet = false;                           // private addresses and http:// are allowed
  std::size_t most_bytes = std::size_t{64} << 20;  // after decompression
  std::chrono::seconds longest{120};
  std::function<bool()> stopped = {};  // asked now and then: true breaks the fetch off
  // Told for how long the other side wants to be left alone, where it says so instead of
  // handing out the list.
  std::function<void(std::chrono::seconds)> later = {};
};

struct Fetched {
  bool unchanged = false;  // as the last good one; nothing was handed out
  std::string etag;
  std::string last_modified;
  bool whole = true;  // false: nothing told where it ends, so that it may be cut off
};

// Takes the bytes as they come; a failure ends the fetch and is its answer.
using TakeBytes = std::function<Status(std::string_view)>;

// Fails with kUnavailable, in words for a person, where the list could not be had
// (whole): no connection, a private address, a status, too many bytes, too slow.
class Fetcher {
 public:
  virtual ~Fetcher() = default;
  virtual Result<Fetched> fetch(const FetchRequest& request, const TakeBytes& take) = 0;
};

// Reads a file, or of a folder the one of these extensions that was changed last; without an
// extension only if that is among them ("") and it is no README, LICENSE or the like. Hidden
// files and unfinished copies ("…~", ".part", ".tmp") never count. Its time of change and size
// stand as the ETag. Fails also where the file changes while it is read.
Result<Fetched> fetch_file(const FetchRequest& request, const TakeBytes& take);

// The extensions of files of this format; a list of changes and STIX are JSON.
std::vector<std::string> extensions_of(feeds::Format format);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_FETCH_H_
