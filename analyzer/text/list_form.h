// The form in which lists of links are compared: that of Google Safe Browsing,
// with its host suffixes and path prefixes, so that a list made for it can be
// used and one entry covers what a person would call the same place.
//
// Pure functions; any number of threads may call them at once.
// Source: https://developers.google.com/safe-browsing/reference/URLs.and.Hashing

#ifndef ANALYZER_TEXT_LIST_FORM_H_
#define ANALYZER_TEXT_LIST_FORM_H_

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace analyzer::text {

// A link without scheme, user, port and fragment, unescaped until nothing
// changes and escaped once.
struct ListForm {
  std::string host;   // lower case, IPv4 as four decimals
  std::string path;   // begins with '/'
  std::string query;  // with its '?'; empty if there is none
  bool host_is_ip = false;

  std::string text() const { return host + path + query; }
};

// Returns the form of `url`, with or without scheme. Names of other scripts
// become punycode first.
//
// Fails with kInvalid if no host is left.
// Takes some 2 µs (tests/bench/text_bench.cpp).
Result<ListForm> list_form(std::string_view url);

// What a list may hold of `form`, the most telling first: each of up to five
// hosts (the whole one, then the last five labels down to two) with each of up
// to six paths (with query, without, then "/", "/a/" ... four at most). Of an
// address only the whole host. At most 30.
std::vector<std::string> list_expressions(const ListForm& form);

// The hosts of list_expressions(), the whole one first.
std::vector<std::string_view> list_hosts(const ListForm& form);

}  // namespace analyzer::text

#endif  // ANALYZER_TEXT_LIST_FORM_H_
