// Lists in every format: the first byte says which, the rest is the list. Whatever
// the bytes, a reader ends, hands out entries in their one form, and gives the same
// however the bytes are cut; what it hands out can be written and read again. Behind the
// formats come the pages of a TAXII collection, parted by 0x1E.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "feeds/naming.h"
#include "feeds/reader.h"
#include "feeds/taxii_pages.h"
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

// Pages as a server that means ill hands them out: whatever is asked for, the next comes.
Found read_pages(std::string_view bytes) {
  Found out;
  TaxiiPages pages({.source = "fuzz", .most_entries = 10000, .longest_record = 4096},
                   {[&](Entry&& entry) { out.entries.push_back(std::move(entry)); },
                    [&](const Wrong&) { ++out.wrong; }});
  std::set<std::string> asked;
  Status status;
  while (status && pages.more()) {
    require(asked.insert(pages.query()).second, "no page is asked for twice");
    const std::string_view page = bytes.substr(0, bytes.find('\x1E'));
    status = pages.take(page);
    bytes.remove_prefix(std::min(bytes.size(), page.size() + 1));
  }
  if (status) status = pages.finish();
  out.failed = !status;
  return out;
}

void check_entries(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const Result<std::string> named = name_value(entry.kind, entry.value);
    require(named && *named == entry.value, "an entry stands in its one form");
    require(!entry.source.empty(), "an entry has a source");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t which = data[0] % (kNames<Format>.size() + 1);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (which == kNames<Format>.size()) {
    check_entries(read_pages(bytes).entries);
    return 0;
  }
  const auto format = static_cast<Format>(which);
  const Found found = read(format, bytes, std::size_t{1} << 20);
  check_entries(found.entries);
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
