#include "analyzer/engine/url_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analyzer/engine/url_features.h"
#include "analyzer/engine/url_shape.h"
#include "analyzer/engine/url_words.h"
#include "models/tables.h"

namespace analyzer {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// What the network makes of a link and of its parts.
struct NetMargins {
  float host = kMissing;
  float path = kMissing;  // missing without path and query
  float whole = kMissing;
};

// What a column's function may look at.
struct Input {
  const UrlShape& shape;
  const std::optional<FoundImitation>& imitation;
  const models::Tables* tables;
  NetMargins net;
};

struct Column {
  std::string_view name;
  std::string_view unit;
  float (*measure)(const Input&);
};

template <class T>
float value(T number) {
  return static_cast<float>(number);
}

float share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0F : static_cast<float>(part) / static_cast<float>(whole);
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_with_any(std::string_view text, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [text](std::string_view ending) { return text.ends_with(ending); });
}

std::string_view last_label(std::string_view suffix) {
  return suffix.substr(suffix.rfind('.') + 1);  // npos + 1 is 0
}

// "gov.cn" or "gov-cn" as whole labels anywhere but as the true suffix.
bool government_misplaced(const UrlShape& s) {
  if (s.suffix == "gov.cn") return false;
  for (const std::string_view word : {"gov.cn", "gov-cn", "govcn"}) {
    for (std::size_t at = s.host.find(word); at != std::string::npos;
         at = s.host.find(word, at + 1)) {
      const bool begins = at == 0 || s.host[at - 1] == '.' || s.host[at - 1] == '-';
      const std::size_t end = at + word.size();
      if (begins && (end == s.host.size() || s.host[end] == '.' || s.host[end] == '-')) return true;
    }
  }
  return false;
}

// A suffix of several labels that is no country's second level: somebody who
// lets others publish below his name.
bool suffix_is_private(const UrlShape& s) {
  const std::size_t dot = s.suffix.find('.');
  if (dot == std::string::npos) return false;
  static constexpr auto kSecondLevel = std::to_array<std::string_view>(
      {"com",  "co",     "org",    "net",  "edu", "gov", "ac",  "or",  "ne",  "go",
       "mil",  "gob",    "nom",    "ltd",  "plc", "me",  "sch", "web", "my",  "biz",
       "info", "in",     "gen",    "firm", "ind", "res", "nic", "k12", "asn", "id",
       "art",  "school", "police", "sc",   "ns",  "bj",  "sh",  "tj",  "cq",  "gd"});
  return !is_one_of(std::string_view(s.suffix).substr(0, dot), kSecondLevel);
}

bool holds_embedded_url(const UrlShape& s) {
  return s.path.find("http") != std::string::npos || s.query.find("http") != std::string::npos ||
         s.query.find("%3a%2f%2f") != std::string::npos || s.path.find("www.") != std::string::npos;
}

// Whether `word` stands in `text` with a dot, a hyphen or an end on each side.
bool holds_word(std::string_view text, std::string_view word) {
  const auto open = [text](std::size_t at) { return text[at] == '-' || text[at] == '.'; };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || open(at - 1)) && (end == text.size() || open(end))) return true;
  }
  return false;
}

// Brands in `text`; short names only as whole words.
float brands_in(std::string_view text) {
  if (text.size() < 2) return 0.0F;
  const TextPairs pairs(text);
  return value(std::count_if(
      url_words::kBrands.begin(), url_words::kBrands.end(), [&](std::string_view brand) {
        if (!pairs.may_hold(brand)) return false;
        return brand.size() < 4 ? holds_word(text, brand) : text.find(brand) != text.npos;
      }));
}

// Brands in the registrable label besides the name of the label's own firm.
float foreign_brands(std::string_view label) {
  return is_one_of(label, url_words::kBrands) ? 0.0F : brands_in(label);
}

float flag_of(const Input& input, Imitation how) {
  return value(input.imitation && input.imitation->how == how);
}

