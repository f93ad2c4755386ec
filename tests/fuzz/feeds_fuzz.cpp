// Lists in every format: the first byte says which, the rest is the list. Whatever
// the bytes, a reader ends, hands out entries in their one form, and gives the same
// however the bytes are cut; what it hands out can be written and read again.

#include <cstdint>
#include <string>
#include <vector>

#include "feeds/naming.h"
#include "feeds/reader.h"
#include "tests/fuzz/text_property.h"

namespace {

using namespace analyzer;
using namespace analyzer::feeds;

struct Found {
  std::vector<Entry> entries;
  std::size_t wrong = 0;
  bool failed = false;
};

Found read(Format format, std::string_view bytes, std::size_t step) {
  Found out;
  Reader reader(format, {.source = "fuzz", .most_entries = 10000, .longest_record = 4096},
                {[&](Entry&& entry) { out.entries.push_back(std::move(entry)); },
                 [&](const Wrong&) { ++out.wrong; }});
  Status status;
  for (; status && !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size()))) {
    status = reader.write(bytes.substr(0, step));
  }
  if (status) status = reader.finish();
  out.failed = !status;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto format = static_cast<Format>(data[0] % kNames<Format>.size());
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Found found = read(format, bytes, std::size_t{1} << 20);
  for (const Entry& entry : found.entries) {
    const Result<std::string> named = name_value(entry.kind, entry.value);
    require(named && *named == entry.value, "an entry stands in its one form");
    require(!entry.source.empty(), "an entry has a source");
  }
  const Found cut = read(format, bytes, 3);
  require(cut.failed == found.failed, "the cut does not matter to whether it can be read");
  if (!found.failed) {
    require(cut.entries == found.entries && cut.wrong == found.wrong, "nor to what is read");
  }
  const ListHead head{"fuzz", "fuzz", "fuzz", from_millis(1767323045678), 1};
  for (std::size_t f = 0; f < kNames<Format>.size(); ++f) {
    const auto other = static_cast<Format>(f);
    if (!is_written(other) || found.entries.empty()) continue;
    const std::string text = write_list(other, found.entries, head);
    const Found back = read(other, text, 1U << 20U);
    require(back.wrong == 0 && !back.failed, "what is written can be read");
  }
  return 0;
}
