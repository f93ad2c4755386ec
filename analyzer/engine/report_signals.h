// The parts of the table of report signals, one a topic. Only the
// report_*_signals.cpp include this.

#ifndef ANALYZER_ENGINE_REPORT_SIGNALS_H_
#define ANALYZER_ENGINE_REPORT_SIGNALS_H_

#include <span>

#include "analyzer/engine/signal_tables.h"

namespace analyzer {

std::span<const ReportSignal> sender_signals();
std::span<const ReportSignal> link_signals();
std::span<const ReportSignal> harm_signals();
std::span<const ReportSignal> seen_signals();

}  // namespace analyzer

#endif  // ANALYZER_ENGINE_REPORT_SIGNALS_H_