// To add a column: its function here as one row; then train again.
constexpr auto kColumns = std::to_array<Column>({
    {"host.length", "characters", [](const Input& i) { return value(i.shape.host.size()); }},
    {"host.dots", "count", [](const Input& i) { return value(count_of(i.shape.host, '.')); }},
    {"host.hyphens", "count", [](const Input& i) { return value(count_of(i.shape.host, '-')); }},
    {"host.digits", "share",
     [](const Input& i) { return share(count_digits(i.shape.host), i.shape.host.size()); }},
    {"host.is_ip", "flag", [](const Input& i) { return value(i.shape.facts.host_is_ip); }},
    {"host.punycode", "flag",
     [](const Input& i) { return value(i.shape.host.find("xn--") != std::string::npos); }},
    {"host.port", "flag", [](const Input& i) { return value(i.shape.facts.port.has_value()); }},
    {"host.credentials", "flag",
     [](const Input& i) { return value(i.shape.facts.has_credentials); }},

    {"subdomain.length", "characters",
     [](const Input& i) { return value(i.shape.subdomain.size()); }},
    {"subdomain.labels", "count",
     [](const Input& i) {
       const std::string& s = i.shape.subdomain;
       return value(s.empty() ? 0 : count_of(s, '.') + 1);
     }},
    {"subdomain.digits", "share",
     [](const Input& i) {
       return share(count_digits(i.shape.subdomain), i.shape.subdomain.size());
     }},
    {"subdomain.hyphens", "count",
     [](const Input& i) { return value(count_of(i.shape.subdomain, '-')); }},
    {"subdomain.longest", "characters",
     [](const Input& i) { return value(longest_part(i.shape.subdomain, ".")); }},
    {"subdomain.code", "characters",
     [](const Input& i) { return value(longest_code(i.shape.subdomain)); }},

    {"label.length", "characters", [](const Input& i) { return value(i.shape.label.size()); }},
    {"label.digits", "share",
     [](const Input& i) { return share(count_digits(i.shape.label), i.shape.label.size()); }},
    {"label.hyphens", "count", [](const Input& i) { return value(count_of(i.shape.label, '-')); }},
    {"label.entropy", "bits", [](const Input& i) { return value(entropy(i.shape.label)); }},
    {"label.vowels", "share", [](const Input& i) { return value(vowel_share(i.shape.label)); }},
    {"label.consonants", "characters",
     [](const Input& i) { return value(longest_run_of_consonants(i.shape.label)); }},
    {"label.switches", "count", [](const Input& i) { return value(switches(i.shape.label)); }},
    {"label.pinyin", "share", [](const Input& i) { return value(pinyin_share(i.shape.label)); }},
    {"label.longest", "characters",
     [](const Input& i) { return value(longest_part(i.shape.label, "-")); }},

    {"suffix.length", "characters", [](const Input& i) { return value(i.shape.suffix.size()); }},
    {"suffix.labels", "count",
     [](const Input& i) {
       return value(i.shape.suffix.empty() ? 0 : count_of(i.shape.suffix, '.') + 1);
     }},
    {"suffix.com", "flag", [](const Input& i) { return value(i.shape.suffix == "com"); }},
    {"suffix.cn", "flag", [](const Input& i) { return value(last_label(i.shape.suffix) == "cn"); }},
    {"suffix.country", "flag",
     [](const Input& i) { return value(last_label(i.shape.suffix).size() == 2); }},
    {"suffix.cheap", "flag",
     [](const Input& i) {
       return value(is_one_of(last_label(i.shape.suffix), url_words::kCheapSuffixes));
     }},
    {"suffix.public_body", "flag",
     [](const Input& i) {
       const std::string_view s = i.shape.suffix;
       return value(s.starts_with("gov") || s.starts_with("edu") || s.starts_with("ac.") ||
                    s.starts_with("mil"));
     }},
    {"suffix.private", "flag", [](const Input& i) { return value(suffix_is_private(i.shape)); }},
    {"host.hosting", "flag",
     [](const Input& i) { return value(count_words(i.shape.host, url_words::kHosting) > 0); }},

    {"path.length", "characters", [](const Input& i) { return value(i.shape.path.size()); }},
    {"path.depth", "count", [](const Input& i) { return value(count_of(i.shape.path, '/')); }},
    {"path.digits", "share",
     [](const Input& i) { return share(count_digits(i.shape.path), i.shape.path.size()); }},
    {"path.longest", "characters",
     [](const Input& i) { return value(longest_part(i.shape.path, "/-_.")); }},
    {"path.code", "characters", [](const Input& i) { return value(longest_code(i.shape.path)); }},
    {"path.hyphens", "count", [](const Input& i) { return value(count_of(i.shape.path, '-')); }},
    {"path.vowels", "share", [](const Input& i) { return value(vowel_share(i.shape.path)); }},
    {"path.script", "flag",
     [](const Input& i) {
       return value(ends_with_any(i.shape.path, url_words::kScriptEndings));
     }},
    {"path.page", "flag",
     [](const Input& i) { return value(ends_with_any(i.shape.path, url_words::kPageEndings)); }},
    {"path.program", "flag",
     [](const Input& i) {
       return value(ends_with_any(i.shape.path, url_words::kProgramEndings));
     }},
    {"path.double_slash", "flag",
     [](const Input& i) { return value(i.shape.path.find("//") != std::string::npos); }},
    {"path.site_folders", "count",
     [](const Input& i) { return value(count_words(i.shape.path, url_words::kSiteFolders)); }},
    {"path.embedded_url", "flag", [](const Input& i) { return value(holds_embedded_url(i.shape)); }},

    {"query.length", "characters", [](const Input& i) { return value(i.shape.query.size()); }},
    {"query.parameters", "count",
     [](const Input& i) {
       return value(i.shape.query.empty() ? 0 : count_of(i.shape.query, '&') + 1);
     }},
    {"query.code", "characters",
     [](const Input& i) { return value(longest_code(i.shape.query)); }},
    {"query.mail_address", "flag",
     [](const Input& i) {
       return value(i.shape.query.find('@') != std::string::npos ||
                    i.shape.facts.fragment.find('@') != std::string::npos);
     }},

    {"words.account_host", "count",
     [](const Input& i) { return value(count_words(i.shape.host, url_words::kAccount)); }},
    {"words.account_path", "count",
     [](const Input& i) { return value(count_words(i.shape.path, url_words::kAccount)); }},
    {"words.bait_host", "count",
     [](const Input& i) { return value(count_words(i.shape.host, url_words::kBait)); }},
    {"words.bait_path", "count",
     [](const Input& i) { return value(count_words(i.shape.path, url_words::kBait)); }},
    {"words.office_host", "count",
     [](const Input& i) { return value(count_words(i.shape.host, url_words::kOffice)); }},
    {"words.office_path", "count",
     [](const Input& i) { return value(count_words(i.shape.path, url_words::kOffice)); }},
    {"brand.subdomain", "count", [](const Input& i) { return brands_in(i.shape.subdomain); }},
    {"brand.label", "count", [](const Input& i) { return foreign_brands(i.shape.label); }},
    {"brand.path", "count",
     [](const Input& i) { return value(count_words(i.shape.path, url_words::kBrands)); }},
    {"brand.is_label", "flag",
     [](const Input& i) { return value(is_one_of(i.shape.label, url_words::kBrands)); }},
    {"cn.hotline_label", "flag",
     [](const Input& i) { return value(count_words(i.shape.label, url_words::kHotlines) > 0); }},
    {"cn.hotline_subdomain", "flag",
     [](const Input& i) {
       return value(count_words(i.shape.subdomain, url_words::kHotlines) > 0);
     }},
    {"cn.government_misplaced", "flag",
     [](const Input& i) { return value(government_misplaced(i.shape)); }},

    {"imitates.gov_out_of_place", "flag",
     [](const Input& i) { return flag_of(i, Imitation::kGovOutOfPlace); }},
    {"imitates.embedded_host", "flag",
     [](const Input& i) { return flag_of(i, Imitation::kEmbeddedHost); }},
    {"imitates.look_alike", "flag",
     [](const Input& i) { return flag_of(i, Imitation::kLookAlike); }},
    {"imitates.misspelt", "flag", [](const Input& i) { return flag_of(i, Imitation::kMisspelt); }},
    {"imitates.hotline", "flag", [](const Input& i) { return flag_of(i, Imitation::kHotline); }},
    {"imitates.name", "flag", [](const Input& i) { return flag_of(i, Imitation::kToken); }},

    {"suffix.rate", "log-odds",
     [](const Input& i) {
       const bool known = i.tables != nullptr && i.tables->rates;
       return known ? value(i.tables->rates->log_odds(i.shape.suffix)) : kMissing;
     }},
    {"net.host", "log-odds", [](const Input& i) { return i.net.host; }},
    {"net.path", "log-odds", [](const Input& i) { return i.net.path; }},
    {"net.margin", "log-odds", [](const Input& i) { return i.net.whole; }},
});

