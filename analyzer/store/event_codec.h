// Changes of the windows as compact bytes, the form in which they are stored.
//
// Format 1: format (1 byte), tag of the alternative of WindowChange (1 byte), then its
// fields little-endian; which optional fields follow stands in a bit set. The
// arrival is not written: it is the seq under which the bytes are kept. Every
// value has exactly one form.

#ifndef ANALYZER_STORE_EVENT_CODEC_H_
#define ANALYZER_STORE_EVENT_CODEC_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/store/window_log.h"

namespace analyzer::store {

std::string encode(const WindowChange& change);

// Returns the change, its `arrival` set to `arrival` where it has one.
//
// Fails with kCorrupt if `bytes` is not exactly what encode() writes.
Result<WindowChange> decode(std::string_view bytes, std::uint64_t arrival);

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_EVENT_CODEC_H_
