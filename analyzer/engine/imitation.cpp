#include "analyzer/engine/imitation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "analyzer/engine/look_alike.h"

namespace analyzer {
namespace {

constexpr std::string_view kGov = "gov.cn";
constexpr std::size_t kLongestHost = 253;  // RFC 1035; nobody can be reached at a longer one
// Shorter names are one or two letters off too many honest ones.
constexpr std::size_t kShortestMisspelt = 7;
constexpr std::size_t kShortestTwoOff = 11;
constexpr std::size_t kShortestLookAlike = 5;
// Shorter tokens must be a whole part; those below kFreeToken must begin or end
// one; longer ones may stand anywhere in a host.
constexpr std::size_t kShortestToken = 3;
constexpr std::size_t kPartToken = 4;
constexpr std::size_t kFreeToken = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

// True if `host` is `domain` or lies below it.
bool belongs(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

std::string_view first_label(std::string_view host) { return host.substr(0, host.find('.')); }

bool is_international(const UrlFacts& url) {
  return !url.host_unicode.empty() && url.host.find("xn--") != std::string::npos;
}

// The host up to its public suffix: where a name can be written at will.
// Names of other scripts as they are read, not as they are sent.
std::string_view writable(const UrlFacts& url) {
  std::string_view host = without_www(is_international(url) ? url.host_unicode : url.host);
  if (url.public_suffix.empty()) return host;
  const auto dots = std::count(url.public_suffix.begin(), url.public_suffix.end(), '.');
  for (auto labels = dots + 1; labels > 0; --labels) {
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos) return host;
    host = host.substr(0, dot);
  }
  return host;
}

// Whether `token`, found in `text` at `at`, stands alone there: digits among
// non-digits, short letters between separators, letters of four at the begin or
// end of a part.
bool stands(std::string_view text, std::size_t at, std::string_view token, bool digits) {
  const std::size_t end = at + token.size();
  const char before = at == 0 ? '.' : text[at - 1];
  const char after = end == text.size() ? '.' : text[end];
  if (digits) return !is_digit(before) && !is_digit(after);
  if (token.size() >= kFreeToken) return true;
  const bool opens = !is_letter_or_digit(before);
  const bool closes = !is_letter_or_digit(after) || is_digit(after);
  return token.size() >= kPartToken ? opens || closes : opens && closes;
}

// A label that is just a short name may be anybody's, or the owner's abroad; on a
// suffix that everybody gets and no old firm needs it is the owner's name.
bool may_be_anybodys(std::string_view label, std::string_view suffix) {
  const bool new_suffix =
      suffix == "cc" || (suffix.find('.') == std::string_view::npos && suffix.size() > 2 &&
                         suffix != "com" && suffix != "net" && suffix != "org");
  return label.size() < (new_suffix ? kPartToken : kFreeToken);
}

// The first three characters as one number.
std::uint32_t head_of(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(text[i])};
  };
  return byte(0) | byte(1) << 8U | byte(2) << 16U;
}

std::uint64_t characters_of(std::string_view text) {
  std::uint64_t out = 0;
  for (const char c : text) out |= std::uint64_t{1} << (static_cast<unsigned char>(c) % 64U);
  return out;
}

}  // namespace

void Imitations::add_target(std::string host, const std::string& name, bool office) {
  if (host == kGov) return;
  const std::string bones = skeleton(host);
  const std::size_t index = targets_.size();
  by_host_.emplace(host, index);
  by_skeleton_.emplace(bones, index);
  if (const std::string_view label = first_label(bones); label.size() >= kShortestLookAlike) {
    by_label_.emplace(label, index);
  }
  longest_target_ = std::max(longest_target_, host.size());
  // A firm's name may be off in its letters only: honest firms share suffixes.
  const bool gov = belongs(host, kGov);
  const bool two_off = gov && host.size() >= kShortestTwoOff;
  if ((gov ? host.size() : host.find('.')) >= kShortestMisspelt) {
    spellings_.push_back({characters_of(host), static_cast<std::uint32_t>(index),
                          static_cast<std::uint16_t>(host.size()),
                          static_cast<std::uint8_t>(two_off ? 2 : 1), gov});
  }
  targets_.push_back({std::move(host), name, office});
}

