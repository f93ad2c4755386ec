// match_report(): which texts of a report the patterns search, and the way of
// their spans back to the text as sent.

#include "analyzer/rules/rule_set.h"

namespace analyzer {
namespace {

void add(std::vector<RuleText>& texts, Scope scope, const Text& text) {
  if (text && !text->empty()) texts.push_back({scope, *text});
}

std::vector<RuleText> texts_of(const Report& report, const Facts& facts) {
  std::vector<RuleText> out;
  out.reserve(6 + 2 * facts.urls.size());
  if (facts.text) {
    out.push_back({Scope::kText, facts.text->normalized.text});
    out.push_back({Scope::kTextRaw, facts.text->original});
  }
  for (const UrlFacts& url : facts.urls) {
    if (!url.valid) continue;
    out.push_back({Scope::kUrl, url.url});
    out.push_back({Scope::kHost, url.host});
  }
  add(out, Scope::kSender, report.sender);
  add(out, Scope::kAppName, report.suspect.app_name);
  add(out, Scope::kMiniProgram, report.suspect.mini_program);
  add(out, Scope::kPublicAccount, report.suspect.public_account);
  return out;
}

std::vector<Span> spans_as_sent(const RuleMatch& match, Scope scope, const Facts& facts) {
  if (scope == Scope::kTextRaw) return match.spans;
  std::vector<Span> out;
  if (scope != Scope::kText) return out;  // not a part of the text
  out.reserve(match.spans.size());
  for (const Span& span : match.spans) out.push_back(facts.text->normalized.original(span));
  return out;
}

Signal signal_of(const RuleMatch& match, std::vector<Span> spans) {
  Signal out;
  out.code = match.rule->id;
  out.weight = match.rule->weight;
  out.spans = std::move(spans);
  out.tactic = match.rule->tactic;
  out.group = match.rule->group;
  return out;
}

}  // namespace

Result<Signals> match_report(const RuleSet& rules, const Report& report, const Facts& facts) {
  const std::vector<RuleText> texts = texts_of(report, facts);
  const Result<std::vector<RuleMatch>> matches = rules.match(texts);
  if (!matches) return tl::unexpected(matches.error());
  Signals out;
  for (const RuleMatch& match : *matches) {
    if (!out.empty() && out.back().code == match.rule->id) continue;  // another link, same rule
    out.push_back(signal_of(match, spans_as_sent(match, texts[match.text].scope, facts)));
  }
  return out;
}

}  // namespace analyzer
