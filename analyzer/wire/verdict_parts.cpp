#include "analyzer/wire/verdict_parts.h"

namespace analyzer::wire {
namespace {

void append_span(std::string& out, Span span) {
  out += '[';
  append_value(out, span.begin);
  out += ',';
  append_value(out, span.end);
  out += ']';
}

void append_official(std::string& out, const OfficialEntry& entry) {
  Writer writer(out);
  writer.field("name", entry.name);
  if (!entry.owner.empty()) writer.field("owner", entry.owner);
  if (!entry.kind.empty()) writer.field("kind", entry.kind);
  if (!entry.region.empty()) writer.field("region", entry.region);
  writer.field("confirmed", entry.confirmed);
  if (!entry.confirmed_by.empty()) writer.field("confirmed_by", entry.confirmed_by);
  if (!entry.confirmed_at.empty()) writer.field("confirmed_at", entry.confirmed_at);
  if (!entry.source.empty()) writer.field("source", entry.source);
  writer.close();
}

void append_imitated(std::string& out, const Imitated& imitated) {
  Writer writer(out);
  writer.field("name", imitated.name);
  writer.field("host", imitated.host);
  writer.close();
}

// A text that only a valid link has.
void field_if(Writer& writer, std::string_view name, bool valid, const std::string& value) {
  valid ? writer.field(name, value) : writer.null(name);
}

}  // namespace

void append_spans(std::string& out, const std::vector<Span>& spans) {
  out += '[';
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i > 0) out += ',';
    append_span(out, spans[i]);
  }
  out += ']';
}

void append_versions(std::string& out, const Versions& versions) {
  Writer writer(out);
  writer.field("rules", versions.rules);
  writer.field("model", versions.model);
  writer.field("lists", versions.lists);
  writer.field("engine", versions.engine);
  if (!versions.snapshot.empty()) writer.field("snapshot", versions.snapshot);
  writer.close();
}

void append_hold(std::string& out, const Hold& hold) {
  Writer writer(out);
  writer.field("decide_by", hold.decide_by);
  writer.field("meanwhile", std::string_view("submitted_in_time"));
  writer.field("alternatives", hold.alternatives);
  writer.close();
}

void write_link(Writer& writer, const UrlFacts& facts) {
  writer.field("raw", facts.raw);
  field_if(writer, "url", facts.valid, facts.url);
  field_if(writer, "host", facts.valid, facts.host);
  if (facts.valid && facts.host_unicode != facts.host) {
    writer.field("host_unicode", facts.host_unicode);
  }
  field_if(writer, "registrable_domain", facts.valid, facts.registrable_domain);
  if (!facts.valid) writer.field("valid", false);
  if (facts.span) {
    writer.key("span");
    append_span(writer.out(), *facts.span);
  }
  if (!facts.disguises.empty()) writer.field("disguises", facts.disguises);
}

void write_standing(Writer& writer, const UrlVerdict& url) {
  if (url.official) {
    writer.key("official");
    append_official(writer.out(), *url.official);
  } else {
    writer.null("official");
  }
  if (url.imitates) {
    writer.key("imitates");
    append_imitated(writer.out(), *url.imitates);
  } else {
    writer.null("imitates");
  }
  writer.field("listed", url.listed);
}

}  // namespace analyzer::wire
