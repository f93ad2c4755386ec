// How the tables of the study are written. Internal to attempt_study.cpp and
// attempt_others.cpp.

#ifndef ANALYZER_SERVICE_STUDY_TEXT_H_
#define ANALYZER_SERVICE_STUDY_TEXT_H_

#include <array>
#include <cstdio>
#include <string>

#include "models/metrics.h"

namespace analyzer {

template <class... Values>
std::string line(const char* format, Values... values) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

inline std::string percent(const models::Interval& share) {
  return line("%.1f [%.1f, %.1f] %%", 100 * share.value, 100 * share.low, 100 * share.high);
}

inline double part(double some, double all) { return all > 0.0 ? some / all : 0.0; }

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_STUDY_TEXT_H_
