#include "analyzer/service/helper_terms.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "analyzer/service/helper_index.h"
#include "analyzer/service/seal.h"
#include "analyzer/text/numbers.h"

namespace analyzer {
namespace {

constexpr std::size_t kShownEnd = 4;    // characters of a reference that its label shows
constexpr std::size_t kLongEnough = 8;  // for the end to give nothing away

class Mistakes {
 public:
  void add(std::string pointer, std::string code, std::string message) {
    fields_.push_back({std::move(pointer), std::move(code), std::move(message)});
  }
  Status finish() {
    if (fields_.empty()) return {};
    return tl::unexpected(Error{ErrorCode::kInvalid, "the body has mistakes", std::move(fields_)});
  }

 private:
  std::vector<FieldError> fields_;
};

std::string masked(const std::string& text) { return text::mask(text, text::find_numbers(text)); }

bool is_code(const std::string& code) {
  constexpr std::array<std::size_t, 5> kSizes = {2, 4, 6, 9, 12};
  return code.find_first_not_of("0123456789") == std::string::npos &&
         std::find(kSizes.begin(), kSizes.end(), code.size()) != kSizes.end();
}

void take_area(const wire::HelperBody& body, const HelperContext& context, Mistakes& mistakes,
               HelperTerms& terms) {
  terms.area.clear();
  if (body.area.empty()) mistakes.add("/area", "too_few", "at least one code is needed");
  for (std::size_t i = 0; i < body.area.size(); ++i) {
    const std::string at = "/area/" + std::to_string(i);
    const std::string prefix = area_prefix(body.area[i]);
    if (!is_code(body.area[i])) {
      mistakes.add(at, "format", "must be an administrative code of 2, 4, 6, 9 or 12 digits");
    } else if (!prefix.starts_with(context.region)) {
      mistakes.add(at, "outside_scope", "lies outside your own region");
    } else {
      terms.area.push_back(prefix);
    }
  }
  std::sort(terms.area.begin(), terms.area.end());
  terms.area.erase(std::unique(terms.area.begin(), terms.area.end()), terms.area.end());
}

// Minutes of "08:00", up to 24:00.
std::optional<std::uint32_t> minutes_of(const std::string& text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const auto number = [&](std::size_t i) {
    return static_cast<std::uint32_t>((text[i] - '0') * 10 + (text[i + 1] - '0'));
  };
  const std::uint32_t minutes = number(0) * 60 + number(3);
  if (number(3) >= 60 || minutes > kDayMinutes) return std::nullopt;
  return minutes;
}

void take_times(const wire::HelperBody& body, const HelperContext& context, Mistakes& mistakes,
                HelperTerms& terms) {
  terms.valid_from = body.valid_from.value_or(context.today);
  terms.valid_until = body.valid_until;
  if (terms.valid_until && *terms.valid_until < terms.valid_from) {
    mistakes.add("/valid_until", "range", "must not lie before valid_from");
  }
  terms.weekdays = body.weekdays;
  std::sort(terms.weekdays.begin(), terms.weekdays.end());
  terms.weekdays.erase(std::unique(terms.weekdays.begin(), terms.weekdays.end()),
                       terms.weekdays.end());
  if (terms.weekdays.size() == kNames<Weekday>.size()) terms.weekdays.clear();
  const auto opens = minutes_of(body.opens.value_or("00:00"));
  const auto closes = minutes_of(body.closes.value_or("24:00"));
  if (!opens) mistakes.add("/opens", "format", "must be a time of day as 08:00");
  if (!closes) mistakes.add("/closes", "format", "must be a time of day as 08:00");
  if (opens && closes && *closes <= *opens) {
    mistakes.add("/closes", "range", "must lie after opens");
  }
  terms.opens = opens.value_or(0);
  terms.closes = closes.value_or(kDayMinutes);
}

std::optional<std::uint32_t> count_of(const Count& count) {
  if (!count) return std::nullopt;
  return static_cast<std::uint32_t>(*count);
}

void take_volume(const wire::HelperBody& body, Mistakes& mistakes, HelperTerms& terms) {
  terms.persons_day = count_of(body.persons_day);
  terms.persons_week = count_of(body.persons_week);
  terms.beds = count_of(body.beds);
  if (terms.persons_day && terms.persons_week && *terms.persons_week < *terms.persons_day) {
    mistakes.add("/persons_week", "contradiction", "must not be less than persons_day");
  }
  if (terms.beds && body.kind != HelperKind::kNursingHome) {
    mistakes.add("/beds", "contradiction", "belongs to a nursing_home only");
  }
}

// What people may see of a reference: enough to tell two apart.
std::string label_of(LinkKind kind, const std::string& value) {
  if (kind == LinkKind::kPhone) {
    const std::string digits = plain_phone(value);
    return digits.substr(0, 3) + "****" + digits.substr(digits.size() - kShownEnd);
  }
  const bool plain = std::all_of(value.begin(), value.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return plain && value.size() > kLongEnough ? "…" + value.substr(value.size() - kShownEnd) : "";
}

std::optional<store::HelperLink> link_of(const wire::HelperBodyLink& link, const std::string& at,
                                         const std::string& name_space,
                                         const HelperContext& context, Mistakes& mistakes) {
  if (!names_helper(link.kind)) {
    mistakes.add(at + "/kind", "unknown_word",
                 "must be one of: device, operator, phone, site, staff, wifi, work_order");
    return std::nullopt;
  }
  if (link.value.has_value() == link.id.has_value()) {
    mistakes.add(at, "required", "one of value and id is needed");
    return std::nullopt;
  }
  if (link.id) {
    const auto& known = context.nameable;
    const auto it = std::find_if(known.begin(), known.end(), [&](const store::HelperLink& one) {
      return one.link.kind == link.kind && link_id(one.link.key) == *link.id;
    });
    if (it != known.end()) {
      return store::HelperLink{it->link, link.label ? masked(*link.label) : it->label};
    }
    mistakes.add(at + "/id", "unknown_word", "no link of this case or helper");
    return std::nullopt;
  }
  constexpr std::size_t kShortestPhone = 7;
  if (link.kind == LinkKind::kPhone && plain_phone(*link.value).size() < kShortestPhone) {
    mistakes.add(at + "/value", "format", "must be a telephone number");
    return std::nullopt;
  }
  if (link.label && link.label->find(*link.value) != std::string::npos) {
    mistakes.add(at + "/label", "contradiction", "must not repeat the value");
    return std::nullopt;
  }
  return store::HelperLink{
      {link.kind, reference_key(link.kind, *link.value, name_space, context.keys)},
      link.label ? masked(*link.label) : label_of(link.kind, *link.value)};
}

void take_links(const wire::HelperBody& body, const HelperContext& context, Mistakes& mistakes,
                store::Helper& out) {
  const std::string name_space = body.link_namespace.value_or("");
  std::vector<store::HelperLink> links;
  for (std::size_t i = 0; i < body.links.size(); ++i) {
    const std::string at = "/links/" + std::to_string(i);
    if (auto link = link_of(body.links[i], at, name_space, context, mistakes)) {
      links.push_back(*std::move(link));
    }
  }
  if (body.links.empty()) mistakes.add("/links", "too_few", "at least one link is needed");
  const auto before = [](const store::HelperLink& a, const store::HelperLink& b) {
    return a.link < b.link;
  };
  const auto same = [](const store::HelperLink& a, const store::HelperLink& b) {
    return a.link == b.link;
  };
  std::stable_sort(links.begin(), links.end(), before);
  links.erase(std::unique(links.begin(), links.end(), same), links.end());
  out.links = std::move(links);
}

std::string_view state_word(const store::Helper& helper, Date today) {
  if (helper.state != store::HelperState::kRegistered) return name_of(helper.state);
  if (today < helper.terms.valid_from) return "upcoming";
  const bool over = helper.terms.valid_until && today > *helper.terms.valid_until;
  return over ? "expired" : "in_force";
}

json::String word(std::string_view text) { return json::String(text.data(), text.size()); }

json::Value count_or_null(const std::optional<std::uint32_t>& count) {
  return count ? json::Value(*count) : json::Value(nullptr);
}

}  // namespace

Status take_helper(const wire::HelperBody& body, const HelperContext& context, store::Helper& out) {
  Mistakes mistakes;
  out.terms.kind = body.kind;
  out.terms.name = masked(body.name);
  if (body.name.find_first_not_of(" \t") == std::string::npos) {
    mistakes.add("/name", "required", "must say something");
  }
  take_area(body, context, mistakes, out.terms);
  take_times(body, context, mistakes, out.terms);
  take_volume(body, mistakes, out.terms);
  out.note = masked(body.note.value_or(""));
  take_links(body, context, mistakes, out);
  return mistakes.finish();
}

std::string link_id(LinkKey key) {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(key.high),
                static_cast<unsigned long long>(key.low));
  return text.data();
}

std::string clock_text(std::uint32_t minutes) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02u:%02u", minutes / 60, minutes % 60);
  return text.data();
}

