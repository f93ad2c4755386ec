// Stored window events: whatever bytes come, decode() either refuses them or
// gives a change that is written back as exactly these bytes.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzer/store/event_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto change = analyzer::store::decode(bytes, 1);
  if (change && analyzer::store::encode(*change) != bytes) std::abort();
  return 0;
}