constexpr auto kColumnNames = [] {
  std::array<std::string_view, kColumns.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kColumns[i].name;
  return names;
}();

// Whether a column tells of the registrable label, which an IP address lacks.
constexpr auto kOfLabel = [] {
  std::array<bool, kColumns.size()> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = kColumnNames[i].starts_with("label.") || kColumnNames[i].starts_with("suffix.");
  }
  return out;
}();

constexpr std::size_t index_of(std::string_view name) {
  std::size_t i = 0;
  while (kColumnNames[i] != name) ++i;
  return i;
}

NetMargins net_margins(const UrlShape& shape, const models::Tables* tables) {
  if (tables == nullptr || !tables->net) return {};
  const models::HashNet& net = *tables->net;
  const UrlFeatures features(shape);
  models::HashNet::Sum sum = net.sum(features.host());
  const models::HashNet::Sum path = net.sum(features.path());
  NetMargins out;
  out.host = value(net.margin(sum));
  if (!shape.path.empty() || !shape.query.empty()) out.path = value(net.margin(path));
  sum.add(path);
  out.whole = value(net.margin(sum));
  return out;
}

}  // namespace

std::span<const std::string_view> url_column_names() { return kColumnNames; }

std::vector<float> url_row(const UrlFacts& url, const std::optional<FoundImitation>& imitation,
                           const models::Tables* tables) {
  std::vector<float> row(kColumns.size(), kMissing);
  if (!url.valid || url.host.empty()) return row;
  const UrlShape shape(url);
  const Input input{shape, imitation, tables, net_margins(shape, tables)};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (kOfLabel[i] && url.host_is_ip) continue;
    row[i] = kColumns[i].measure(input);
  }
  return row;
}

UrlWording wording_of(std::span<const float> row) {
  constexpr std::size_t kHost = index_of("net.host");
  constexpr std::size_t kPath = index_of("net.path");
  const auto at = [row](std::size_t index) -> std::optional<double> {
    if (index >= row.size() || std::isnan(row[index])) return std::nullopt;
    return static_cast<double>(row[index]);
  };
  return {at(kHost), at(kPath)};
}

std::string url_bare_text(const UrlFacts& url) {
  const UrlShape shape(url);
  std::string out = shape.host + (shape.path.empty() ? "/" : shape.path);
  if (!shape.query.empty()) out.append(1, '?').append(shape.query);
  return out;
}

}  // namespace analyzer
