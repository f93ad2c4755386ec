// The official register as people look things up in it.

#include <algorithm>
#include <charconv>

#include "analyzer/core/json.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/register_entries.h"
#include "analyzer/service/service_impl.h"
#include "analyzer/text/url.h"

namespace analyzer {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Whether `part` stands in `text`, whatever the case of its letters.
bool contains(const std::string& text, const std::string& part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

bool any_contains(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&part](const std::string& text) { return contains(text, part); });
}

// An administrative code without the "00" that fill it up: "370000" is all of "37".
std::string_view trunk(std::string_view region) {
  while (region.size() > 2 && region.ends_with("00")) region.remove_suffix(2);
  return region;
}

// Whether `link`, written whole, leads to the entry.
bool serves(const RegisterEntry& entry, const std::string& link) {
  if (link.find("://") == std::string::npos && link.find('/') == std::string::npos) return false;
  const auto url = text::parse_url(link.find("://") == std::string::npos ? "http://" + link : link);
  if (!url || !url->valid) return false;
  return std::any_of(entry.hosts.begin(), entry.hosts.end(), [&](const std::string& host) {
    const auto bare = [](std::string_view name) {
      return name.starts_with("www.") ? name.substr(4) : name;
    };
    const std::string_view theirs = bare(url->host);
    const std::string_view own = bare(host);
    return theirs == own || (entry.below && theirs.size() > own.size() && theirs.ends_with(own) &&
                             theirs[theirs.size() - own.size() - 1] == '.');
  });
}

bool matches(const RegisterEntry& entry, const RegisterFilter& filter) {
  const OfficialEntry& shown = entry.shown;
  if (!filter.kind.empty() && shown.kind != filter.kind) return false;
  if (!filter.region.empty() && !shown.region.starts_with(trunk(filter.region))) return false;
  if (filter.confirmed && shown.confirmed != *filter.confirmed) return false;
  const std::string& part = filter.text;
  return part.empty() || contains(shown.name, part) || contains(shown.owner, part) ||
         any_contains(entry.hosts, part) || any_contains(entry.names, part) || serves(entry, part);
}

json::Array array_of(const std::vector<std::string>& texts) {
  json::Array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

json::Object entry_view(const RegisterEntry& entry, const Calendar& calendar) {
  const OfficialEntry& shown = entry.shown;
  return {{"id", id_of(entry)},
          {"name", shown.name},
          {"owner", shown.owner},
          {"kind", shown.kind},
          {"region", text_or_null(shown.region)},
          {"region_name", shown.region.empty() ? json::Value(nullptr)
                                               : json::Value(calendar.region_name(shown.region))},
          {"hosts", array_of(entry.hosts)},
          {"below", entry.below},
          {"names", array_of(entry.names)},
          {"source", shown.source},
          {"confirmed", shown.confirmed},
          {"confirmed_by", text_or_null(shown.confirmed_by)},
          {"confirmed_at", text_or_null(shown.confirmed_at)}};
}

}  // namespace

Result<Document> ServiceImpl::official_register(const RegisterFilter& filter) {
  std::size_t from = 0;  // place of the page's first entry among those found
  if (!filter.cursor.empty()) {
    const char* end = filter.cursor.data() + filter.cursor.size();
    const auto read = std::from_chars(filter.cursor.data(), end, from);
    if (read.ec != std::errc{} || read.ptr != end || from == 0) {
      return tl::unexpected(field_error("/cursor", "cursor", "not of this list"));
    }
  }
  const auto limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  const auto snapshot = this->snapshot();
  json::Array data;
  std::size_t found = 0;
  std::size_t confirmed = 0;
  for (const RegisterEntry& entry : snapshot->official().entries()) {
    if (!matches(entry, filter)) continue;
    confirmed += entry.shown.confirmed ? 1 : 0;
    if (found >= from && found - from < limit) {
      data.push_back(entry_view(entry, snapshot->calendar()));
    }
    ++found;
  }
  json::Value next = nullptr;
  if (found > from && found - from > limit) next = json::Value(std::to_string(from + limit));
  return document(json::write(json::Object{{"data", std::move(data)},
                                           {"next_cursor", next},
                                           {"found", static_cast<std::int64_t>(found)},
                                           {"confirmed", static_cast<std::int64_t>(confirmed)}}));
}

}  // namespace analyzer
