// A whole verdict, as it is stored with the observation and shown on the case.

#include "analyzer/wire/verdict_parts.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {
namespace {

void append_sentence(std::string& out, const Sentence& sentence) {
  Writer writer(out);
  writer.field("zh", sentence.zh);
  writer.field("en", sentence.en);
  writer.close();
}

void write_evidence(Writer& writer, LogOdds weight, const std::optional<double>& value,
                    const std::vector<Span>& spans) {
  writer.field("weight", weight);
  if (value) writer.field("value", *value);
  if (spans.empty()) return;
  writer.key("spans");
  append_spans(writer.out(), spans);
}

void append_reason(std::string& out, const Reason& reason) {
  Writer writer(out);
  writer.field("code", reason.code);
  writer.key("text");
  append_sentence(out, reason.text);
  write_evidence(writer, reason.weight, reason.value, reason.spans);
  writer.close();
}

void append_signal(std::string& out, const Signal& signal) {
  Writer writer(out);
  writer.field("code", signal.code);
  write_evidence(writer, signal.weight, signal.value, signal.spans);
  if (signal.tactic) writer.field("tactic", *signal.tactic);
  if (!signal.group.empty()) writer.field("group", signal.group);
  if (!signal.arguments.empty()) {
    writer.array("arguments", signal.arguments, [](std::string& text, const auto& argument) {
      text += '[';
      append_value(text, argument.first);
      text += ',';
      append_value(text, argument.second);
      text += ']';
    });
  }
  if (!signal.active()) writer.field("explained_by", signal.explained_by);
  writer.close();
}

void append_url(std::string& out, const UrlVerdict& url) {
  Writer writer(out);
  write_link(writer, url.facts);
  writer.field("level", url.level);
  writer.field("score", url.score);
  write_standing(writer, url);
  writer.array("reasons", url.reasons, append_reason);
  writer.close();
}

void append_advice(std::string& out, const Advice& advice) {
  Writer writer(out);
  writer.array("say", advice.say, append_sentence);
  writer.array("do", advice.todo, append_sentence);
  writer.close();
}

// What only an attempt's verdict holds.
void write_attempt_part(Writer& writer, const Verdict& verdict) {
  writer.field("required_actions", verdict.required_actions);
  writer.array("help", verdict.help, append_sentence);
  if (verdict.public_message) {
    writer.key("public_message");
    append_sentence(writer.out(), *verdict.public_message);
  }
  writer.field("missing", verdict.missing);
  if (verdict.hold) {
    writer.key("hold");
    append_hold(writer.out(), *verdict.hold);
  }
}

// What only a report's verdict holds.
void write_report_part(Writer& writer, const Verdict& verdict) {
  writer.field("tactics", verdict.tactics);
  writer.array("urls", verdict.urls, append_url);
  writer.key("advice");
  append_advice(writer.out(), verdict.advice);
}

}  // namespace

void write_verdict(std::string& out, const Verdict& verdict) {
  Writer writer(out);
  if (verdict.decision) writer.field("decision", *verdict.decision);
  if (verdict.level) writer.field("level", *verdict.level);
  writer.field("score", verdict.score);
  writer.field("margin", verdict.margin);
  writer.array("reasons", verdict.reasons, append_reason);
  writer.array("signals", verdict.signals, append_signal);
  writer.field("typologies", verdict.typologies);
  if (verdict.decision) write_attempt_part(writer, verdict);
  if (verdict.level) write_report_part(writer, verdict);
  writer.field("degraded", verdict.degraded);
  writer.key("versions");
  append_versions(out, verdict.versions);
  writer.close();
}

}  // namespace analyzer::wire
