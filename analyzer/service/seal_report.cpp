#include <algorithm>
#include <charconv>

#include "analyzer/core/json.h"
#include "analyzer/service/seal.h"
#include "analyzer/text/numbers.h"
#include "analyzer/text/text_shape.h"

namespace analyzer {
namespace {

constexpr std::string_view kSite;
constexpr std::string_view kSealedMark = "*";
constexpr std::size_t kShortestShape = 6;  // characters of a text that can tell a campaign
constexpr std::size_t kPortNumber = 12;    // digits from which a 106... sender is an SMS port

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  return digits;
}

// Collects the suspects' numbers as keys and in clear.
class Numbers {
 public:
  explicit Numbers(const SiteKeys& keys) : keys_(keys) {}

  void add(LinkKind kind, std::string_view value, std::string_view name) {
    if (value.empty()) return;
    const Link link{kind, keys_.link(kind, kSite, value)};
    if (std::find(links_.begin(), links_.end(), link) != links_.end()) return;
    links_.push_back(link);
    json::Value& list = clear_[{name.data(), name.size()}];
    if (!list.is_array()) list = json::Array{};
    list.get_array().emplace_back(json::String(value.data(), value.size()));
  }
  void keep(std::string_view name, const Text& value) {
    if (value) clear_[{name.data(), name.size()}] = *value;
  }
  const std::vector<Link>& links() const { return links_; }
  std::string clear() const { return clear_.empty() ? std::string() : json::write(clear_); }

 private:
  const SiteKeys& keys_;
  std::vector<Link> links_;
  json::Object clear_;
};

void add_found(Numbers& numbers, const std::vector<FoundNumber>& found) {
  for (const FoundNumber& number : found) {
    switch (number.kind) {
      case NumberKind::kMobile:
      case NumberKind::kLandline:
        numbers.add(LinkKind::kPhone, number.digits, "phones");
        break;
      case NumberKind::kBankCard:
        numbers.add(LinkKind::kPayee, number.digits, "accounts");
        break;
      case NumberKind::kQq:
      case NumberKind::kWechat:
        numbers.add(LinkKind::kContact, number.digits, "contacts");
        break;
      case NumberKind::kIdNumber:  // the caller's own more often than the suspect's
      case NumberKind::kHotline:
        break;
    }
  }
}

// A telephone's number; an SMS port (106...) is rented by many.
bool is_own_number(const std::string& digits) {
  return digits.size() >= 7 && !(digits.starts_with("106") && digits.size() >= kPortNumber);
}

void take_suspect(Report& report, Numbers& numbers) {
  Suspect& s = report.suspect;
  if (s.phones) {
    for (std::string& phone : *s.phones) {
      numbers.add(LinkKind::kPhone, digits_of(phone), "phones");
      phone = kSealedMark;
    }
  }
  if (s.wechat) {
    numbers.add(LinkKind::kContact, *s.wechat, "contacts");
    s.wechat = kSealedMark;
  }
  if (s.payee_account) {
    numbers.add(LinkKind::kPayee, *s.payee_account, "accounts");
    s.payee_account = kSealedMark;
  }
  numbers.keep("vehicle", s.vehicle);
  if (s.vehicle) s.vehicle = kSealedMark;
  if (report.sender) {
    const std::string digits = digits_of(*report.sender);
    if (is_own_number(digits)) {
      numbers.add(LinkKind::kPhone, digits, "phones");
      numbers.keep("sender", report.sender);
      // The kind of number stays readable, the number does not.
      std::string& sender = *report.sender;
      const std::size_t shown = sender.starts_with("+") ? 5 : 3;
      for (std::size_t i = shown; i < sender.size(); ++i) sender[i] = '*';
    }
  }
}

// Domains that belong to the one who sent the link: not the official ones and
// not where anyone may publish.
void add_domains(SealedReport& out, const Facts& facts, const Register& official,
                 const SiteKeys& keys) {
  for (const UrlFacts& url : facts.urls) {
    if (!url.valid || url.registrable_domain.empty()) continue;
    if (official.official(url) || official.is_neutral(url) || official.is_short_link(url)) continue;
    const std::string& name = url.registrable_domain;
    if (std::find(out.domains.begin(), out.domains.end(), name) != out.domains.end()) continue;
    out.domains.push_back(name);
    out.event.domains.push_back(keys.link(LinkKind::kDomain, kSite, name));
    out.links.push_back({LinkKind::kDomain, out.event.domains.back()});
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

SealedReport seal(Report report, const Facts& facts, const Register& official,
                  const SiteKeys& keys) {
  SealedReport out;
  out.event.at = report.received_at;
  out.event.county = county_of(report.region);
  if (facts.text && facts.text->normalized.text.size() >= kShortestShape * 3) {
    const std::string shape = text::shape_of(facts.text->normalized.text);
    if (!shape.empty()) {
      out.event.shape = keys.link(LinkKind::kShape, kSite, shape);
      out.links.push_back({LinkKind::kShape, *out.event.shape});
    }
  }
  add_domains(out, facts, official, keys);
  Numbers numbers(keys);
  take_suspect(report, numbers);
  if (facts.text) {
    add_found(numbers, facts.text->numbers);
    report.text = text::mask(facts.text->original, facts.text->numbers);
  }
  for (const Link& link : numbers.links()) {
    out.event.numbers.push_back(link.key);
    out.links.push_back(link);
  }
  if (report.caller.contact_ref) report.caller.contact_ref = kSealedMark;
  out.suspects = numbers.clear();
  out.report = std::move(report);
  return out;
}

}  // namespace analyzer
