// The answers to an attempt, a report and a check.

#include "analyzer/wire/verdict_parts.h"
#include "analyzer/wire/write.h"

namespace analyzer::wire {
namespace {

constexpr double kScoreSteps = 10'000.0;  // 4 decimals
constexpr double kWeightSteps = 100.0;    // 2 decimals

void write_reasons(Writer& writer, const std::vector<Reason>& reasons, Lang lang) {
  writer.array("reasons", reasons, [lang](std::string& out, const Reason& reason) {
    Writer item(out);
    item.field("code", reason.code);
    item.field("text", pick(reason.text, lang));
    item.rounded("weight", reason.weight, kWeightSteps);
    if (reason.value) item.rounded("value", *reason.value, kScoreSteps);
    if (!reason.spans.empty()) {
      item.key("spans");
      append_spans(out, reason.spans);
    }
    item.close();
  });
}

void write_sentences(Writer& writer, std::string_view name, const std::vector<Sentence>& sentences,
                     Lang lang) {
  writer.array(name, sentences, [lang](std::string& out, const Sentence& sentence) {
    append_value(out, pick(sentence, lang));
  });
}

void write_case_id(Writer& writer, std::string_view case_id) {
  case_id.empty() ? writer.null("case_id") : writer.field("case_id", case_id);
}

// What every answer ends with.
void write_end(Writer& writer, const Verdict& verdict, Time decided_at,
               const std::vector<std::string>* ignored) {
  writer.field("degraded", !verdict.degraded.empty());
  if (!verdict.degraded.empty()) writer.field("degraded_parts", verdict.degraded);
  if (ignored != nullptr && !ignored->empty()) writer.field("ignored", *ignored);
  writer.key("versions");
  append_versions(writer.out(), verdict.versions);
  writer.field("decided_at", decided_at);
}

void append_url(std::string& out, const UrlVerdict& url, Lang lang) {
  Writer writer(out);
  write_link(writer, url.facts);
  writer.field("level", url.level);
  writer.rounded("score", url.score, kScoreSteps);
  write_standing(writer, url);
  write_reasons(writer, url.reasons, lang);
  writer.close();
}

void append_advice(std::string& out, const Advice& advice, Lang lang) {
  Writer writer(out);
  write_sentences(writer, "say", advice.say, lang);
  write_sentences(writer, "do", advice.todo, lang);
  writer.close();
}

void append_campaign(std::string& out, const CampaignSummary& campaign) {
  Writer writer(out);
  writer.field("id", campaign.id);
  writer.field("reports", static_cast<std::int64_t>(campaign.reports));
  writer.field("first_seen", campaign.first_seen);
  writer.field("last_seen", campaign.last_seen);
  writer.close();
}

}  // namespace

std::string write_attempt_answer(const AttemptAnswer& answer) {
  const Verdict& verdict = *answer.verdict;
  std::string out;
  out.reserve(1024 + 256 * verdict.reasons.size());
  Writer writer(out);
  writer.field("attempt_id", answer.attempt_id);
  writer.field("decision", verdict.decision.value_or(Decision::kReview));
  writer.rounded("score", verdict.score, kScoreSteps);
  write_reasons(writer, verdict.reasons, answer.lang);
  writer.field("typologies", verdict.typologies);
  writer.field("required_actions", verdict.required_actions);
  write_sentences(writer, "help", verdict.help, answer.lang);
  if (verdict.public_message) {
    writer.field("public_message", pick(*verdict.public_message, answer.lang));
  }
  writer.field("missing", verdict.missing);
  if (verdict.hold) {
    writer.key("hold");
    append_hold(out, *verdict.hold);
  }
  write_case_id(writer, answer.case_id);
  write_end(writer, verdict, answer.decided_at, answer.ignored);
  writer.close();
  return out;
}

std::string write_report_answer(const ReportAnswer& answer) {
  const Verdict& verdict = *answer.verdict;
  const Lang lang = answer.lang;
  std::string out;
  out.reserve(1024 + 256 * verdict.reasons.size() + 1024 * verdict.urls.size());
  Writer writer(out);
  if (!answer.report_id.empty()) writer.field("report_id", answer.report_id);
  writer.field("level", verdict.level.value_or(Level::kMedium));
  writer.rounded("score", verdict.score, kScoreSteps);
  write_reasons(writer, verdict.reasons, lang);
  writer.field("tactics", verdict.tactics);
  if (!verdict.typologies.empty()) writer.field("typologies", verdict.typologies);
  writer.array("urls", verdict.urls,
               [lang](std::string& text, const UrlVerdict& url) { append_url(text, url, lang); });
  writer.key("advice");
  append_advice(out, verdict.advice, lang);
  if (answer.campaign) {
    writer.key("campaign");
    append_campaign(out, *answer.campaign);
  } else {
    writer.null("campaign");
  }
  if (!answer.report_id.empty()) write_case_id(writer, answer.case_id);
  write_end(writer, verdict, answer.decided_at, answer.ignored);
  writer.close();
  return out;
}

}  // namespace analyzer::wire
