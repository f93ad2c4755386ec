#include "analyzer/service/feed_diff.h"

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/core/digest.h"
#include "analyzer/service/listing.h"
#include "feeds/precedence.h"

namespace analyzer {
namespace {

using feeds::Entry;
using feeds::IndicatorKind;
using feeds::Statement;

using Key = std::pair<IndicatorKind, std::string>;

bool is_of(const Statement& s, const FeedConfig& feed) {
  return s.origin == feeds::Origin::kAutomatic && s.opinion == feeds::Opinion::kBad &&
         s.source == feed.name;
}

// What the list says now: its latest statement of each value, if it counts.
std::map<Key, Statement> said_by_feed(const FeedConfig& feed, std::span<const Statement> said,
                                      Time now) {
  std::map<Key, feeds::Ledger> ledgers;
  for (const Statement& s : said) {
    if (is_of(s, feed)) ledgers[{s.kind, s.value}].add(s);
  }
  std::map<Key, Statement> out;
  for (const auto& [key, ledger] : ledgers) {
    const Statement& s = ledger.latest().front();
    if (!s.revokes && (!s.valid_until || now < *s.valid_until)) out.emplace(key, s);
  }
  return out;
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

// Whether a new statement says enough that the old one does not: the same list, taken
// in again every hour, must not fill the store.
bool renews(const Statement& next, const Statement& known, const FeedsConfig& all,
            const FeedConfig& feed) {
  if (next.confidence != known.confidence) return true;
  if (!known.valid_until) return false;
  const auto step = expiry_of(all, feed, next.kind) / 10;
  return *next.valid_until >= *known.valid_until + step || *next.valid_until < *known.valid_until;
}

void remove(FeedDiff& diff, const Statement& known, Time now) {
  Statement s = known;
  s.revokes = true;
  s.at = std::max(now, known.at);
  s.valid_until.reset();
  s.reason = "no longer on the list";
  diff.removed.push_back(std::move(s));
}

std::string percent(std::size_t part, std::size_t whole) {
  return std::to_string(100 * part / std::max<std::size_t>(1, whole)) + " %";
}

}  // namespace

FeedDiff diff_of(const FeedsConfig& all, const FeedConfig& feed, std::span<const Entry> entries,
                 std::span<const Statement> said, const Register& official, Time now) {
  FeedDiff out;
  const std::map<Key, Statement> known = said_by_feed(feed, said, now);
  out.before = known.size();
  std::set<Key> named;
  std::set<Key> taken_back;
  for (const Entry& entry : entries) {
    const Key key{entry.kind, entry.value};
    const auto before = known.find(key);
    if (entry.revoked) {
      if (before != known.end() && taken_back.insert(key).second) remove(out, before->second, now);
      continue;
    }
    const Statement next = statement_of(all, feed, entry, now);
    if (*next.valid_until <= now || !named.insert(key).second) continue;
    if (!check_reach(next, official)) {
      out.innocent.push_back(std::string(name_of(entry.kind)) + " " + entry.value);
    } else if (before == known.end()) {
      out.added.push_back(next);
    } else if (renews(next, before->second, all, feed)) {
      out.renewed.push_back(next);
    }
  }
  if (feed.missing_revokes && feed.format != feeds::Format::kDelta) {
    for (const auto& [key, statement] : known) {
      if (!named.contains(key) && !taken_back.contains(key)) remove(out, statement, now);
    }
  }
  out.after = out.before + out.added.size() - out.removed.size();
  std::sort(out.innocent.begin(), out.innocent.end());
  std::string innocent;
  for (const std::string& one : out.innocent) innocent += one + "\n";
  out.innocent_digest = innocent.empty() ? "" : sha256_hex(innocent);
  return out;
}

std::string held_because(const FeedsConfig& all, const FeedConfig&, const FeedDiff& diff,
                         const std::string& accepted) {
  const auto before = static_cast<double>(diff.before);
  if (diff.before >= all.small) {
    if (static_cast<double>(diff.removed.size()) > all.shrinks * before) {
      return "shrinks: " + percent(diff.removed.size(), diff.before) + " of " +
             std::to_string(diff.before) + " entries would go";
    }
    if (static_cast<double>(diff.after) > all.grows * before) {
      return "grows: from " + std::to_string(diff.before) + " to " + std::to_string(diff.after);
    }
  }
  if (!diff.innocent.empty() && diff.innocent_digest != accepted) {
    return "innocent: lists " + std::to_string(diff.innocent.size()) +
           " official or shared places, " + diff.innocent.front() + " among them";
  }
  return {};
}

}  // namespace analyzer
