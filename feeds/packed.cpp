#include "feeds/packed.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "analyzer/core/digest.h"

namespace analyzer::feeds {
namespace {

constexpr std::uint8_t kManual = 1;
constexpr std::uint8_t kAllows = 2;
constexpr std::uint8_t kRevokes = 4;
constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();

std::string_view voice_name(const Statement& s) {
  return s.origin == Origin::kManual ? kManualSource : std::string_view(s.source);
}

std::string line_of(const Statement& s) {
  std::string out;
  const auto field = [&](std::string_view text) { out.append(text).push_back('\n'); };
  const auto number = [&](std::int64_t n) { field(std::to_string(n)); };
  field(name_of(s.kind));
  field(s.value);
  field(voice_name(s));
  field(name_of(s.origin));
  field(name_of(s.opinion));
  field(s.revokes ? "revoked" : "stated");
  number(static_cast<std::int64_t>(s.confidence * 1e6));
  number(to_millis(s.at));
  number(to_millis(s.valid_from));
  field(s.valid_until ? std::to_string(to_millis(*s.valid_until)) : std::string("-"));
  return out;
}

std::array<std::uint64_t, 4> lanes_of(const Statement& s) {
  const std::string digest = sha256(line_of(s));
  std::array<std::uint64_t, 4> out{};
  std::memcpy(out.data(), digest.data(), sizeof out);
  return out;
}

}  // namespace

Statement bare(const Statement& statement) {
  Statement out;
  out.kind = statement.kind;
  out.value = statement.value;
  out.source = voice_name(statement);
  out.origin = statement.origin;
  out.opinion = statement.opinion;
  out.revokes = statement.revokes;
  out.confidence = statement.confidence;
  out.at = statement.at;
  out.valid_from = statement.valid_from;
  out.valid_until = statement.valid_until;
  return out;
}

void SetDigest::add(const Ledger& ledger) {
  for (const Statement& s : ledger.latest()) {
    const auto more = lanes_of(s);
    for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] += more[i];
  }
}

void SetDigest::remove(const Ledger& ledger) {
  for (const Statement& s : ledger.latest()) {
    const auto less = lanes_of(s);
    for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] -= less[i];
  }
}

std::string SetDigest::hex() const {
  std::string bytes(sizeof lanes, '\0');
  std::memcpy(bytes.data(), lanes.data(), sizeof lanes);
  return sha256_hex(bytes);
}

void Packed::reserve(std::size_t values) {
  constexpr std::size_t kUsualLength = 28;  // bytes of a host or a short link
  values_.reserve(values);
  tags_.reserve(values);
  rows_.reserve(values);
  text_.reserve(values * kUsualLength);
  while (slots_.size() * 2 < values * 3) grow();
}

std::uint32_t Packed::voice_of(const std::string& source) {
  const auto [at, added] =
      voice_numbers_.try_emplace(source, static_cast<std::uint32_t>(voices_.size()));
  if (added) voices_.push_back(source);
  return at->second;
}

std::uint64_t Packed::hash_of(IndicatorKind kind, std::string_view value) const {
  // Values are compared whole: the hash need not withstand anybody.
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;
  return (std::hash<std::string_view>{}(value) ^ static_cast<std::uint64_t>(kind)) * kSpread;
}

bool Packed::holds(const Value& at, IndicatorKind kind, std::string_view value) const {
  return at.length == value.size() + 1 && text_[at.text] == static_cast<char>(kind) &&
         std::memcmp(text_.data() + at.text + 1, value.data(), value.size()) == 0;
}