FoundImitation Imitations::of(Imitation how, std::size_t target) const {
  const Target& whom = targets_[target];
  return {how, {whom.name, whom.host}, whom.office};
}

Imitations::Imitations(std::vector<Brand> brands,
                       std::vector<std::pair<std::string, std::string>> official)
    : brands_(std::move(brands)) {
  for (auto& [host, name] : official) {
    add_target(std::string(without_www(host)), name, true);
  }
  for (std::size_t i = 0; i < brands_.size(); ++i) {
    for (const std::string& token : brands_[i].tokens) {
      if (token.size() < kShortestToken) continue;
      by_head_[head_of(token)].push_back(tokens_.size());
      tokens_.push_back({token, i, all_digits(token)});
    }
    const bool office = brands_[i].kind == "office";
    for (const std::string& domain : brands_[i].domains) {
      owners_.insert(domain);
      add_target(domain, brands_[i].name, office);
    }
  }
}

bool Imitations::is_owner(std::string_view host) const {
  if (host.size() > kLongestHost) return false;
  for (std::string_view rest = host; !rest.empty();) {
    if (owners_.contains(rest)) return true;
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos) return false;
    rest.remove_prefix(dot + 1);
  }
  return false;
}

// "gov.cn", "gov-cn" or "govcn" at a label's border, but not as the suffix; or
// written before an '@'.
std::optional<FoundImitation> Imitations::gov_out_of_place(const UrlFacts& url) const {
  const auto found = [&](std::string_view text) {
    for (const std::string_view gov : {"gov.cn", "gov-cn", "govcn"}) {
      for (std::size_t at = text.find(gov); at != std::string_view::npos;
           at = text.find(gov, at + 1)) {
        const bool opens = at == 0 || !is_letter_or_digit(text[at - 1]);
        const std::size_t end = at + gov.size();
        const bool closes = end == text.size() || !is_letter_or_digit(text[end]);
        if (opens || (closes && gov != "govcn")) return true;
      }
    }
    return false;
  };
  const std::string seen = is_international(url) ? skeleton(url.host_unicode) : url.host;
  const bool in_host = !belongs(url.host, kGov) && found(seen);
  if (!in_host && !found(url.username)) return std::nullopt;
  const std::string where = (in_host ? seen : url.username).substr(0, kLongestHost);
  for (const Target& target : targets_) {
    if (target.office && where.find(target.host) != std::string::npos) {
      return FoundImitation{Imitation::kGovOutOfPlace, {target.name, target.host}, true};
    }
  }
  return FoundImitation{Imitation::kGovOutOfPlace, {"政府网站", std::string(kGov)}, true};
}

// The longest owner's host that stands between label borders left of the
// registrable domain; within it (vivo.com.br) it may be the owner abroad.
std::optional<FoundImitation> Imitations::embedded(const UrlFacts& url) const {
  const std::string_view host =
      std::string_view(url.host).substr(0, url.host.size() - url.registrable_domain.size());
  std::size_t best = targets_.size();
  for (std::size_t begin = 0; begin < host.size(); ++begin) {
    if (begin > 0 && is_letter_or_digit(host[begin - 1])) continue;
    for (std::size_t end = host.find('.', begin);
         end != std::string_view::npos && end - begin <= longest_target_;
         end = host.find('.', end + 1)) {
      const auto it = by_host_.find(host.substr(begin, end - begin));
      if (it == by_host_.end()) continue;
      if (best == targets_.size() ||
          targets_[it->second].host.size() > targets_[best].host.size()) {
        best = it->second;
      }
    }
  }
  if (best == targets_.size()) best = whole(url.username);
  if (best == targets_.size()) best = first_in_path(url);
  if (best == targets_.size()) return std::nullopt;
  return of(Imitation::kEmbeddedHost, best);
}

