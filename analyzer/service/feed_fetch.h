// How the bytes of a list come here: the port that analyzer/server fills with HTTPS,
// and files and folders, which need no network.

#ifndef ANALYZER_SERVICE_FEED_FETCH_H_
#define ANALYZER_SERVICE_FEED_FETCH_H_

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace analyzer {

struct FetchRequest {
  std::string address;
  std::string etag;                                // of the last good list, or empty
  std::string last_modified;                       // the same
  std::string accept;                              // media type; empty: whatever comes
  std::string bearer;                              // key; empty: none
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

// Reads a file, or of a folder the file that was changed last. Its time of change and
// size stand as the ETag.
Result<Fetched> fetch_file(const FetchRequest& request, const TakeBytes& take);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_FEED_FETCH_H_
