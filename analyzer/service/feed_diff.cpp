#include "analyzer/service/feed_diff.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <tuple>

#include "analyzer/core/digest.h"
#include "analyzer/core/sort_once.h"
#include "analyzer/service/listing.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::IndicatorKind;
using feeds::Statement;

constexpr Time kNever{Milliseconds{std::numeric_limits<std::int64_t>::max()}};
constexpr std::size_t kFoldEvery = 1U << 16U;

bool holds(const std::vector<ValueHash>& sorted, const ValueHash& key) {
  return std::binary_search(sorted.begin(), sorted.end(), key);
}

std::string_view bytes_of(const std::vector<ValueHash>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(ValueHash)};
}

Statement statement_of(const FeedsConfig& all, const FeedConfig& feed, const Entry& entry,
                       Time now) {
  Statement s;
  s.kind = entry.kind;
  s.value = entry.value;
  s.source = feed.name;
  s.confidence = feeds::bounded_confidence(feed.trust * entry.confidence, feed.may);
  s.at = now;
  if (entry.valid_from && *entry.valid_from > now) s.valid_from = *entry.valid_from;
  s.valid_until = now + expiry_of(all, feed, entry.kind);
  if (entry.valid_until) s.valid_until = std::min(*s.valid_until, *entry.valid_until);
  s.reason = entry.reason;
  return s;
}

void show(std::vector<std::string>& examples, IndicatorKind kind, const std::string& value) {
  if (examples.size() >= kMostShown) return;
  examples.push_back(std::string(name_of(kind)) + " " + indicator_label(kind, value));
}

std::string percent(std::size_t part, std::size_t whole) {
  return std::to_string(100 * part / std::max<std::size_t>(1, whole)) + " %";
}

}  // namespace

ValueHash value_hash(IndicatorKind kind, std::string_view value) {
  std::string text(1, static_cast<char>(kind));
  const std::string digest = sha256(text.append(value));
  ValueHash out;
  std::memcpy(out.data(), digest.data(), sizeof out);
  return out;
}

void NamedValues::add(const Entry& entry) {
  (entry.revoked ? taken_back_ : named_).push_back(value_hash(entry.kind, entry.value));
}

void NamedValues::settle() {
  sort_once(named_);
  sort_once(taken_back_);
}

std::string NamedValues::digest() const {
  return sha256_hex(sha256(bytes_of(named_)) + sha256(bytes_of(taken_back_)));
}

FeedPlan::FeedPlan(const FeedsConfig& all, const FeedConfig& feed, const NamedValues& values,
                   const Register& official, const BenignPlaces* benign, Time now)
    : all_(all), feed_(feed), values_(values), official_(official), benign_(benign), now_(now) {}

void FeedPlan::known(const Statement& said) {
  if (said.origin != feeds::Origin::kAutomatic || said.opinion != feeds::Opinion::kBad) return;
  known_.push_back({value_hash(said.kind, said.value), said.at, said.valid_until.value_or(kNever),
                    said.confidence, said.revokes, false, false});
  if (known_.size() >= 2 * folded_ + kFoldEvery) fold();
}

