#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "analyzer/core/json.h"
#include "analyzer/service/seal.h"
#include "analyzer/text/link_glyphs.h"
#include "analyzer/text/mentions.h"
#include "analyzer/text/number_kinds.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/text_shape.h"
#include "analyzer/text/text_sketch.h"
#include "analyzer/text/utf8.h"

namespace analyzer {
namespace {

constexpr std::string_view kSite;
constexpr std::string_view kSealedMark = "*";
constexpr std::string_view kSketchSeed = "the seed of sketches";
constexpr std::size_t kShortestShape = 6;    // characters of a text that can tell a campaign
constexpr std::size_t kPortNumber = 12;      // digits from which a 106... sender is an SMS port
constexpr std::size_t kShortestAccount = 9;  // digits of an account that is a number
constexpr std::size_t kShownEnds = 3;        // characters left at the ends of an unclear number
constexpr std::size_t kShortestTail = 4;     // of path and query that can name one page
constexpr std::size_t kShortestPhone = 7;    // digits
constexpr std::size_t kShortestChatId = 5;   // letters and digits: QQ has five, WeChat six
constexpr std::size_t kShortestPlate = 7;    // characters: 鲁A12345
constexpr std::size_t kMostJoins = 32;       // a list of strangers' numbers ties nothing

// A hotline, also behind an area code (0931-12333).
bool is_hotline(std::string_view digits) {
  if (text::is_hotline(digits)) return true;
  if (!digits.starts_with("0")) return false;
  return (digits.size() > 3 && text::is_hotline(digits.substr(3))) ||
         (digits.size() > 4 && text::is_hotline(digits.substr(4)));
}

bool is_chat_id(std::string_view id) {
  return id.size() >= kShortestChatId && std::all_of(id.begin(), id.end(), [](char c) {
           return text::is_ascii_alnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
         });
}

// Collects what points to the suspects as keys and in clear.
class Pointers {
 public:
  Pointers(const SiteKeys& keys, const Register& official) : keys_(keys), official_(official) {}

  // `joins`: so much its owner's that two reports of it belong together.
  void add(LinkKind kind, std::string_view value, std::string_view list, bool joins) {
    if (value.empty() || is_public(value)) return;
    if (link(kind, value, joins)) show(list, value);
  }
  // A name says little by itself, and much beside others.
  void add_name(std::string_view value, std::string_view list) {
    if (value.empty() || is_public(value)) return;
    const std::string keyed = std::string(list) + ':' + std::string(value);
    if (link(LinkKind::kName, keyed, false)) show(list, value);
  }
  // What a form holds that names nobody (不知道, 12): shown, and nothing more.
  void add_words(std::string_view value, std::string_view list) {
    if (!value.empty()) show(list, value);
  }
  // Kept as a key alone; shown so that its owner knows it and nobody else.
  void add_unclear(std::string_view value) {
    if (!is_public(value) && link(LinkKind::kNumber, value, false)) show("unclear", masked(value));
  }
  void keep(std::string_view name, const Text& value) {
    if (value) clear_[{name.data(), name.size()}] = *value;
  }

  // Hotlines and what else the register names are nobody's own.
  bool is_public(std::string_view value) const {
    return is_hotline(value) || official_.official_name(value).has_value();
  }

  const std::vector<Link>& links() const { return links_; }
  const std::vector<Link>& joins() const { return joins_; }
  std::string clear() const { return clear_.empty() ? std::string() : json::write(clear_); }

 private:
  bool link(LinkKind kind, std::string_view value, bool joins) {
    const Link link{kind, keys_.link(kind, kSite, value)};
    if (std::find(links_.begin(), links_.end(), link) != links_.end()) return false;
    links_.push_back(link);
    if (joins && joins_.size() < kMostJoins) joins_.push_back(link);
    return true;
  }
  void show(std::string_view name, std::string_view value) {
    json::Value& list = clear_[{name.data(), name.size()}];
    if (!list.is_array()) list = json::Array{};
    list.get_array().emplace_back(json::String(value.data(), value.size()));
  }
  static std::string masked(std::string_view value) {
    std::string out(value);
    const std::size_t end = out.size() > kShownEnds * 2 ? out.size() - kShownEnds : out.size();
    for (std::size_t i = std::min(kShownEnds, out.size() / 2); i < end; ++i) out[i] = '*';
    return out;
  }

