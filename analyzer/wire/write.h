// Observations, answers and verdicts as JSON bytes, keys in the order of the
// API. Everything is appended to one string; nothing here can fail.
//
// All functions are pure and may be called from any thread.

#ifndef ANALYZER_WIRE_WRITE_H_
#define ANALYZER_WIRE_WRITE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/attempt.h"
#include "analyzer/core/report.h"
#include "analyzer/core/time.h"
#include "analyzer/core/verdict.h"

namespace analyzer::wire {

enum class Lang : std::uint8_t { kZh, kEn };

// Appends what is present: fields that were not sent, or that sealing has
// erased, are absent. parse_attempt() of it gives an equal attempt.
void write_attempt(std::string& out, const Attempt& attempt);

// The same of a report; that of a check (empty report_id) lacks its id.
void write_report(std::string& out, const Report& report);

// The answer to one attempt. The pointers must not be null unless said so.
struct AttemptAnswer {
  std::string_view attempt_id = {};
  const Verdict* verdict = nullptr;  // with a decision
  std::string_view case_id = {};     // empty: null in the answer
  Time decided_at{};
  const std::vector<std::string>* ignored = nullptr;  // null or empty: left out
  Lang lang = Lang::kZh;
};
// Scores are rounded to 4 decimals, weights to 2. Takes about a microsecond
// (tests/bench/wire_bench.cpp).
std::string write_attempt_answer(const AttemptAnswer& answer);

// The reports that belong together, as the answer names them.
struct CampaignSummary {
  std::string id;
  std::uint64_t reports = 0;
  Time first_seen{};
  Time last_seen{};
};

// The answer to one report, or to a check: that has neither report_id nor
// case_id.
struct ReportAnswer {
  std::string_view report_id = {};   // empty: a check
  const Verdict* verdict = nullptr;  // with a level
  std::string_view case_id = {};     // empty: null in a report's answer
  std::optional<CampaignSummary> campaign = {};
  Time decided_at{};
  const std::vector<std::string>* ignored = nullptr;
  Lang lang = Lang::kZh;
};
std::string write_report_answer(const ReportAnswer& answer);

// Appends the whole verdict, for the case and its page: every signal, also
// those that context explained (with "explained_by"), texts as {"zh","en"},
// `degraded` as the list of parts, numbers unrounded.
void write_verdict(std::string& out, const Verdict& verdict);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_WRITE_H_
