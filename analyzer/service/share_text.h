// Shares in the tables that `analyzer evaluate` prints.

#ifndef ANALYZER_SERVICE_SHARE_TEXT_H_
#define ANALYZER_SERVICE_SHARE_TEXT_H_

#include <cstddef>
#include <string>

namespace analyzer {

// "12.34 %", or a dash where `whole` is 0.
std::string share_text(std::size_t part, std::size_t whole);

// "12.3 % [8.1, 17.9]": with Wilson's 95 % interval (Wilson, 1927); a dash where
// `whole` is 0.
std::string share_with_interval(std::size_t part, std::size_t whole);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SHARE_TEXT_H_
