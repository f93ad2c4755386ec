// The records of data/corpus: what every one must be, and how many there are.

#include "tests/unit/corpus/corpus.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "analyzer/core/words.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

const std::set<std::string> kFraudKinds = {
    "agent_ad",    "call_retell",   "call_script",        "deepfake_video", "dialogue_scam",
    "email_lure",  "fake_app",      "group_pitch",        "group_rumour",   "hijacked_contact",
    "note_fraud",  "official_copy", "poster_scam",        "qr_poster",      "report_sms",
    "sms_links",   "sms_mixed",     "sms_obfuscated",     "sms_plausible",  "sms_subsidy",
    "sms_suspend", "visit_fraud",   "third_party_report", "wechat_staff"};
const std::set<std::string> kHarmlessKinds = {"app_push",
                                              "bank",
                                              "chat_plain",
                                              "commercial",
                                              "community_notice",
                                              "courier",
                                              "dialogue_legit",
                                              "email_notice",
                                              "failure_report",
                                              "family_chat",
                                              "genuine_code",
                                              "genuine_fee",
                                              "group_chat_misc",
                                              "helper_chat",
                                              "home_visit",
                                              "hospital",
                                              "links_legit",
                                              "mixed_sms",
                                              "news",
                                              "notice_long",
                                              "note_harmless",
                                              "nursing_employer",
                                              "odd_style",
                                              "official_call",
                                              "official_sms",
                                              "old_age_allowance",
                                              "pension_raise",
                                              "qr_notice",
                                              "question",
                                              "retell_legit",
                                              "retired_group",
                                              "short_chat",
                                              "telecom",
                                              "thanks_complaint",
                                              "utility",
                                              "video_other",
                                              "village_notice",
                                              "volunteer",
                                              "warning"};
const std::set<std::string> kHarms = {"gone", "identity", "near"};
const std::set<std::string> kObfuscations = {"none",       "traditional", "emoji",  "symbols",
                                             "homophone",  "fullwidth",   "pinyin", "spaces",
                                             "zero_width", "dictated",    "split"};
const std::set<std::string> kVoices = {
    "elder_dictated", "chat_long",    "polite",          "scam_words",   "modern",
    "overseas",       "short",        "commercial",      "long_form",    "agent_note",
    "odd_style",      "links",        "slip_of_pen",     "caller",       "retold",
    "institution",    "everyday",     "neighbours",      "allowances",   "persons",
    "technique",      "entrances",    "walks_of_life",   "savings",      "hotline_day",
    "daily_traffic",  "told",         "round_elders",    "hearsay",      "good_neighbours",
    "benefits",       "life_turns",   "letterhead",      "switchboard",  "rung_up",
    "turn_about",     "many_ears",    "at_the_door",     "one_to_one",   "town_crier",
    "across_table",   "private_line", "second_thoughts", "plain_words",  "next_year",
    "side_doors",     "many_hooks",   "long_talk",       "notice_board", "short_links"};

std::u32string without_blanks(const std::string& text) {
  std::u32string out;
  for (const char32_t c : text::to_utf32(text)) {
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != 0x3000) out.push_back(c);
  }
  return out;
}

