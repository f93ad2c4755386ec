// Engine cases as text. Every *.case file beside this one is one case:
//
//   A title
//
//   observation:
//   { an attempt, or a report (a check may leave out its id and times) }
//
//   history:                       (optional: lines NAME = VALUE of core/history.h)
//   device.persons_7d = 14
//
//   expect:
//   decision = review              decision in [pass, review]
//   level = critical               level in [low, medium]
//   signal device.persons_7d       no signal capture.replay_own
//   typology village_push          no typology photo_replay
//   tactic fee_request             no tactic fee_request
//   score in [0.1, 0.6]            help help.light
//   says 拨打110                   no says 95017       (in what is read out to the caller)
//
// A signal that context explained away counts as absent.

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <catch2/catch.hpp>

#include "analyzer/core/json.h"
#include "analyzer/engine/assess.h"
#include "analyzer/text/read.h"
#include "analyzer/wire/history.h"
#include "analyzer/wire/parse.h"

namespace analyzer {
namespace {

struct CaseFile {
  std::string title;
  std::string observation;
  std::vector<std::string> history;
  std::vector<std::string> expect;
};

std::string trimmed(const std::string& line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

CaseFile read_case(const std::filesystem::path& path) {
  CaseFile out;
  std::ifstream stream(path);
  std::string section;
  std::string line;
  while (std::getline(stream, line)) {
    const std::string text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    if (text == "observation:" || text == "history:" || text == "expect:") {
      section = text;
    } else if (section.empty()) {
      out.title = text;
    } else if (section == "observation:") {
      out.observation += text + "\n";
    } else if (section == "history:") {
      out.history.push_back(text);
    } else {
      out.expect.push_back(text);
    }
  }
  return out;
}

json::Value scalar(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  double number = 0.0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size()) return json::Value(text);
  if (text.find('.') != std::string::npos) return number;
  return static_cast<std::int64_t>(number);
}

History read_history(const std::vector<std::string>& lines) {
  json::Object root{{"available", true}};
  for (const std::string& line : lines) {
    const std::size_t equals = line.find('=');
    REQUIRE(equals != std::string::npos);
    const std::string name = trimmed(line.substr(0, equals));
    const json::Value value = scalar(trimmed(line.substr(equals + 1)));
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      root[name] = value;
      continue;
    }
    json::Value& group = root[name.substr(0, dot)];
    if (!group.is_object()) group = json::Object{};
    group.get_object()[name.substr(dot + 1)] = value;
  }
  const Result<History> history = wire::parse_history(root);
  REQUIRE(history);
  return *history;
}

std::string describe(const Error& error) {
  std::string out = error.message;
  for (const FieldError& field : error.fields) out += " " + field.pointer + ":" + field.code;
  return out;
}

Verdict judge(const json::Value& observation, const History& history, const Snapshot& snapshot) {
  if (observation.get_object().contains("attempt_id")) {
    const auto attempt = wire::parse_attempt(observation);
    if (!attempt) FAIL(describe(attempt.error()));
    return assess(attempt->value, history, snapshot);
  }
  const auto report = wire::parse_check(observation);
  if (!report) FAIL(describe(report.error()));
  const Report& r = report->value;
  const Facts facts = text::read(r.text.value_or(""), r.urls, r.wording == Wording::kDictated);
  return assess(r, facts, prepare(r, facts, snapshot), history, snapshot);
}

bool has_signal(const Verdict& verdict, const std::string& code) {
  return std::any_of(verdict.signals.begin(), verdict.signals.end(), [&](const Signal& s) {
    return s.active() && code_matches(code, s.code);
  });
}

bool says(const Verdict& verdict, const std::string& words) {
  return std::any_of(
      verdict.advice.say.begin(), verdict.advice.say.end(),
      [&](const Sentence& one) { return one.zh.find(words) != std::string::npos; });
}

bool has_word(const Verdict& verdict, const std::string& kind, const std::string& word) {
  if (kind == "says") return says(verdict, word);
  if (kind == "signal" || kind == "help") return has_signal(verdict, word);
  if (kind == "typology") {
    return std::find(verdict.typologies.begin(), verdict.typologies.end(), word) !=
           verdict.typologies.end();
  }
  const auto tactic = parse_name<Tactic>(word);
  REQUIRE(tactic);
  return std::find(verdict.tactics.begin(), verdict.tactics.end(), *tactic) !=
         verdict.tactics.end();
}

std::string outcome_word(const Verdict& verdict, const std::string& kind) {
  if (kind == "decision") {
    REQUIRE(verdict.decision);
    return std::string(name_of(*verdict.decision));
  }
  REQUIRE(verdict.level);
  return std::string(name_of(*verdict.level));
}

std::vector<std::string> list_of(std::string text) {
  std::replace_if(text.begin(), text.end(),
                  [](char c) { return c == '[' || c == ']' || c == ','; }, ' ');
  std::istringstream stream(text);
  std::vector<std::string> out;
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

void check_line(const Verdict& verdict, const std::string& line) {
  CAPTURE(line);
  std::istringstream stream(line);
  std::string word;
  stream >> word;
  const bool negated = word == "no";
  if (negated) stream >> word;
  std::string rest;
  std::getline(stream, rest);
  rest = trimmed(rest);
  if (word == "signal" || word == "typology" || word == "tactic" || word == "help" ||
      word == "says") {
    CHECK(has_word(verdict, word, rest) != negated);
    return;
  }
  const bool in = rest.starts_with("in ");
  const std::vector<std::string> values = list_of(rest.substr(in ? 2 : 1));
  if (word == "score") {
    REQUIRE(values.size() == 2);
    CHECK(verdict.score >= std::stod(values[0]));
    CHECK(verdict.score <= std::stod(values[1]));
    return;
  }
  REQUIRE((word == "decision" || word == "level"));
  const std::string outcome = outcome_word(verdict, word);
  CAPTURE(outcome, verdict.score, verdict.margin);
  CHECK(std::find(values.begin(), values.end(), outcome) != values.end());
}

std::string shown_signals(const Verdict& verdict) {
  std::string out;
  for (const Signal& s : verdict.signals) {
    out += s.code + (s.active() ? "" : "(" + s.explained_by + ")") + " ";
  }
  return out;
}

TEST_CASE("Every case file gives the verdict that it expects") {
  const auto snapshot = Snapshot::load(ANALYZER_ROOT);
  if (!snapshot) FAIL(describe(snapshot.error()));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANALYZER_ROOT "/tests/cases")) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 40);
  for (const auto& file : files) {
    const CaseFile one = read_case(file);
    CAPTURE(file.filename().string(), one.title);
    const Result<json::Value> observation = json::parse(one.observation);
    REQUIRE(observation);
    REQUIRE(observation->is_object());
    REQUIRE_FALSE(one.expect.empty());
    const Verdict verdict = judge(*observation, read_history(one.history), **snapshot);
    CAPTURE(shown_signals(verdict));
    for (const std::string& line : one.expect) check_line(verdict, line);
  }
}

}  // namespace
}  // namespace analyzer
