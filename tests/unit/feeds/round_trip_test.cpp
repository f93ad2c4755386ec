// Whatever is written is read back: every format, over lists drawn at random.

#include <catch2/catch.hpp>
#include <random>

#include "analyzer/core/digest.h"
#include "feeds/naming.h"
#include "tests/unit/feeds/read_all.h"

namespace analyzer::feeds {
namespace {

const ListHead kHead{"confirmed", "名单 \"confirmed\"", "desk", from_millis(1767323045678), 7};

std::string drawn(std::mt19937& random, const std::vector<std::string>& parts, int most) {
  std::string out;
  const int count = 1 + static_cast<int>(random() % static_cast<unsigned>(most));
  for (int i = 0; i < count; ++i) out += parts[random() % parts.size()];
  return out;
}

// An entry as it comes out of a reader: its value is in the form of its kind.
std::optional<Entry> any_entry(std::mt19937& random) {
  const std::vector<std::string> labels = {"a", "b-1", "pay", "测试", "x_y", "12333", "_dmarc"};
  const std::vector<std::string> path = {"x", "/", "/x/", "?a=1", "&b=", "%20", "'", "\\", "|",
                                         "$", "*", "^",   "中",   ",",   "\"",  ";", "..", "#f",
                                         "=", "(", "~!",  "%",    "//",  "a@b", "_"};
  const std::vector<std::string> words = {"told", " by 12333", ",",  "\"", "\n",
                                          "'",    "中文",      "=1", "\\"};
  const std::vector<std::string> hosts = {"203.0.113.7", "[2001:db8::7]", "0x7f.1"};
  const std::vector<IndicatorKind> kinds = {
      IndicatorKind::kUrl, IndicatorKind::kPath, IndicatorKind::kHost, IndicatorKind::kDomain,
      IndicatorKind::kIp,  IndicatorKind::kQr,   IndicatorKind::kText};
  const std::vector<std::string> codes = {"https://",   "HTTP://q.invalid/",
                                          "weixin:",    "WIFI:S:",
                                          "'",          "\\",
                                          "\n",         " ",
                                          "中文",       "=",
                                          "\"",         ";#,",
                                          "a.invalid/x"};
  Entry e;
  e.kind = kinds[random() % kinds.size()];
  const bool ip = e.kind == IndicatorKind::kIp || random() % 8 == 0;
  std::string host = ip ? hosts[random() % hosts.size()]
                        : drawn(random, labels, 2) + "." + drawn(random, labels, 1) + ".invalid";
  if (e.kind == IndicatorKind::kQr) host = drawn(random, codes, 5);
  if (e.kind == IndicatorKind::kText) host = sha256_hex(host);
  if (e.kind == IndicatorKind::kUrl) host += "/" + drawn(random, path, 5);
  if (e.kind == IndicatorKind::kPath) host += "/" + drawn(random, path, 3) + "/";
  const Result<std::string> named = name_value(e.kind, host);
  if (!named) return std::nullopt;
  e.value = *named;
  e.source = random() % 3 == 0 ? "desk" : drawn(random, {"police", " 3", "反诈", "\"", ","}, 3);
  e.confidence = static_cast<double>(1 + random() % 1000) / 1000.0;
  if (random() % 2 == 0) e.valid_from = from_millis(1700000000000 + random());
  if (random() % 2 == 0) e.valid_until = from_millis(1790000000000 + random());
  e.revoked = random() % 5 == 0;
  if (random() % 2 == 0) e.reason = drawn(random, words, 4);
  return e;
}

std::string told(const Entry& e) {
  const auto time = [](const std::optional<Time>& t) { return t ? format_time(*t) : "-"; };
  return std::string(name_of(e.kind)) + " " + e.value + " by " + e.source + " " +
         std::to_string(e.confidence) + " " + time(e.valid_from) + " " + time(e.valid_until) +
         (e.revoked ? " revoked " : " ") + e.reason;
}

// What reading the written list must give.
std::vector<Entry> expected(Format format, const std::vector<Entry>& entries) {
  std::vector<Entry> out;
  for (const Entry& entry : entries) {
    const auto said = said_by(format, entry, kHead);
    if (said && (out.empty() || out.back() != *said)) out.push_back(*said);
  }
  if (format == Format::kDelta) {  // what is removed stands last
    std::stable_partition(out.begin(), out.end(), [](const Entry& e) { return !e.revoked; });
  }
  return out;
}

}  // namespace

TEST_CASE("a list that was written reads back as what the format can say of it") {
  std::mt19937 random(20260102);
  std::size_t written = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<Entry> entries;
    for (auto i = random() % 40; i > 0; --i) {
      if (const auto entry = any_entry(random)) entries.push_back(*entry);
    }
    for (std::size_t f = 0; f < kNames<Format>.size(); ++f) {
      const auto format = static_cast<Format>(f);
      if (!is_written(format)) continue;
      INFO(name_of(format) << ", round " << round);
      const std::vector<Entry> want = expected(format, entries);
      const std::string text = write_list(format, entries, kHead);
      const ReadAll read = read_all(format, text, {.source = "desk"}, 1 + random() % 4096);
      REQUIRE(read.failure == "");
      REQUIRE(read.causes().empty());
      REQUIRE(read.values().size() == want.size());
      for (std::size_t i = 0; i < want.size(); ++i) {
        INFO(text);
        CHECK(told(read.entries[i]) == told(want[i]));
        REQUIRE(read.entries[i] == want[i]);
      }
      written += want.size();
    }
  }
  CHECK(written > 10000);
}

TEST_CASE("no format says more than the entry does") {
  const Entry host{IndicatorKind::kHost, "a.invalid", "desk", 1.0, {}, {}, false, ""};
  Entry folder = host;
  folder.kind = IndicatorKind::kPath;
  folder.value = "a.invalid/x/";
  Entry address = host;
  address.kind = IndicatorKind::kIp;
  address.value = "203.0.113.7";
  Entry phone = host;
  phone.kind = IndicatorKind::kPhone;
  Entry code = host;
  code.kind = IndicatorKind::kQr;
  code.value = "weixin://dl/a";
  Entry message = host;
  message.kind = IndicatorKind::kText;
  message.value = sha256_hex("x");
  Entry revoked = host;
  revoked.revoked = true;
  for (std::size_t f = 0; f < kNames<Format>.size(); ++f) {
    const auto format = static_cast<Format>(f);
    INFO(name_of(format));
    const auto said = said_by(format, host, kHead);
    CHECK((!said || said->kind == IndicatorKind::kHost || said->value == "a.invalid/"));
    CHECK_FALSE(said_by(format, phone, kHead));
    // Only what has words for more than places says what a QR code says.
    const bool wide = format == Format::kCsv || format == Format::kMisp ||
                      format == Format::kStix || format == Format::kDelta;
    CHECK(said_by(format, code, kHead).has_value() == wide);
    CHECK(said_by(format, message, kHead).has_value() == wide);
    const auto below = said_by(format, folder, kHead);
    CHECK((!below || below->value == folder.value));
    if (format == Format::kRpz || format == Format::kHosts) {
      CHECK_FALSE(below);
      CHECK_FALSE(said_by(format, address, kHead));
    }
    const auto gone = said_by(format, revoked, kHead);
    CHECK((!gone || gone->revoked));
  }
}

}  // namespace analyzer::feeds