// Keeps of each value what was said last, as precedence.h has it.
void FeedPlan::fold() {
  const auto rank = [](const Known& k) {
    return std::tie(k.key, k.at, k.revokes, k.until, k.confidence);
  };
  std::sort(known_.begin(), known_.end(),
            [&](const Known& a, const Known& b) { return rank(a) < rank(b); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (i + 1 == known_.size() || known_[i + 1].key != known_[i].key) known_[kept++] = known_[i];
  }
  known_.resize(kept);
  folded_ = kept;
}

void FeedPlan::begin() {
  fold();
  diff_ = {};
  innocent_.clear();
  latest_end_ = {};
  seen_.assign(values_.named().size(), false);
  for (Known& known : known_) {
    known.removed = known.renewed = false;
    if (counts(known)) ++diff_.before;
  }
}

bool FeedPlan::counts(const Known& known) const { return !known.revokes && now_ < known.until; }

FeedPlan::Known* FeedPlan::find(const ValueHash& key) {
  const auto at =
      std::lower_bound(known_.begin(), known_.end(), key,
                       [](const Known& known, const ValueHash& one) { return known.key < one; });
  return at != known_.end() && at->key == key && counts(*at) ? &*at : nullptr;
}

std::optional<Statement> FeedPlan::change(const Entry& entry) {
  if (entry.revoked) return std::nullopt;  // removal()
  Statement next = statement_of(all_, feed_, entry, now_);
  if (*next.valid_until <= now_) return std::nullopt;
  const ValueHash key = value_hash(entry.kind, entry.value);
  const auto& named = values_.named();
  const auto place = std::lower_bound(named.begin(), named.end(), key) - named.begin();
  if (seen_[static_cast<std::size_t>(place)]) return std::nullopt;
  seen_[static_cast<std::size_t>(place)] = true;
  const bool honest = benign_ != nullptr && benign_->holds(entry.kind, entry.value);
  if (honest || !check_reach(next, official_)) {
    ++diff_.innocent;
    innocent_.push_back(key);
    show(diff_.innocent_examples, entry.kind, entry.value);
    return std::nullopt;
  }
  Known* before = find(key);
  if (before == nullptr) {
    latest_end_ = std::max(latest_end_, *next.valid_until);
    ++diff_.added;
    show(diff_.added_examples, entry.kind, entry.value);
    return next;
  }
  // The same list, taken in again every hour, must not fill the store.
  const auto step = expiry_of(all_, feed_, next.kind) / 10;
  const bool longer = before->until != kNever && (*next.valid_until >= before->until + step ||
                                                  *next.valid_until < before->until);
  if (next.confidence == before->confidence && !longer) return std::nullopt;
  ++diff_.renewed;
  before->renewed = true;
  latest_end_ = std::max(latest_end_, *next.valid_until);
  return next;
}

// Whether the list takes the value back, or drops it. What it names only for a time that is
// over by now it drops.
bool FeedPlan::goes(const Known& known) const {
  if (holds(values_.taken_back(), known.key)) return true;
  if (!feed_.missing_revokes || feed_.format == feeds::Format::kDelta) return false;
  const auto& named = values_.named();
  const auto place = std::lower_bound(named.begin(), named.end(), known.key);
  if (place == named.end() || *place != known.key) return true;
  return !seen_[static_cast<std::size_t>(place - named.begin())];
}

std::optional<Statement> FeedPlan::removal(const Statement& said) {
  if (said.origin != feeds::Origin::kAutomatic || said.opinion != feeds::Opinion::kBad ||
      said.revokes) {
    return std::nullopt;
  }
  Known* known = find(value_hash(said.kind, said.value));
  if (known == nullptr || known->removed || known->at != said.at || !goes(*known)) {
    return std::nullopt;
  }
  known->removed = true;
  ++diff_.removed;
  show(diff_.removed_examples, said.kind, said.value);
  Statement s = said;
  s.revokes = true;
  s.at = std::max(now_, said.at);
  s.valid_until.reset();
  s.reason = why_;
  return s;
}

FeedDiff FeedPlan::diff() {
  diff_.after = diff_.before + diff_.added - diff_.removed;
  Time until = latest_end_;
  for (const Known& known : known_) {
    if (counts(known) && !known.removed && !known.renewed) until = std::max(until, known.until);
  }
  diff_.until = diff_.after == 0 || until == kNever ? std::nullopt : std::optional<Time>(until);
  sort_once(innocent_);
  diff_.innocent_digest = innocent_.empty() ? "" : sha256_hex(bytes_of(innocent_));
  return diff_;
}

std::vector<std::string> held_because(const FeedsConfig& all, const FeedDiff& diff,
                                      const std::string& accepted) {
  std::vector<std::string> out;
  const auto before = static_cast<double>(diff.before);
  if (diff.before >= all.small) {
    if (static_cast<double>(diff.removed) / before >= all.shrinks) {
      out.push_back("shrinks: " + percent(diff.removed, diff.before) + " of " +
                    std::to_string(diff.before) + " entries would go");
    }
    if (static_cast<double>(diff.after) / before >= all.grows) {
      out.push_back("grows: from " + std::to_string(diff.before) + " to " +
                    std::to_string(diff.after));
    }
  }
  if (diff.innocent > 0 && diff.innocent_digest != accepted) {
    out.push_back("innocent: lists " + std::to_string(diff.innocent) +
                  " official or shared places, " + diff.innocent_examples.front() + " among them");
  }
  return out;
}

}  // namespace analyzer