// The runs of digits, and of digits ended by X, however wide they are written.
std::vector<std::string> numbers_in(const std::string& text) {
  std::vector<std::string> out(1);
  for (char32_t c : text::to_utf32(text)) {
    if (c >= 0xFF10 && c <= 0xFF5A) c -= 0xFEE0;
    const bool digit = c >= '0' && c <= '9';
    if (digit || (out.back().size() == 17 && (c == 'x' || c == 'X'))) {
      out.back().push_back(static_cast<char>(c));
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  return out;
}

TEST_CASE("Every record of the corpus is complete and of known words") {
  for (const CorpusRecord& record : read_corpus()) {
    INFO(record.place);
    CHECK(text::is_valid_utf8(record.text));
    CHECK_FALSE(without_blanks(record.text).empty());
    CHECK((record.fraud ? kFraudKinds : kHarmlessKinds).contains(record.kind));
    CHECK(parse_name<Medium>(record.medium));
    CHECK(kObfuscations.contains(record.obfuscation));
    CHECK((record.split == "train" || record.split == "dev"));
    CHECK_FALSE(record.group.empty());
    CHECK(record.modelled_on.starts_with(record.fraud ? "C" : "L"));
    CHECK(record.fraud != record.tactics.empty());
    CHECK((record.harm.empty() || (record.fraud && kHarms.contains(record.harm))));
    for (const std::string& tactic : record.tactics) {
      CAPTURE(tactic);
      CHECK(parse_name<Tactic>(tactic));
    }
    CHECK(std::set(record.tactics.begin(), record.tactics.end()).size() == record.tactics.size());
    if (!record.id.empty()) CHECK(kVoices.contains(record.voice));
  }
}

TEST_CASE("No id and no text stands in the corpus twice") {
  std::map<std::string, std::string> ids;
  std::map<std::u32string, std::string> texts;
  for (const CorpusRecord& record : read_corpus()) {
    INFO(record.place);
    const auto [text, fresh] = texts.emplace(without_blanks(record.text), record.place);
    CHECK((fresh || text->second == record.place));
    if (record.id.empty()) continue;
    CHECK(ids.emplace(record.id, record.place).second);
  }
}

TEST_CASE("The corpus holds nobody's identity number and nobody's telephone") {
  for (const CorpusRecord& record : read_corpus()) {
    INFO(record.place);
    for (const std::string& number : numbers_in(record.text)) {
      CAPTURE(number);
      CHECK((number.size() != 18 || number.starts_with("99")));
      CHECK((number.size() != 11 || number.front() != '1' || number[1] < '3'));
    }
  }
}

TEST_CASE("A scenario lies on one side of the split, over all files") {
  std::map<std::string, std::set<std::string>> themes;  // as training tells them apart
  std::map<std::string, std::set<std::string>> groups;  // of the written files
  std::map<std::string, std::set<std::string>> first;
  for (const CorpusRecord& record : read_corpus()) {
    themes[record.file + record.modelled_on].insert(record.split);
    (record.id.empty() ? first : groups)[record.group].insert(record.split);
    CHECK(record.group == group_of(record.modelled_on));
  }
  for (const auto& [theme, splits] : themes) {
    INFO(theme);
    CHECK(splits.size() == 1);
  }
  for (const auto& [group, splits] : groups) {
    INFO(group);
    CHECK(splits.size() == 1);
    // The first file has numbered themes of one group on both sides; a row for
    // testing must still not meet its scenario in training.
    if (splits.contains("dev")) CHECK_FALSE(first[group].contains("train"));
  }
}

TEST_CASE("The kinds that the targets speak of, and the two labels, are there in number") {
  std::map<std::string, std::size_t> kinds;
  std::set<std::string> tactics;
  std::map<std::string, std::array<std::size_t, 2>> voices;
  std::size_t written = 0;
  std::size_t written_fraud = 0;
  for (const CorpusRecord& record : read_corpus()) {
    ++kinds[record.kind];
    tactics.insert(record.tactics.begin(), record.tactics.end());
    if (record.id.empty()) continue;
    ++written;
    written_fraud += record.fraud ? 1 : 0;
    ++voices[record.voice][record.fraud ? 1 : 0];
  }
  for (const char* kind : {"official_sms", "official_call", "family_chat", "question", "warning"}) {
    CAPTURE(kind);
    CHECK(kinds[kind] >= 60);
  }
  CHECK(tactics.size() == kNames<Tactic>.size());
  CHECK(written >= 900);
  CHECK(written_fraud * 100 >= written * 40);
  CHECK(written_fraud * 100 <= written * 50);
  CHECK(voices.size() == kVoices.size());
  for (const auto& [voice, labels] : voices) {  // no voice gives its label away
    CAPTURE(voice);
    CHECK(*std::min_element(labels.begin(), labels.end()) >= 20);
  }
}

}  // namespace
}  // namespace analyzer
