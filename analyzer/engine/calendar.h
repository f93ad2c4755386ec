// When a person is due: dated rules by administrative code prefix, scheme and
// residence (data/regions.toml). The longest code prefix wins, then the rule
// that names the scheme, then the later valid_from. Unknown, abolished and
// synthetic codes get the default rule.
//
// Immutable once loaded; any number of threads may ask.

#ifndef ANALYZER_ENGINE_CALENDAR_H_
#define ANALYZER_ENGINE_CALENDAR_H_

#include <memory>
#include <string>

#include "analyzer/core/attempt.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/signal_tables.h"

namespace analyzer {

class Calendar {
 public:
  // Reads data/regions.toml. Fails with kInvalid naming file and line.
  static Result<Calendar> load(const std::string& path);

  // Takes person.due_on if it was sent, else computes it from
  // last_certified_on by the rule in force on the attempt's day.
  Due due(const Attempt& attempt) const;

  // True if the six-digit code is in the table of known codes, current or
  // abolished; 99xxxx is never known.
  bool known_region(std::string_view code) const;

  // Name of the region for people ("河南省南阳市宛城区"), or empty.
  std::string region_name(std::string_view code) const;

  const std::string& digest() const;

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

 private:
  struct Impl;
  explicit Calendar(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_CALENDAR_H_