json::Array area_view(const std::vector<std::string>& area, const Calendar& calendar) {
  json::Array out;
  for (const std::string& code : area) {
    out.push_back(json::Object{{"code", code}, {"name", calendar.region_name(code)}});
  }
  return out;
}

json::Object helper_view(const store::Helper& helper, Date today, const Calendar& calendar,
                         CaseViews& views) {
  const HelperTerms& terms = helper.terms;
  json::Array weekdays;
  for (const Weekday day : terms.weekdays) weekdays.push_back(word(name_of(day)));
  json::Array links;
  for (const store::HelperLink& known : helper.links) {
    links.push_back(json::Object{{"kind", word(name_of(known.link.kind))},
                                 {"id", link_id(known.link.key)},
                                 {"label", text_or_null(known.label)}});
  }
  json::Value until = nullptr;
  if (terms.valid_until) until = json::Value(format_date(*terms.valid_until));
  return {{"id", helper.id},
          {"version", helper.version},
          {"state", word(state_word(helper, today))},
          {"kind", word(name_of(terms.kind))},
          {"name", terms.name},
          {"area", area_view(terms.area, calendar)},
          {"valid_from", format_date(terms.valid_from)},
          {"valid_until", std::move(until)},
          {"weekdays", std::move(weekdays)},
          {"opens", clock_text(terms.opens)},
          {"closes", clock_text(terms.closes)},
          {"persons_day", count_or_null(terms.persons_day)},
          {"persons_week", count_or_null(terms.persons_week)},
          {"beds", count_or_null(terms.beds)},
          {"note", text_or_null(helper.note)},
          {"links", std::move(links)},
          {"case_id", text_or_null(helper.case_id)},
          {"registered_by", helper.registered_by},
          {"registered_by_name", views.account_name(helper.registered_by)},
          {"registered_at", format_time(helper.registered_at)},
          {"confirmed_by_name", views.account_name(helper.confirmed_by)},
          {"confirmed_at", time_or_null(helper.confirmed_at)},
          {"revoked_by_name", views.account_name(helper.revoked_by)},
          {"revoked_at", time_or_null(helper.revoked_at)},
          {"revoke_reason", text_or_null(helper.revoke_reason)},
          {"updated_at", format_time(helper.updated_at)}};
}

bool may_change(const Actor& actor, const store::Helper& helper) {
  const auto& area = helper.terms.area;
  return std::all_of(area.begin(), area.end(),
                     [&](const std::string& prefix) { return prefix.starts_with(actor.region); });
}

bool may_see(const Actor& actor, const store::Helper& helper) {
  const auto& area = helper.terms.area;
  return std::any_of(area.begin(), area.end(), [&](const std::string& prefix) {
    return prefix.starts_with(actor.region) || actor.region.starts_with(prefix);
  });
}

}  // namespace analyzer
