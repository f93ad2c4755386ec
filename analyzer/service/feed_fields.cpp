#include "analyzer/service/feed_fields.h"

#include <algorithm>
#include <filesystem>

#include "analyzer/core/known_words.h"
#include "feeds/own_sources.h"

namespace analyzer {
namespace {

constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLongestText = 400;
constexpr std::size_t kLongestAddress = 2000;

using Mistakes = std::vector<FeedMistake>;

struct ColumnName {
  const char* name;
  std::string feeds::Columns::*member;
};
constexpr ColumnName kColumns[] = {
    {"kind", &feeds::Columns::kind},
    {"value", &feeds::Columns::value},
    {"source", &feeds::Columns::source},
    {"confidence", &feeds::Columns::confidence},
    {"valid_from", &feeds::Columns::valid_from},
    {"valid_until", &feeds::Columns::valid_until},
    {"revoked", &feeds::Columns::revoked},
    {"reason", &feeds::Columns::reason},
};

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

template <class E>
E word(const std::string& text, const char* field, E otherwise, Mistakes& mistakes) {
  const auto value = parse_name<E>(text);
  if (!value) {
    mistakes.push_back(
        {field, "unknown_word", std::string(field) + " is one of" + known_words(kNames<E>)});
  }
  return value.value_or(otherwise);
}

// Whether `path` lies in the folder, whatever links and dots it has.
bool lies_in(const std::string& path, const std::string& folder) {
  std::error_code error;
  const auto whole = std::filesystem::weakly_canonical(path, error);
  if (error || folder.empty()) return false;
  const auto root = std::filesystem::weakly_canonical(folder, error);
  if (error || !whole.is_absolute()) return false;
  return std::mismatch(root.begin(), root.end(), whole.begin(), whole.end()).first == root.end();
}

void check_address(const FeedConfig& feed, const ConsoleBounds* bounds, Mistakes& mistakes) {
  if (bounds != nullptr && feed.intranet && !bounds->intranet) {
    mistakes.push_back(
        {"intranet", "intranet", "data/feeds.toml does not allow it to the console"});
  }
  const std::size_t scheme = feed.address.find("://");
  if (feed.address.size() > kLongestAddress) {
    mistakes.push_back({"address", "too_long", "at most 2000 bytes"});
  }
  if (scheme == std::string::npos) {  // a file or folder
    if (feed.taxii) {
      mistakes.push_back({"address", "taxii", "a TAXII collection has an address of https"});
    }
    if (bounds != nullptr && !feed.address.empty() && !lies_in(feed.address, bounds->folder)) {
      mistakes.push_back({"address", "folder", "a file lies in the folder of data/feeds.toml"});
    }
    return;
  }
  const std::string_view how = std::string_view(feed.address).substr(0, scheme);
  const std::string_view rest = std::string_view(feed.address).substr(scheme + 3);
  if (bounds != nullptr &&
      rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos) {
    mistakes.push_back({"address", "credentials", "the page shows it: a password does not belong"});
  }
  if (how != "https" && !(how == "http" && feed.intranet)) {
    mistakes.push_back({"address", "scheme",
                        "an address is https://, a file or a folder; http:// needs intranet"});
  }
}

void take_times(const FeedFields& fields, FeedConfig& out, Mistakes& mistakes) {
  out.every = std::chrono::minutes{fields.every_minutes};
  if (out.every < std::chrono::minutes{5} || out.every > std::chrono::hours{24 * 31}) {
    mistakes.push_back({"every_minutes", "range", "every_minutes lies in [5, 44640]"});
  }
  if (fields.most_megabytes < 1 || fields.most_megabytes > 1024) {
    mistakes.push_back({"most_megabytes", "range", "lies in [1, 1024]"});
  }
  const auto megabytes = std::clamp<std::int64_t>(fields.most_megabytes, 1, 1024);
  out.most_bytes = static_cast<std::size_t>(megabytes) << 20U;
  if (!fields.expiry_days) return;
  if (*fields.expiry_days < 1 || *fields.expiry_days > 3650) {
    mistakes.push_back({"expiry_days", "range", "lies in [1, 3650]"});
  } else {
    out.expiry = std::chrono::hours{24 * *fields.expiry_days};
  }
}

void take_columns(const FeedFields& fields, FeedConfig& out, Mistakes& mistakes) {
  for (const auto& [name, column] : fields.columns) {
    const auto known = std::find_if(std::begin(kColumns), std::end(kColumns),
                                    [&](const ColumnName& one) { return one.name == name; });
    if (known == std::end(kColumns) || column.empty() || column.size() > kLongestText) {
      mistakes.push_back({"columns", "columns", "'" + name + "' is no column that is read"});
    } else {
      out.columns.*(known->member) = column;
    }
  }
}

}  // namespace

FeedConfig make_feed(const FeedFields& fields, const ConsoleBounds* bounds, Mistakes& mistakes) {
  FeedConfig out;
  out.name = fields.name;
  if (!is_name(out.name)) {
    mistakes.push_back({"name", "name", "a name is of [a-z0-9-], at most 40"});
  } else if (feeds::is_own_source(out.name)) {
    mistakes.push_back({"name", "own", "'" + out.name + "' is what persons and cases of ours say"});
  }
  for (const auto& [name, text] :
       {std::pair{"title", &fields.title}, std::pair{"address", &fields.address},
        std::pair{"licence", &fields.licence}}) {
    if (text->empty()) mistakes.push_back({name, "required", "must be told"});
    if (text->size() > kLongestText && text != &fields.address) {
      mistakes.push_back({name, "too_long", "at most 400 bytes"});
    }
  }
  out.title = fields.title;
  out.address = fields.address;
  out.licence = fields.licence;
  out.taxii = fields.format == "taxii";
  out.format = out.taxii ? feeds::Format::kStix
                         : word(fields.format, "format", feeds::Format::kLines, mistakes);
  out.trust = fields.trust;
  if (!(out.trust > 0.0 && out.trust <= 1.0)) {
    mistakes.push_back({"trust", "range", "trust lies in (0, 1]"});
  }
  out.may = word(fields.may, "may", feeds::Effect::kInform, mistakes);
  if (fields.missing != "revoke" && fields.missing != "expire") {
    mistakes.push_back({"missing", "unknown_word", "revoke or expire"});
  }
  out.missing_revokes = fields.missing == "revoke";
  out.intranet = fields.intranet;
  out.enabled = fields.enabled;
  take_times(fields, out, mistakes);
  take_columns(fields, out, mistakes);
  check_address(out, bounds, mistakes);
  return out;
}

FeedFields fields_of(const FeedConfig& feed) {
  FeedFields out;
  out.name = feed.name;
  out.title = feed.title;
  out.address = feed.address;
  out.format = feed.taxii ? "taxii" : std::string(name_of(feed.format));
  out.every_minutes = feed.every.count();
  out.trust = feed.trust;
  out.licence = feed.licence;
  out.may = std::string(name_of(feed.may));
  out.missing = feed.missing_revokes ? "revoke" : "expire";
  if (feed.expiry) out.expiry_days = feed.expiry->count() / 24;
  out.intranet = feed.intranet;
  out.enabled = feed.enabled;
  out.most_megabytes = static_cast<std::int64_t>(feed.most_bytes >> 20U);
  const feeds::Columns usual;
  for (const ColumnName& one : kColumns) {
    const std::string& column = feed.columns.*(one.member);
    if (column != usual.*(one.member)) out.columns[one.name] = column;
  }
  return out;
}

}  // namespace analyzer