std::size_t Packed::slot_of(IndicatorKind kind, std::string_view value, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  std::size_t slot = (hash >> 20U) & mask;
  while (slots_[slot] != kNone) {
    const std::uint32_t value_at = slots_[slot];
    if (tags_[value_at] == tag && holds(values_[value_at], kind, value)) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void Packed::grow() {
  constexpr std::size_t kFewest = 64;
  slots_.assign(std::max(kFewest, slots_.size() * 2), kNone);
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Value& one = values_[i];
    const auto kind = static_cast<IndicatorKind>(text_[one.text]);
    const std::string_view value(text_.data() + one.text + 1, one.length - 1);
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = (hash_of(kind, value) >> 20U) & mask;
    while (slots_[slot] != kNone) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(i);
  }
}

std::uint32_t Packed::value_of(const Statement& s) {
  if (slots_.size() * 2 < (values_.size() + 1) * 3) grow();
  const std::uint64_t hash = hash_of(s.kind, s.value);
  const std::size_t slot = slot_of(s.kind, s.value, hash);
  if (slots_[slot] != kNone) return slots_[slot];
  const auto number = static_cast<std::uint32_t>(values_.size());
  values_.push_back({text_.size(), static_cast<std::uint32_t>(s.value.size() + 1), kNone});
  tags_.push_back(static_cast<std::uint32_t>(hash >> 32U));
  text_.push_back(static_cast<char>(s.kind));
  text_ += s.value;
  slots_[slot] = number;
  return number;
}

Ledger Packed::read(const Value& at) const {
  Ledger out;
  Statement s;
  s.kind = static_cast<IndicatorKind>(text_[at.text]);
  s.value.assign(text_, at.text + 1, at.length - 1);
  for (std::uint32_t row = at.row; row != kNone; row = rows_[row].next) {
    const Row& one = rows_[row];
    s.source = voices_[one.voice];
    s.origin = (one.flags & kManual) != 0 ? Origin::kManual : Origin::kAutomatic;
    s.opinion = (one.flags & kAllows) != 0 ? Opinion::kAllow : Opinion::kBad;
    s.revokes = (one.flags & kRevokes) != 0;
    s.confidence = one.confidence;
    s.at = from_millis(one.at);
    s.valid_from = from_millis(one.from);
    s.valid_until.reset();
    if (one.until != kEver) s.valid_until = from_millis(one.until);
    out.add(s);
  }
  return out;
}

// A ledger only ever grows: the rows that are there are written over.
void Packed::write(std::uint32_t value, const Ledger& ledger) {
  std::uint32_t row = values_[value].row;
  std::uint32_t last = kNone;
  for (const Statement& s : ledger.latest()) {
    if (row == kNone) {
      row = static_cast<std::uint32_t>(rows_.size());
      rows_.emplace_back();
      (last == kNone ? values_[value].row : rows_[last].next) = row;
    }
    Row& one = rows_[row];
    one.at = to_millis(s.at);
    one.from = to_millis(s.valid_from);
    one.until = s.valid_until ? to_millis(*s.valid_until) : kEver;
    one.confidence = s.confidence;
    one.voice = voice_of(std::string(voice_name(s)));
    one.flags = static_cast<std::uint8_t>((s.origin == Origin::kManual ? kManual : 0) |
                                          (s.opinion == Opinion::kAllow ? kAllows : 0) |
                                          (s.revokes ? kRevokes : 0));
    last = row;
    row = one.next;
  }
}

void Packed::add(const Statement& statement) {
  const std::uint32_t value = value_of(statement);
  Ledger ledger = read(values_[value]);
  const Ledger before = ledger;
  if (!ledger.add(bare(statement))) return;
  digest_.remove(before);
  digest_.add(ledger);
  write(value, ledger);
}

void Packed::put(const Ledger& ledger) {
  for (const Statement& s : ledger.latest()) add(s);
}

std::optional<Ledger> Packed::find(IndicatorKind kind, std::string_view value) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t at = slots_[slot_of(kind, value, hash_of(kind, value))];
  if (at == kNone) return std::nullopt;
  return read(values_[at]);
}

void Packed::each(const std::function<void(const Ledger&)>& take) const {
  for (const Value& value : values_) take(read(value));
}

std::size_t Packed::bytes() const {
  return slots_.capacity() * sizeof(std::uint32_t) + tags_.capacity() * sizeof(std::uint32_t) +
         values_.capacity() * sizeof(Value) + rows_.capacity() * sizeof(Row) + text_.capacity();
}

}  // namespace analyzer::feeds
