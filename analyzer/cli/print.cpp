#include "analyzer/cli/print.h"

#include <cstdio>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace analyzer::cli {

int print_error(const Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  for (const FieldError& field : error.fields) {
    std::fprintf(stderr, "  %s: %s (%s)\n", field.pointer.c_str(), field.message.c_str(),
                 field.code.c_str());
  }
  return 1;
}

std::string read_secret(const std::string& prompt) {
  std::fprintf(stderr, "%s", prompt.c_str());
  termios old{};
  const bool terminal = ::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &old) == 0;
  if (terminal) {
    termios quiet = old;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
    std::fprintf(stderr, "\n");
  }
  return line;
}

}  // namespace analyzer::cli
