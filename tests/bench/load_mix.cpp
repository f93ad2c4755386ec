#include "tests/bench/load_mix.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <sstream>
#include <utility>

namespace analyzer::bench {
namespace {

constexpr std::uint64_t kMostCities = 800;  // regions 99 01 01 to 99 99 89

std::uint64_t mixed(std::uint64_t value) {  // splitmix64
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

void append_padded(std::uint64_t value, int base, std::size_t width, std::string& out) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  out.append(width > size ? width - size : 0, '0');
  out.append(digits.data(), size);
}

template <class T>
T number_of(std::string_view text, int base = 10) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value, base);
  return value;
}

// 100.64.0.0/10, as the simulation has it: other networks in the same block.
void append_address(std::string_view value, std::uint64_t city, std::string& out) {
  std::array<unsigned, 4> parts{};
  for (std::size_t i = 0; i < parts.size() && !value.empty(); ++i) {
    const std::size_t dot = std::min(value.find('.'), value.size());
    parts[i] = number_of<unsigned>(value.substr(0, dot));
    value.remove_prefix(std::min(dot + 1, value.size()));
  }
  parts[1] ^= static_cast<unsigned>(city & 0x3FU);
  parts[2] ^= static_cast<unsigned>((city >> 6U) & 0xFFU);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += '.';
    append_padded(parts[i], 10, 1, out);
  }
}

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string first_characters(std::string_view utf8, std::size_t count) {
  std::size_t at = 0;
  for (; at < utf8.size(); ++at) {
    if ((utf8[at] & 0xC0) != 0x80 && count-- == 0) break;
  }
  return std::string(utf8.substr(0, at));
}

}  // namespace

struct AttemptMix::Key {
  std::string_view name;  // with quotes and colon, up to the value's first byte
  Kind kind;
};

const AttemptMix::Key AttemptMix::kKeys[] = {{"\"attempt_id\":\"", Kind::kRef},
                                             {"\"ref\":\"", Kind::kRef},
                                             {"\"payee_ref\":\"", Kind::kRef},
                                             {"\"wifi_ref\":\"", Kind::kRef},
                                             {"\"site_ref\":\"", Kind::kRef},
                                             {"\"terminal_ref\":\"", Kind::kRef},
                                             {"\"staff_ref\":\"", Kind::kRef},
                                             {"\"second_staff_ref\":\"", Kind::kRef},
                                             {"\"work_order\":\"", Kind::kRef},
                                             {"\"document_hash\":\"", Kind::kRef},
                                             {"\"capture_hash\":\"", Kind::kHash},
                                             {"\"scene_hash\":\"", Kind::kHash},
                                             {"\"phone\":\"", Kind::kPhone},
                                             {"\"ip\":\"", Kind::kAddress},
                                             {"\"region\":\"", Kind::kRegion},
                                             {"\"site_region\":\"", Kind::kRegion},
                                             {"\"residence_region\":\"", Kind::kRegion}};

AttemptMix::Body AttemptMix::read(std::string text) {
  Body body{std::move(text), {}};
  for (const Key& key : kKeys) {
    for (std::size_t at = body.text.find(key.name); at != std::string::npos;
         at = body.text.find(key.name, at + 1)) {
      const std::size_t begin = at + key.name.size();
      const std::size_t end = body.text.find('"', begin);
      if (end == std::string::npos) break;
      body.spots.push_back(
          {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin), key.kind});
    }
  }
  std::sort(body.spots.begin(), body.spots.end(),
            [](const Spot& a, const Spot& b) { return a.begin < b.begin; });
  return body;
}

Result<AttemptMix> AttemptMix::make(const std::string& lines, std::uint64_t cities,
                                    std::string_view run) {
  constexpr std::string_view kBefore = "{\"attempt\":";
  if (cities < 1 || cities > kMostCities) {
    return fail(ErrorCode::kInvalid, "1 to " + std::to_string(kMostCities) + " cities");
  }
  AttemptMix mix;
  mix.cities_ = cities;
  mix.run_ = run;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with(kBefore) || !line.ends_with("}}")) continue;
    mix.bodies_.push_back(read(line.substr(kBefore.size(), line.size() - kBefore.size() - 1)));
  }
  if (mix.bodies_.empty()) return fail(ErrorCode::kInvalid, "no attempts among the lines");
  return mix;
}

void AttemptMix::append(std::uint64_t number, std::string& out) const {
  const std::uint64_t city = number % cities_;
  const Body& body = bodies_[(number / cities_) % bodies_.size()];
  std::size_t copied = 0;
  for (const Spot& spot : body.spots) {
    out.append(body.text, copied, spot.begin - copied);
    change(std::string_view(body.text).substr(spot.begin, spot.size), spot.kind, city, out);
    copied = spot.begin + spot.size;
  }
  out.append(body.text, copied, std::string::npos);
}

void AttemptMix::change(std::string_view value, Kind kind, std::uint64_t city,
                        std::string& out) const {
  switch (kind) {
    case Kind::kRef:
      out.append(value);
      out += '-';
      out.append(run_);
      append_padded(city, 16, 3, out);
      return;
    case Kind::kHash:  // distances within a city stay as they are
      append_padded(number_of<std::uint64_t>(value, 16) ^ mixed(city), 16, 16, out);
      return;
    case Kind::kPhone: {
      constexpr std::uint64_t kLocal = 100'000'000;
      const auto whole = number_of<std::uint64_t>(value);
      append_padded(whole / kLocal * kLocal + (whole + city * 7'368'787) % kLocal, 10, 1, out);
      return;
    }
    case Kind::kAddress:
      append_address(value, city, out);
      return;
    case Kind::kRegion: {  // 99 and prefecture, county, what is below
      if (value.size() < 6 || !value.starts_with("99")) {
        out.append(value);
        return;
      }
      out.append("99");
      append_padded(1 + city % 99, 10, 2, out);
      append_padded(number_of<unsigned>(value.substr(4, 2)) + 10 * (city / 99), 10, 2, out);
      out.append(value.substr(6));
      return;
    }
  }
}

Result<MessageMix> MessageMix::make(const std::string& lines, std::size_t characters) {
  constexpr std::string_view kKey = "\"text\": \"";
  std::vector<std::string> parts;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t begin = line.find(kKey);
    const std::size_t end = line.find("\", \"", begin);
    if (begin == std::string::npos || end == std::string::npos) continue;
    std::string text = line.substr(begin + kKey.size(), end - begin - kKey.size());
    if (text.find('\\') == std::string::npos) parts.push_back(std::move(text));
  }
  std::mt19937_64 order(7);  // not by voice
  std::shuffle(parts.begin(), parts.end(), order);
  MessageMix mix;
  std::string joined;
  for (const std::string& part : parts) {
    joined += part;
    if (characters_of(joined) < characters) continue;
    mix.texts_.push_back(first_characters(joined, characters));
    joined.clear();
  }
  if (mix.texts_.empty()) return fail(ErrorCode::kInvalid, "too little text for one message");
  return mix;
}

void MessageMix::append(std::uint64_t number, std::string& out) const {
  out += "{\"text\":\"";
  const std::size_t begin = out.size();
  out += texts_[number % texts_.size()];
  std::uint64_t digits = mixed(number);
  for (std::size_t i = begin; i < out.size(); ++i) {
    if (out[i] < '0' || out[i] > '9') continue;
    out[i] = static_cast<char>('0' + digits % 10);
    digits = digits < 10 ? mixed(number + i) : digits / 10;
  }
  out += "\"}";
}

}  // namespace analyzer::bench
