// The pages of a TAXII 2.1 collection, taken one after the other, as one list.
//
// Not for use from several threads at once.
//
// Example:
//   TaxiiPages pages({.source = "police"}, {on_entry, on_wrong});
//   while (pages.more()) {
//     ... bytes of address + mark + pages.query() ...
//     if (Status s = pages.take(bytes); !s) return s;
//   }
//   return pages.finish();

#ifndef FEEDS_TAXII_PAGES_H_
#define FEEDS_TAXII_PAGES_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzer/core/result.h"
#include "feeds/reader.h"

namespace analyzer::feeds {

inline constexpr std::size_t kMostTaxiiPages = 5000;
inline constexpr std::size_t kMostTaxiiPage = std::size_t{16} << 20;  // bytes

class TaxiiPages {
 public:
  // As of Reader; `options.most_entries` is of all pages together.
  TaxiiPages(ReadOptions options, Sink sink);
  ~TaxiiPages();
  TaxiiPages(const TaxiiPages&) = delete;
  TaxiiPages& operator=(const TaxiiPages&) = delete;

  // Whether there is one more page to ask for; true at the beginning.
  bool more() const { return more_; }
  // What the address of the collection's objects is asked with for the next page.
  std::string query() const;

  // Takes one whole page. Lines of what is wrong count within the page.
  //
  // Fails with kInvalid, in words, where it is no envelope or cannot be read, where it says that
  // there is more but not where, or leads back to a page that was taken, so that the list would
  // not come in whole; after kMostTaxiiPages; and with too many entries. Nothing may be taken
  // afterwards.
  Status take(std::string_view bytes);
  // Fails with kInvalid if pages are missing, or if there was nothing but mistakes.
  Status finish() const;

 private:
  std::unique_ptr<Intake> intake_;
  bool more_ = true;
  std::string next_;
  std::unordered_set<std::string> asked_;  // every next_ so far
};

}  // namespace analyzer::feeds

#endif  // FEEDS_TAXII_PAGES_H_
