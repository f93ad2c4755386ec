// Pictures that were handed in: when, by whom, their hash. The picture itself,
// where it is kept as evidence, is a Secret of kind "picture" whose owner is the
// picture's id.
//
// Part of a Session: one thread at a time.

#ifndef ANALYZER_STORE_PICTURES_H_
#define ANALYZER_STORE_PICTURES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct PictureRow {
  std::string id;      // "pic_..."
  std::string sha256;  // 32 bytes
  std::string owner;   // who handed it in: a caller or an account's id
  Time at{};
  std::string format;  // "png", "jpeg", "webp"
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint64_t bytes = 0;
  std::optional<Time> kept_until = {};  // nothing: the picture is not kept
  bool operator==(const PictureRow&) const = default;
};

class Pictures {
 public:
  virtual ~Pictures() = default;
  // Fails with kConflict if the id is taken.
  virtual Status append(const PictureRow& row) = 0;
  virtual Result<std::optional<PictureRow>> find(std::string_view id) = 0;
  // Ids of those whose time ended before `now`, the longest over first.
  virtual Result<std::vector<std::string>> expired(Time now, std::size_t limit) = 0;
  // Notes that the picture is kept no more.
  virtual Status let_go(std::string_view id) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_PICTURES_H_
