#include "analyzer/wire/write.h"

#include <charconv>

#include "analyzer/core/attempt_fields.h"
#include "analyzer/core/report_fields.h"
#include "analyzer/wire/writer.h"

namespace analyzer::wire {

void append_value(std::string& out, std::int64_t number) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
  out.append(buffer, end.ptr);
}

void write_attempt(std::string& out, const Attempt& attempt) { append_fields(out, attempt); }

void write_report(std::string& out, const Report& report) { append_fields(out, report); }

}  // namespace analyzer::wire
