#include "feeds/precedence.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <tuple>

namespace analyzer::feeds {
namespace {

// Persons of ours speak with one voice.
std::string_view voice_of(const Statement& s) {
  return s.origin == Origin::kManual ? std::string_view() : std::string_view(s.source);
}

auto place_of(const Statement& s) { return std::tuple(s.origin, voice_of(s), s.opinion); }

Time end_of(const Statement& s) {
  return s.valid_until.value_or(Time{Milliseconds{std::numeric_limits<std::int64_t>::max()}});
}

// A total order of what one voice said on one opinion: the greatest counts.
auto rank_of(const Statement& s) {
  return std::tuple(s.at, s.revokes, end_of(s), s.valid_from, s.confidence,
                    std::string_view(s.reason), std::string_view(s.source));
}

// How sure a list still is of what it named last at `at`: all of it for half the time that
// it gave, then half for each quarter more (rule 6).
double sureness(const Statement& s, Time now) {
  if (s.origin == Origin::kManual || !s.valid_until) return s.confidence;
  using Span = std::chrono::duration<double, std::milli>;
  const Time named = std::max(s.at, s.valid_from);
  const Span whole = *s.valid_until - named;
  const Span past = now - named;
  if (whole.count() <= 0.0 || past <= whole / 2) return s.confidence;
  return s.confidence * std::exp2(-(past - whole / 2) / (whole / 4));
}

bool counts(const Statement& s, Time now) {
  return !s.revokes && s.valid_from <= now && now < end_of(s);
}

}  // namespace

bool Ledger::add(const Statement& statement) {
  const auto there = std::lower_bound(
      latest_.begin(), latest_.end(), statement,
      [](const Statement& a, const Statement& b) { return place_of(a) < place_of(b); });
  if (there == latest_.end() || place_of(*there) != place_of(statement)) {
    latest_.insert(there, statement);
    return true;
  }
  if (rank_of(*there) >= rank_of(statement)) return false;
  *there = statement;
  return true;
}

std::optional<Time> Ledger::next_change(Time now) const {
  std::optional<Time> out;
  const auto sooner = [&](Time moment) {
    if (moment > now && (!out || moment < *out)) out = moment;
  };
  for (const Statement& s : latest_) {
    sooner(s.valid_from);
    if (s.valid_until) sooner(*s.valid_until);
  }
  return out;
}

Standing Ledger::standing(Time now) const {
  Standing out;
  bool silenced = false;
  std::vector<const Statement*> bad;
  for (const Statement& s : latest_) {
    const bool manual = s.origin == Origin::kManual;
    if (s.opinion == Opinion::kAllow) {
      if (counts(s, now)) {
        out.allowed = true;
        out.manual = out.manual || manual;
      }
    } else if (counts(s, now)) {
      bad.push_back(&s);
    } else if (manual && s.revokes) {
      silenced = true;
    }
  }
  if (out.allowed) return out;
  out.manual = silenced;
  for (const Statement* s : bad) {
    if (silenced && s->origin == Origin::kAutomatic) continue;
    out.listed = true;
    out.manual = out.manual || s->origin == Origin::kManual;
    out.sources.push_back(s->origin == Origin::kManual ? std::string(kManualSource) : s->source);
    out.confidence = std::max(out.confidence, sureness(*s, now));
  }
  std::sort(out.sources.begin(), out.sources.end());
  out.sources.erase(std::unique(out.sources.begin(), out.sources.end()), out.sources.end());
  return out;
}

}  // namespace analyzer::feeds
