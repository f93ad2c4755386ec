// Shares in the tables that `analyzer evaluate` prints.

#ifndef ANALYZER_SERVICE_SHARE_TEXT_H_
#define ANALYZER_SERVICE_SHARE_TEXT_H_

#include <cstddef>
#include <string>

namespace analyzer {

// "12.34 %", or a dash where `whole` is 0.
std::string share_text(std::size_t part, std::size_t whole);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_SHARE_TEXT_H_