// The owner whose whole host a path begins with. Further behind it may be what an
// archive or a search keeps there.
std::size_t Imitations::first_in_path(const UrlFacts& url) const {
  std::string_view first = std::string_view(url.path).substr(url.path.empty() ? 0 : 1);
  first = first.substr(0, first.find('/'));
  return whole(first);
}

std::size_t Imitations::whole(std::string_view host) const {
  if (host.find('.') == std::string_view::npos) return targets_.size();
  const auto it = by_host_.find(without_www(host));
  return it == by_host_.end() ? targets_.size() : it->second;
}

std::optional<FoundImitation> Imitations::look_alike(const UrlFacts& url) const {
  const std::string_view seen = without_www(url.host_unicode.empty() ? url.host : url.host_unicode);
  const std::string_view plain = without_www(url.host);
  const std::string bones = skeleton(seen);
  const auto whole = by_skeleton_.find(bones);
  if (whole != by_skeleton_.end() && targets_[whole->second].host != plain &&
      targets_[whole->second].host.size() >= kShortestLookAlike) {
    return of(Imitation::kLookAlike, whole->second);
  }
  if (seen == plain) return std::nullopt;  // no letters of another script
  const auto label = by_label_.find(first_label(bones));
  if (label == by_label_.end()) return std::nullopt;
  return of(Imitation::kLookAlike, label->second);
}

std::optional<FoundImitation> Imitations::misspelt(std::string_view host,
                                                   const UrlFacts& url) const {
  const std::string_view own_label = first_label(url.registrable_domain);
  const std::uint64_t in_host = characters_of(host);
  const std::uint64_t in_domain = characters_of(url.registrable_domain);
  std::optional<FoundImitation> best;
  std::size_t least = 3;
  for (const Spelling& one : spellings_) {
    const std::string_view theirs = one.gov ? host : std::string_view(url.registrable_domain);
    if (theirs.size() > one.size + one.edits || one.size > theirs.size() + one.edits) continue;
    // An edit changes which characters occur by two at most.
    const std::uint64_t changed = (one.gov ? in_host : in_domain) ^ one.characters;
    if (std::popcount(changed) > 2 * one.edits) continue;
    const std::string& target = targets_[one.target].host;
    if (!one.gov && first_label(target) == own_label) continue;
    const std::size_t distance = edit_distance(theirs, target, one.edits);
    if (distance == 0 || distance > one.edits || distance >= least) continue;
    least = distance;
    best = of(Imitation::kMisspelt, one.target);
  }
  return best;
}

// Of the tokens that stand in the host, the one that comes first in the table.
std::optional<FoundImitation> Imitations::token(const UrlFacts& url, bool digits) const {
  const std::string_view names = writable(url);
  std::size_t best = tokens_.size();
  for (std::size_t at = 0; at + kShortestToken <= names.size(); ++at) {
    const auto candidates = by_head_.find(head_of(names.substr(at)));
    if (candidates == by_head_.end()) continue;
    for (const std::size_t index : candidates->second) {
      const Token& token = tokens_[index];
      if (index >= best || token.digits != digits) continue;
      if (!names.substr(at).starts_with(token.text)) continue;
      if (names == token.text && !digits && may_be_anybodys(names, url.public_suffix)) continue;
      if (stands(names, at, token.text, digits)) best = index;
    }
  }
  if (best == tokens_.size()) return std::nullopt;
  const Brand& brand = brands_[tokens_[best].brand];
  return FoundImitation{digits ? Imitation::kHotline : Imitation::kToken,
                        {brand.name, brand.domains.empty() ? "" : brand.domains.front()},
                        brand.kind == "office"};
}

std::optional<FoundImitation> Imitations::find(const UrlFacts& url) const {
  if (auto found = gov_out_of_place(url)) return found;
  if (url.host_is_ip || url.host.size() > kLongestHost) return std::nullopt;
  const std::string_view host = without_www(url.host);
  if (auto found = embedded(url)) return found;
  if (auto found = look_alike(url)) return found;
  if (auto found = misspelt(host, url)) return found;
  if (auto found = token(url, true)) return found;
  return token(url, false);
}

}  // namespace analyzer
