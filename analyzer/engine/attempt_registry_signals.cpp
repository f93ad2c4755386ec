// What registers say of the person: death, prison, double payment; and what
// changed about the person's account.

#include <algorithm>

#include "analyzer/engine/attempt_signals.h"

namespace analyzer {
namespace {

using namespace attempt;  // NOLINT(google-build-using-namespace): the topic's own helpers

constexpr double kRecordChangedDays = 180;
constexpr double kPhoneChangedDays = 30;
constexpr double kBankChangedDays = 60;
constexpr double kSuspendedOverdueDays = 180;
constexpr double kNoEndKnown = 36'500;  // days left of a term whose end nobody told
constexpr std::int64_t kYoungestPensioner = 45;
constexpr std::int64_t kOldestPlausible = 110;

Date day_of(const AttemptContext& context) { return shanghai_date(context.attempt.occurred_at); }

const RegistryHit* find_hit(const Attempt& attempt, RegistryKind kind) {
  const auto it = std::find_if(attempt.registry.begin(), attempt.registry.end(),
                               [&](const RegistryHit& hit) { return hit.kind == kind; });
  return it == attempt.registry.end() ? nullptr : &*it;
}

// Silent certifications are judged against the event they rest on.
Date life_sign_on(const AttemptContext& context) {
  const auto& source_at = context.attempt.evidence.source_at;
  if (context.attempt.channel == Channel::kSilent && source_at) return shanghai_date(*source_at);
  return day_of(context);
}

std::optional<Measured> death_before(const AttemptContext& context) {
  const auto death = known_death(context);
  if (!death) return std::nullopt;
  const double days = days_between(death->on, life_sign_on(context));
  if (days < 0) return std::nullopt;
  return Measured{days, {{"date", format_date(death->on)}, {"source", death->source}}, {}};
}

std::optional<Measured> death_sources(const AttemptContext& context) {
  const auto death = known_death(context);
  if (!death || death->on > life_sign_on(context)) return std::nullopt;
  return measured(death->sources);
}

std::optional<Measured> death_name_only(const AttemptContext& context) {
  const PersonHistory& person = context.history.person;
  if (!context.history.available || !person.death_on || !person.death_name_only) {
    return std::nullopt;
  }
  if (*person.death_on > day_of(context) || known_death(context)) return std::nullopt;
  return Measured{std::nullopt, {{"date", format_date(*person.death_on)}}, {}};
}

// By the days that are left of the term: near its end many are out already.
std::optional<Measured> prison(const AttemptContext& context) {
  const Date day = day_of(context);
  const PersonHistory& person = context.history.person;
  if (context.history.available && person.on_probation) return std::nullopt;  // payment goes on
  if (context.history.available && person.prison_from && *person.prison_from <= day &&
      (!person.prison_to || day < *person.prison_to)) {
    const double left = person.prison_to ? days_between(day, *person.prison_to) : kNoEndKnown;
    return Measured{left, {{"from", format_date(*person.prison_from)}}, {}};
  }
  const RegistryHit* hit = find_hit(context.attempt, RegistryKind::kPrison);
  if (hit == nullptr || hit->on > day) return std::nullopt;
  return Measured{kNoEndKnown, {{"from", format_date(hit->on)}}, {}};
}

std::optional<Measured> missing(const AttemptContext& context) {
  const RegistryHit* hit = find_hit(context.attempt, RegistryKind::kMissing);
  const bool sent = hit != nullptr && hit->on <= day_of(context);
  return speaks(sent || (context.history.available && context.history.person.missing));
}

std::optional<Measured> duplicate_benefit(const AttemptContext& context) {
  const bool sent = find_hit(context.attempt, RegistryKind::kDuplicateBenefit) != nullptr;
  return speaks(sent || (context.history.available && context.history.person.duplicate_benefit));
}

std::optional<Measured> changed_within(const Count& days, double limit) {
  if (!days || *days < 0 || static_cast<double>(*days) > limit) return std::nullopt;
  return measured(static_cast<double>(*days));
}

std::optional<Measured> record_changed(const AttemptContext& context) {
  return changed_within(context.attempt.person.record_changed_days, kRecordChangedDays);
}

std::optional<Measured> phone_changed(const AttemptContext& context) {
  return changed_within(context.attempt.person.phone_changed_days, kPhoneChangedDays);
}

std::optional<Measured> bank_changed(const AttemptContext& context) {
  return changed_within(context.attempt.person.bank_account_changed_days, kBankChangedDays);
}

std::optional<Measured> benefit_terminated(const AttemptContext& context) {
  return speaks(certifies(context) &&
                context.attempt.person.benefit_status == BenefitStatus::kTerminated);
}

std::optional<Measured> age_implausible(const AttemptContext& context) {
  const Person& person = context.attempt.person;
  if (!person.age) return std::nullopt;
  const bool any_age = person.scheme == Scheme::kSurvivor || person.scheme == Scheme::kInjury;
  const bool too_young = *person.age < kYoungestPensioner && person.scheme && !any_age;
  if (!too_young && *person.age <= kOldestPlausible) return std::nullopt;
  return measured(static_cast<double>(*person.age));
}

std::optional<Measured> long_suspended(const AttemptContext& context) {
  if (context.attempt.person.benefit_status != BenefitStatus::kSuspended) return std::nullopt;
  const auto& left = context.due.days_left;
  if (!left || -*left < kSuspendedOverdueDays) return std::nullopt;
  return measured(-*left);
}

constexpr AttemptSignal kRegistry[] = {
    {"registry.death_before", death_before},
    {"registry.death_sources", death_sources},
    {"registry.death_name_only", death_name_only},
    {"registry.prison", prison},
    {"registry.missing", missing},
    {"registry.duplicate_benefit", duplicate_benefit},
    {"registry.record_changed", record_changed},
    {"registry.benefit_terminated", benefit_terminated},
    {"registry.age_implausible", age_implausible},
    {"change.phone", phone_changed},
    {"change.bank_account", bank_changed},
    {"person.long_suspended", long_suspended},
};

}  // namespace

std::span<const AttemptSignal> registry_signals() { return kRegistry; }

}  // namespace analyzer
