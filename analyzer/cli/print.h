// What every command prints alike.

#ifndef ANALYZER_CLI_PRINT_H_
#define ANALYZER_CLI_PRINT_H_

#include <string>

#include "analyzer/core/result.h"

namespace analyzer::cli {

// Prints the error with each of its fields on a line of its own to standard
// error; returns the exit code 1.
int print_error(const Error& error);

// Asks for a line on the terminal without showing it; empty if there is none.
std::string read_secret(const std::string& prompt);

}  // namespace analyzer::cli

#endif  // ANALYZER_CLI_PRINT_H_
