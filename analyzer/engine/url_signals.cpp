// The table of signals that one link gives. Weights and sentences stand in
// data/signals/url.toml.

#include <algorithm>
#include <array>

#include "analyzer/engine/look_alike.h"
#include "analyzer/engine/signal_tables.h"
#include "analyzer/engine/snapshot.h"
#include "analyzer/engine/url_shape.h"
#include "analyzer/text/confusable.h"
#include "analyzer/text/local_address.h"
#include "feeds/sureness.h"

namespace analyzer {
namespace {

using Found = std::optional<Measured>;

constexpr std::size_t kDeepLabels = 5;    // labels of a host, "a.b.c.d.e"
constexpr std::size_t kLongHost = 40;     // characters
constexpr std::size_t kRandomLength = 6;  // from which a label can look random
constexpr std::size_t kShortLabel = 3;
constexpr double kTellingMargin = 1.0;  // log-odds

// Suffixes that anyone gets for little; no office of ours uses them.
constexpr auto kRareSuffixes = std::to_array<std::string_view>(
    {"asia",   "beauty",  "bond", "buzz",  "cc",    "cf",     "cfd",   "click", "club", "co",
     "cyou",   "fit",     "fun",  "ga",    "gq",    "hair",   "icu",   "id",    "ink",  "la",
     "life",   "link",    "live", "lol",   "ltd",   "makeup", "ml",    "mobi",  "mom",  "monster",
     "online", "pics",    "pk",   "press", "pro",   "pw",     "quest", "rest",  "sbs",  "sh",
     "shop",   "site",    "skin", "space", "store", "su",     "tk",    "today", "top",  "uno",
     "vip",    "website", "win",  "work",  "world", "ws",     "wang",  "xin",   "xyz",  "yachts"});

constexpr auto kOfficeInPath =
    std::to_array<std::string_view>({"12333", "mohrss", "gov.cn", "gov-cn", "zgrz", "shebao",
                                     "yanglao", "hrss", "renzheng", "dzsbk", "butie"});

// What a host calls the office, and what it pretends to do there: either may stand
// in an honest agent's or nursing home's name, both together are the lure itself.
constexpr auto kOfficeWords = std::to_array<std::string_view>(
    {"12333", "canbao", "dzsbk", "hrss", "mohrss", "renshe", "rsj", "sbk", "shbz", "shebao",
     "shehuibaozhang", "tuixiu", "yanglao", "yibao", "ybj", "ylj", "ylbx"});
constexpr auto kActWords = std::to_array<std::string_view>(
    {"bufa", "buling", "butie", "buzhu", "jihuo", "lingqu", "nianjian", "nianshen", "renzheng",
     "rzlq", "tuibao", "tuifei", "tuikuan", "yanzheng", "zgrz"});
constexpr std::size_t kFreeWord = 6;  // shorter words must begin or end a part

constexpr auto kRedirects = std::to_array<std::string_view>(
    {"url=http", "redirect=http", "redirect_uri=http", "target=http", "to=http", "u=http",
     "link=http", "goto=http", "jump=http", "next=http", "url=//", "redirect=//"});

constexpr auto kPersonal = std::to_array<std::string_view>(
    {"sfz=", "idcard=", "id_card=", "idno=", "cardno=", "card_no=", "bankcard=", "kahao=", "phone=",
     "mobile=", "tel=", "shouji=", "yzm=", "mima=", "password="});

constexpr auto kInstallers =
    std::to_array<std::string_view>({".apk", ".ipa", ".mobileconfig", ".hap", ".exe", ".msi"});

Found yes() { return Measured{}; }

bool web(const UrlFacts& url) {
  return url.valid && (url.scheme == "http" || url.scheme == "https");
}

// A link that is nobody's whom we know.
bool strange(const UrlContext& c) {
  return web(c.url) && !c.official && !c.kind.neutral && !c.kind.short_link;
}

std::string_view label_of(const UrlFacts& url) {
  const std::string_view domain = url.registrable_domain;
  return url.host_is_ip ? std::string_view() : domain.substr(0, domain.find('.'));
}

bool is_rare(std::string_view suffix) {
  const std::string_view top = suffix.substr(suffix.rfind('.') + 1);
  return std::binary_search(kRareSuffixes.begin(), kRareSuffixes.end(), top) &&
         !suffix.ends_with(".cn");
}

template <class Words>
bool holds_any(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

Found official(const UrlContext& c) {
  if (!c.official || c.official->kind == "government") return std::nullopt;
  return Measured{{}, {{"name", c.official->name}}, {}};
}

Found government(const UrlContext& c) {
  if (!c.official || c.official->kind != "government") return std::nullopt;
  return yes();
}

Found neutral(const UrlContext& c) { return c.kind.neutral ? yes() : std::nullopt; }

Found short_link(const UrlContext& c) { return c.kind.short_link ? yes() : std::nullopt; }

Found free_hosting(const UrlContext& c) { return c.kind.free_hosting ? yes() : std::nullopt; }

// The imitation, if it is of this kind.
template <Imitation kHow>
Found imitates(const UrlContext& c) {
  const std::optional<FoundImitation>& found = c.imitation;
  if (!found || found->how != kHow) return std::nullopt;
  return Measured{{}, {{"name", found->whom.name}, {"host", found->whom.host}}, {}};
}

// A list by name, a person of ours in words. One that may only inform is named in
// the answer alone.
template <feeds::Effect kEffect>
Found listed(const UrlContext& c) {
  const feeds::Standing& standing = c.standing;
  const bool counts = feeds::effect_of(standing.confidence) == kEffect;
  if (!standing.listed || c.official || !counts) return std::nullopt;
  std::string names;
  for (const std::string& source : standing.sources) {
    if (!names.empty()) names += "、";
    names += source == feeds::kManualSource ? "人工认定" : source;
  }
  return Measured{{}, {{"name", names}}, {}};
}

Found listed_by_hand(const UrlContext& c) {
  const auto& sources = c.standing.sources;
  if (c.official || !c.standing.listed) return std::nullopt;
  if (std::find(sources.begin(), sources.end(), feeds::kManualSource) == sources.end()) {
    return std::nullopt;
  }
  return yes();
}

// A known firm's own domain, without tricks before it.
Found brand_owner(const UrlContext& c) {
  const bool plain = web(c.url) && !c.official && !c.url.has_credentials;
  return plain && c.kind.brand_owner ? yes() : std::nullopt;
}

Found allowed(const UrlContext& c) { return c.standing.allowed ? yes() : std::nullopt; }

template <bool kOffice>
Found owner_name(const UrlContext& c) {
  const std::optional<FoundImitation>& found = c.imitation;
  if (!found || found->how != Imitation::kToken || found->office != kOffice) return std::nullopt;
  return Measured{{}, {{"name", found->whom.name}, {"host", found->whom.host}}, {}};
}

Found credentials(const UrlContext& c) {
  return web(c.url) && c.url.has_credentials ? yes() : std::nullopt;
}

Found rare_suffix(const UrlContext& c) {
  if (!strange(c) || !is_rare(c.url.public_suffix)) return std::nullopt;
  return Measured{{}, {{"suffix", "." + c.url.public_suffix}}, {}};
}

// Letters and digits mixed, all digits, or letters that nobody can say.
Found random_label(const UrlContext& c) {
  if (!strange(c)) return std::nullopt;
  const std::string_view label = label_of(c.url);
  if (label.size() < kRandomLength) return std::nullopt;
  const std::size_t digits = count_digits(label);
  const bool mixed = digits > 0 && digits < label.size() && switches(label) >= 2;
  const bool numbers = digits == label.size();
  const bool unsayable =
      digits == 0 && longest_run_of_consonants(label) >= 5 && pinyin_share(label) < 0.5;
  return mixed || numbers || unsayable ? yes() : std::nullopt;
}

// One to three characters on a cheap suffix and nothing behind: most lures.
Found short_label(const UrlContext& c) {
  if (!strange(c) || !is_rare(c.url.public_suffix)) return std::nullopt;
  const std::string_view label = label_of(c.url);
  return !label.empty() && label.size() <= kShortLabel ? yes() : std::nullopt;
}

Found local_address(const UrlContext& c) {
  return web(c.url) && text::is_local_address(c.url.host) ? yes() : std::nullopt;
}

Found ip_host(const UrlContext& c) { return web(c.url) && c.url.host_is_ip ? yes() : std::nullopt; }

Found odd_port(const UrlContext& c) {
  if (!strange(c) || !c.url.port) return std::nullopt;
  return Measured{static_cast<double>(*c.url.port), {}, {}};
}

Found deep_host(const UrlContext& c) {
  if (!strange(c) || c.url.host_is_ip) return std::nullopt;
  const std::size_t labels = count_of(c.url.host, '.') + 1;
  if (labels < kDeepLabels && c.url.host.size() <= kLongHost) return std::nullopt;
  return Measured{static_cast<double>(labels), {}, {}};
}

Found office_in_path(const UrlContext& c) {
  if (!strange(c)) return std::nullopt;
  const std::string rest = c.url.path + "?" + c.url.query + "#" + c.url.fragment;
  return holds_any(rest, kOfficeInPath) ? yes() : std::nullopt;
}

Found redirect(const UrlContext& c) {
  return strange(c) && holds_any(c.url.query, kRedirects) ? yes() : std::nullopt;
}

Found personal(const UrlContext& c) {
  return strange(c) && holds_any("&" + c.url.query, kPersonal) ? yes() : std::nullopt;
}

Found install_file(const UrlContext& c) {
  if (!web(c.url) || c.official) return std::nullopt;
  std::string path = c.url.path;
  std::transform(path.begin(), path.end(), path.begin(),
                 [](char b) { return b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b; });
  const bool found = std::any_of(kInstallers.begin(), kInstallers.end(),
                                 [&](std::string_view end) { return path.ends_with(end); });
  return found ? yes() : std::nullopt;
}

// From a margin of 1 on nine in ten of the links made so were phishing, both labels
// counted alike (dev.csv.gz).
Found wording(const UrlContext& c, std::optional<double> margin) {
  if (!strange(c) || !margin || *margin < kTellingMargin) return std::nullopt;
  return Measured{*margin, {}, {}};
}

Found host_wording(const UrlContext& c) {
  return c.url.host_is_ip ? std::nullopt : wording(c, c.wording.host);
}

Found path_wording(const UrlContext& c) { return wording(c, c.wording.path); }

// Whether one of `words` stands in `host`, the short ones at the begin or end of a
// part between dots and hyphens.
template <class Words>
bool names_any(std::string_view host, const Words& words) {
  const auto border = [host](std::size_t at) {
    return at == 0 || at == host.size() || host[at - 1] == '.' || host[at - 1] == '-' ||
           host[at] == '.' || host[at] == '-';
  };
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    for (std::size_t at = host.find(word); at != host.npos; at = host.find(word, at + 1)) {
      if (word.size() >= kFreeWord || border(at) || border(at + word.size())) return true;
    }
    return false;
  });
}

// Letters of two scripts in one label, as no language writes; what looks like which
// Latin letter is said where it can be.
template <bool kNamed>
Found mixed_scripts(const UrlContext& c) {
  const bool put_on = c.imitation && c.imitation->how == Imitation::kLookAlike;
  if (!web(c.url) || !(put_on || text::mixes_scripts(c.url.host_unicode))) return std::nullopt;
  std::string places;
  std::string letters;
  for (const ForeignLetter& letter : foreign_letters(c.url.host_unicode)) {
    places += (places.empty() ? "" : "、") + std::to_string(letter.place);
    letters += letter.looks_like;
  }
  if (places.empty() == kNamed || (places.empty() && put_on)) return std::nullopt;
  return kNamed ? Measured{{}, {{"places", places}, {"letters", letters}}, {}} : Measured{};
}

// A firm's name instead of the office's: an honest dealer's or school's now and then.
Found brand_act(const UrlContext& c) {
  const bool brand = c.imitation && c.imitation->how == Imitation::kToken && !c.imitation->office;
  if (!strange(c) || !brand || !names_any(c.url.host, kActWords)) return std::nullopt;
  return Measured{{}, {{"name", c.imitation->whom.name}}, {}};
}

Found office_act(const UrlContext& c) {
  if (!strange(c) || c.kind.brand_owner) return std::nullopt;
  const std::string_view host = c.url.host;
  return names_any(host, kOfficeWords) && names_any(host, kActWords) ? yes() : std::nullopt;
}

// Read out by phone, a link is spoken and spaced without any intent; with the
// keyboard set to full width, all of it is full width.
Found disguised(const UrlContext& c) {
  if (c.dictated) return std::nullopt;
  const auto hidden =
      std::count_if(c.url.disguises.begin(), c.url.disguises.end(), [](LinkDisguise disguise) {
        return disguise != LinkDisguise::kNoScheme && disguise != LinkDisguise::kEmbedded;
      });
  const std::vector<LinkDisguise>& all = c.url.disguises;
  const bool full_width = std::find(all.begin(), all.end(), LinkDisguise::kFullWidth) != all.end();
  if (hidden == 0 || (hidden == 1 && full_width)) return std::nullopt;
  return Measured{static_cast<double>(hidden), {}, {}};
}

// To add a signal: one function, one row, one [[signal]] in data/signals/url.toml.
constexpr auto kTable = std::to_array<UrlSignal>({
    {"url.official", official},
    {"url.not_a_link", [](const UrlContext& c) { return c.url.valid ? std::nullopt : yes(); }},
    {"url.listed", listed<feeds::Effect::kFloor>},
    {"url.listed_by_others", listed<feeds::Effect::kRaise>},
    {"url.listed_by_hand", listed_by_hand},
    {"url.allowed", allowed},
    {"url.brand_owner", brand_owner},
    {"url.government", government},
    {"url.neutral", neutral},
    {"url.short_link", short_link},
    {"url.free_hosting", free_hosting},
    {"url.gov_out_of_place", imitates<Imitation::kGovOutOfPlace>},
    {"url.embeds_official", imitates<Imitation::kEmbeddedHost>},
    {"url.look_alike", imitates<Imitation::kLookAlike>},
    {"url.misspelt", imitates<Imitation::kMisspelt>},
    {"url.hotline_number", imitates<Imitation::kHotline>},
    {"url.office_name", owner_name<true>},
    {"url.brand_name", owner_name<false>},
    {"url.office_act", office_act},
    {"url.brand_act", brand_act},
    {"url.mixed_scripts", mixed_scripts<false>},
    {"url.foreign_letters", mixed_scripts<true>},
    {"url.credentials", credentials},
    {"url.rare_suffix", rare_suffix},
    {"url.random_label", random_label},
    {"url.short_label", short_label},
    {"url.local_address", local_address},
    {"url.ip_host", ip_host},
    {"url.odd_port", odd_port},
    {"url.deep_host", deep_host},
    {"url.office_in_path", office_in_path},
    {"url.redirect", redirect},
    {"url.personal", personal},
    {"url.install_file", install_file},
    {"url.disguised", disguised},
    {"url.host_wording", host_wording},
    {"url.path_wording", path_wording},
});

}  // namespace

std::span<const UrlSignal> url_signals() { return kTable; }

}  // namespace analyzer
