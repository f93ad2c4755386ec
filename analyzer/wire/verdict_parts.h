// The parts that answers and stored verdicts share.

#ifndef ANALYZER_WIRE_VERDICT_PARTS_H_
#define ANALYZER_WIRE_VERDICT_PARTS_H_

#include <string>
#include <vector>

#include "analyzer/core/verdict.h"
#include "analyzer/wire/write.h"
#include "analyzer/wire/writer.h"

namespace analyzer::wire {

// The sentence in `lang`; in Chinese where it has no English.
inline const std::string& pick(const Sentence& sentence, Lang lang) {
  return lang == Lang::kEn && !sentence.en.empty() ? sentence.en : sentence.zh;
}

// Spans as [[begin,end],...].
void append_spans(std::string& out, const std::vector<Span>& spans);

// {"rules","model","lists","engine","snapshot"}
void append_versions(std::string& out, const Versions& versions);

// {"decide_by","meanwhile","alternatives"}
void append_hold(std::string& out, const Hold& hold);

// What a link is, before its level, score and reasons.
void write_link(Writer& writer, const UrlFacts& facts);

// "official", "imitates" and "listed" of a link, null where there is none.
void write_standing(Writer& writer, const UrlVerdict& url);

}  // namespace analyzer::wire

#endif  // ANALYZER_WIRE_VERDICT_PARTS_H_