  const SiteKeys& keys_;
  const Register& official_;
  std::vector<Link> links_;
  std::vector<Link> joins_;
  json::Object clear_;
};

std::string_view list_of(text::MentionKind kind) {
  switch (kind) {
    case text::MentionKind::kPhone:
      return "phones";
    case text::MentionKind::kChatId:
      return "contacts";
    case text::MentionKind::kAccount:
      return "accounts";
    case text::MentionKind::kPayee:
      return "payees";
    case text::MentionKind::kApp:
      return "apps";
    case text::MentionKind::kMiniProgram:
      return "mini_programs";
    case text::MentionKind::kPublicAccount:
      return "public_accounts";
    case text::MentionKind::kShop:
      return "shops";
    case text::MentionKind::kVehicle:
      return "vehicles";
  }
  return "names";
}

void add_mention(Pointers& pointers, const text::Mention& mention) {
  const std::string_view list = list_of(mention.kind);
  switch (mention.kind) {
    case text::MentionKind::kPhone:
      return pointers.add(LinkKind::kPhone, mention.value, list, true);
    case text::MentionKind::kChatId:
      return pointers.add(LinkKind::kContact, mention.value, list, true);
    case text::MentionKind::kAccount:
      return pointers.add(LinkKind::kPayee, mention.value, list, true);
    case text::MentionKind::kVehicle:
      return pointers.add(LinkKind::kVehicle, mention.value, list, true);
    case text::MentionKind::kPayee:
    case text::MentionKind::kApp:
    case text::MentionKind::kMiniProgram:
    case text::MentionKind::kPublicAccount:
    case text::MentionKind::kShop:
      return pointers.add_name(mention.value, list);
  }
}

// What the text points to. What the victim calls their own once is theirs
// wherever it stands.
void add_mentions(Pointers& pointers, const std::vector<text::Mention>& mentions,
                  const std::string& callers_own) {
  std::unordered_set<std::string_view> victims;
  if (!callers_own.empty()) victims.insert(callers_own);
  for (const text::Mention& mention : mentions) {
    if (mention.owner == text::Owner::kVictim) victims.insert(mention.value);
  }
  const auto is_victims = [&](const text::Mention& mention) {
    return victims.contains(mention.value);
  };
  for (const text::Mention& mention : mentions) {
    if (is_victims(mention)) continue;
    if (mention.owner == text::Owner::kSuspect) add_mention(pointers, mention);
  }
  for (const text::Mention& mention : mentions) {
    if (mention.owner == text::Owner::kUnclear && !is_victims(mention)) {
      pointers.add_unclear(mention.value);
    }
  }
}

// Whether somebody tells of a message or a call instead of passing on its words.
bool is_retold(std::string_view text) {
  constexpr auto kTelling = std::to_array<std::string_view>(
      {"我收到", "我接到", "我刚收到", "我刚接到", "给我发", "给我打", "打给我", "发给我", "让我",
       "叫我", "要我", "我妈收到", "我爸收到", "我妈接到", "我爸接到", "对方", "骗子说"});
  return std::any_of(kTelling.begin(), kTelling.end(), [text](std::string_view words) {
    return text.find(words) != std::string_view::npos;
  });
}

// Who speaks in the text.
text::Voice voice_of(const Report& report) {
  if (report.wording) {
    return *report.wording == Wording::kDictated ? text::Voice::kTold : text::Voice::kWritten;
  }
  if (report.text && report.text->starts_with("【")) return text::Voice::kWritten;
  if (report.kind == ReportKind::kCall) return text::Voice::kTold;
  if (report.text && is_retold(*report.text)) return text::Voice::kTold;
  if (!report.medium) return text::Voice::kUnknown;
  switch (*report.medium) {
    case Medium::kSms:
    case Medium::kRcs:
    case Medium::kImessage:
    case Medium::kEmail:
      return text::Voice::kWritten;
    case Medium::kCall:
    case Medium::kVisit:
    case Medium::kLoudspeaker:
      return text::Voice::kTold;
    default:
      return text::Voice::kUnknown;
  }
}

// A telephone's number; an SMS port (106...) is rented by many.
bool is_own_number(const std::string& digits) {
  return digits.size() >= 7 && !(digits.starts_with("106") && digits.size() >= kPortNumber);
}

void take_sender(Report& report, Pointers& pointers) {
  if (!report.sender) return;
  const std::string digits = plain_phone(*report.sender);
  if (!is_own_number(digits) || pointers.is_public(digits)) return;
  pointers.add(LinkKind::kPhone, digits, "phones", true);
  pointers.keep("sender", report.sender);
  // The kind of number stays readable, the number does not.
  std::string& sender = *report.sender;
  const std::size_t shown = sender.starts_with("+") ? 5 : 3;
  for (std::size_t i = shown; i < sender.size(); ++i) sender[i] = '*';
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// A plate as the text's plates are written: without blanks and dots, in capitals.
std::string plate_of(std::string_view written) {
  std::string plate;
  for (std::size_t at = 0; at < written.size();) {
    const char32_t c = text::next_character(written, &at);
    if (c == U' ' || c == U'·' || c == U'•' || c == U'-') continue;
    text::append_character(plate, c >= U'a' && c <= U'z' ? c - 32 : c);
  }
  return plate;
}

void take_suspect(Report& report, Pointers& pointers) {
  Suspect& s = report.suspect;
  if (s.phones) {
    for (std::string& phone : *s.phones) {
      const std::string digits = plain_phone(phone);
      if (pointers.is_public(digits)) continue;
      if (digits.size() >= kShortestPhone) {
        pointers.add(LinkKind::kPhone, digits, "phones", true);
      } else {
        pointers.add_words(phone, "phones");
      }
      phone = kSealedMark;
    }
  }
  if (s.wechat) {
    const std::string id = lower_ascii(*s.wechat);
    if (is_chat_id(id)) {
      pointers.add(LinkKind::kContact, id, "contacts", true);
    } else {
      pointers.add_words(*s.wechat, "contacts");
    }
    s.wechat = kSealedMark;
  }
  if (s.payee_account) {
    const std::string digits = plain_phone(*s.payee_account);
    const bool number = digits.size() >= kShortestAccount;
    if (number || s.payee_account->find('@') != std::string::npos) {
      pointers.add(LinkKind::kPayee, number ? digits : lower_ascii(*s.payee_account), "accounts",
                   true);
    } else {
      pointers.add_words(*s.payee_account, "accounts");
    }
    s.payee_account = kSealedMark;
  }
  if (s.vehicle) {
    const std::string plate = plate_of(*s.vehicle);
    if (text::to_utf32(plate).size() >= kShortestPlate) {
      pointers.add(LinkKind::kVehicle, plate, "vehicles", true);
    } else {
      pointers.add_words(*s.vehicle, "vehicles");
    }
    s.vehicle = kSealedMark;
  }
  pointers.add_name(s.shop.value_or(""), "shops");
  pointers.add_name(s.app_name.value_or(""), "apps");
  pointers.add_name(s.mini_program.value_or(""), "mini_programs");
  pointers.add_name(s.public_account.value_or(""), "public_accounts");
}

// What a link on a shared platform leads to: the whole of it, without scheme and
// fragment. Empty where it names no page.
std::string address_of(const UrlFacts& url) {
  const std::string tail = url.path + (url.query.empty() ? "" : "?" + url.query);
  if (tail.size() <= kShortestTail) return {};
  const bool web = url.scheme == "http" || url.scheme == "https";
  return (web ? "" : url.scheme + ":") + url.host + tail;
}

void add_join(SealedReport& out, Link link) {
  if (std::find(out.links.begin(), out.links.end(), link) != out.links.end()) return;
  out.links.push_back(link);
  out.joins.push_back(link);
}

// The codes under which WeChat takes money for a person: no browser opens them.
void add_payment_codes(SealedReport& out, std::string_view text, const SiteKeys& keys) {
  constexpr std::string_view kScheme = "wxp://";
  for (std::size_t at = text.find(kScheme); at != text.npos; at = text.find(kScheme, at + 1)) {
    std::size_t end = at + kScheme.size();
    while (end < text.size() && (text::is_ascii_alnum(static_cast<unsigned char>(text[end])) ||
                                 text[end] == '-' || text[end] == '_')) {
      ++end;
    }
    if (end - at < kScheme.size() + kShortestTail) continue;
    const std::string_view code = text.substr(at, end - at);
    add_join(out, {LinkKind::kAddress, keys.link(LinkKind::kAddress, kSite, code)});
  }
}

// Domains that belong to the one who sent the link: not the official ones. Where
// anyone may publish, the link itself; so too what opens an app (QR codes).
void add_links(SealedReport& out, const Facts& facts, const Register& official,
               const SiteKeys& keys) {
  for (const UrlFacts& url : facts.urls) {
    if (!url.valid) add_payment_codes(out, url.raw, keys);
    if (!url.valid || official.official(url)) continue;
    const HostKind kind = official.host_kind(url);
    if (url.registrable_domain.empty() || kind.neutral || kind.short_link || kind.brand_owner) {
      const std::string address = address_of(url);
      if (address.empty()) continue;
      add_join(out, {LinkKind::kAddress, keys.link(LinkKind::kAddress, kSite, address)});
      continue;
    }
    const std::string& name = url.registrable_domain;
    if (std::find(out.domains.begin(), out.domains.end(), name) != out.domains.end()) continue;
    out.domains.push_back(name);
    out.event.domains.push_back(keys.link(LinkKind::kDomain, kSite, name));
    add_join(out, {LinkKind::kDomain, out.event.domains.back()});
  }
}

std::uint32_t county_of(const Text& region) {
  std::uint32_t county = 0;
  if (region && region->size() >= 6) {
    std::from_chars(region->data(), region->data() + 6, county);
  }
  return county;
}

}  // namespace

std::vector<Link> links_of(const ReportEvent& event) {
  std::vector<Link> links;
  if (event.shape) links.push_back({LinkKind::kShape, *event.shape});
  for (const LinkKey& key : event.domains) links.push_back({LinkKind::kDomain, key});
  return links;
}

bool gave_secrets(const Harm& harm) {
  return harm.entered_card.value_or(false) || harm.entered_password.value_or(false) ||
         harm.entered_code.value_or(false) || harm.shared_screen.value_or(false);
}

SealedReport seal(Report report, const Facts& facts, const Register& official,
                  const SiteKeys& keys) {
  SealedReport out;
  out.event.at = report.received_at;
  out.event.county = county_of(report.region);
  if (facts.text && facts.text->normalized.text.size() >= kShortestShape * 3) {
    const std::string shape = text::shape_of(facts.text->normalized.text);
    if (!shape.empty()) {
      out.event.shape = keys.link(LinkKind::kShape, kSite, shape);
      // A site's sketches tell nobody else which words a text has.
      out.sketch = text::sketch_of(shape, keys.link(LinkKind::kShape, kSite, kSketchSeed).low);
      add_join(out, {LinkKind::kShape, *out.event.shape});
    }
  }
  add_links(out, facts, official, keys);
  Pointers pointers(keys, official);
  const text::Voice voice = voice_of(report);
  take_suspect(report, pointers);
  take_sender(report, pointers);
  const std::size_t of_form = pointers.joins().size();
  if (facts.text) {
    const TextFacts& read = *facts.text;
    add_payment_codes(out, read.original, keys);
    const auto mentions = text::find_mentions(read.original, read.numbers, voice);
    add_mentions(pointers, mentions, plain_phone(report.caller.contact_ref.value_or("")));
    report.text = text::mask(read.original, read.numbers);
    text::mask(*report.text, mentions);
  }
  for (const Link& link : pointers.links()) out.links.push_back(link);
  for (std::size_t i = 0; i < pointers.joins().size(); ++i) {
    const Link& link = pointers.joins()[i];
    out.joins.push_back(link);
    if (link.kind == LinkKind::kVehicle) continue;
    out.event.numbers.push_back(link.key);
    if (i < of_form) out.form_numbers = out.event.numbers.size();
  }
  if (report.caller.contact_ref) report.caller.contact_ref = kSealedMark;
  out.suspects = pointers.clear();
  out.report = std::move(report);
  return out;
}

}  // namespace analyzer
