// What lists and persons of ours say about an attempt's links: the page it came from,
// the phone, device and payee behind it.

#include <array>

#include "analyzer/engine/attempt_signals.h"
#include "analyzer/engine/listed.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/text/url.h"
#include "feeds/sureness.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

Found named(const Text& sources) {
  if (!sources || sources->empty()) return std::nullopt;
  return Measured{{}, {{"sources", *sources}}, {}};
}

// The page from which the person came to the certification.
Found referrer_listed(const AttemptContext& context) {
  const Text& referrer = context.attempt.session.referrer;
  if (!referrer) return std::nullopt;
  const Result<UrlFacts> url = text::parse_url(*referrer);
  if (!url) return std::nullopt;
  const feeds::Standing standing =
      standing_of(*url, context.snapshot.indicators(), context.attempt.occurred_at);
  if (!standing.listed || feeds::effect_of(standing.confidence) == feeds::Effect::kInform) {
    return std::nullopt;
  }
  return Measured{{}, {{"host", url->host}}, {}};
}

Found phone_listed(const AttemptContext& context) { return named(context.history.listed.phone); }
Found device_listed(const AttemptContext& context) { return named(context.history.listed.device); }
Found payee_listed(const AttemptContext& context) { return named(context.history.listed.payee); }

constexpr auto kListed = std::to_array<AttemptSignal>({
    {"listed.referrer", referrer_listed},
    {"listed.phone", phone_listed},
    {"listed.device", device_listed},
    {"listed.payee", payee_listed},
});

}  // namespace

std::span<const AttemptSignal> listed_signals() { return kListed; }

}  // namespace analyzer
