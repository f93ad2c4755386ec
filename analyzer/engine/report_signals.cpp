// The table of signals that a report gives, put together from its parts. Weights
// and sentences stand in data/signals/report.toml.

#include "analyzer/engine/report_signals.h"

#include <vector>

namespace analyzer {
namespace {

std::vector<ReportSignal> join() {
  std::vector<ReportSignal> out;
  for (const auto part : {sender_signals(), link_signals(), harm_signals(), seen_signals()}) {
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace

std::span<const ReportSignal> report_signals() {
  static const std::vector<ReportSignal> table = join();
  return table;
}

}  // namespace analyzer
