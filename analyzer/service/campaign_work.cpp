#include "analyzer/service/campaign_work.h"

#include <algorithm>
#include <set>

#include "analyzer/service/case_rights.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service_impl.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostParts = 50;

tl::unexpected<Error> wrong(std::string pointer, std::string code, std::string message) {
  return tl::unexpected(field_error(std::move(pointer), std::move(code), std::move(message)));
}

bool may_look(const Actor& actor) {
  return may_review(actor) || has_role(actor.roles, Role::kHotline);
}

void take_in(store::Campaign& sum, const store::Campaign& part) {
  sum.reports += part.reports;
  sum.first_seen = std::min(sum.first_seen, part.first_seen);
  sum.last_seen = std::max(sum.last_seen, part.last_seen);
  for (const std::string& domain : part.domains) {
    if (std::find(sum.domains.begin(), sum.domains.end(), domain) == sum.domains.end()) {
      sum.domains.push_back(domain);
    }
  }
  std::set<std::uint32_t> counties(sum.counties.begin(), sum.counties.end());
  counties.insert(part.counties.begin(), part.counties.end());
  sum.counties.assign(counties.begin(), counties.end());
}

// How many of the campaign's cases the actor sees that are not decided, and decided.
struct Cases {
  std::size_t open = 0;
  std::size_t decided = 0;
};

Result<Cases> cases_of(store::Session& session, const Actor& actor, const std::string& id) {
  const auto ids = session.campaigns().cases(id);
  if (!ids) return tl::unexpected(ids.error());
  Cases out;
  for (const std::string& case_id : *ids) {
    const auto c = session.cases().find(case_id);
    if (!c) return tl::unexpected(c.error());
    if (!*c || !may_see(actor, (*c)->region)) continue;
    (*c)->state == CaseState::kDecided ? ++out.decided : ++out.open;
  }
  return out;
}

Result<json::Object> row_of(store::Session& session, const Actor& actor, store::Campaign own) {
  const auto parts = session.campaigns().parts(own.id);
  if (!parts) return tl::unexpected(parts.error());
  json::Array named;
  for (const store::Campaign& part : *parts) {
    take_in(own, part);
    named.push_back(
        json::Object{{"id", part.id}, {"title", part.title}, {"reports", part.reports}});
  }
  const Result<Cases> cases = cases_of(session, actor, own.id);
  if (!cases) return tl::unexpected(cases.error());
  json::Object out = campaign_view(own);
  out["title"] = own.title;
  json::Array domains;
  for (const std::string& domain : own.domains) domains.emplace_back(domain);
  out["domains"] = std::move(domains);
  out["counties"] = own.counties.size();
  out["open_cases"] = cases->open;
  out["decided_cases"] = cases->decided;
  out["parts"] = std::move(named);
  return out;
}

Result<store::Campaign> own_campaign(store::Session& session, std::string_view id,
                                     const char* pointer) {
  auto found = session.campaigns().find(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found && *pointer != '\0') return wrong(pointer, "unknown", "no such campaign");
  if (!*found) return fail(ErrorCode::kNotFound, "no such campaign");
  if (!(*found)->merged_into.empty()) {
    return wrong(pointer, "is_part", "is a part of another campaign");
  }
  return **std::move(found);
}

// What has no domains left would be found by nothing that is seen in the list.
Status check_domains(const store::Campaign& campaign, const std::vector<std::string>& domains) {
  if (domains.empty()) return wrong("/domains", "required", "which?");
  for (const std::string& domain : domains) {
    if (std::find(campaign.domains.begin(), campaign.domains.end(), domain) ==
        campaign.domains.end()) {
      return wrong("/domains", "unknown", "not a domain of this campaign");
    }
  }
  const std::set<std::string> chosen(domains.begin(), domains.end());
  if (chosen.size() == campaign.domains.size()) {
    return wrong("/domains", "all", "would leave nothing");
  }
  return {};
}

Status move_domains(store::Session& session, const SiteKeys& keys, store::Campaign& from,
                    store::Campaign& to, const std::vector<std::string>& domains) {
  std::vector<Link> links;
  for (const std::string& domain : domains) {
    if (std::find(to.domains.begin(), to.domains.end(), domain) != to.domains.end()) continue;
    links.push_back({LinkKind::kDomain, keys.link(LinkKind::kDomain, "", domain)});
    to.domains.push_back(domain);
    from.domains.erase(std::remove(from.domains.begin(), from.domains.end(), domain),
                       from.domains.end());
  }
  if (Status s = session.campaigns().put(from); !s) return s;
  if (Status s = session.campaigns().put(to); !s) return s;
  if (Status s = session.campaigns().remove_links(from.id, links); !s) return s;
  if (Status s = session.campaigns().add_links(to.id, links); !s) return s;
  return session.campaigns().relate(from.id, to.id);
}

}  // namespace

Result<Document> CampaignWork::list(const Actor& actor, const CampaignFilter& filter) {
  if (!may_look(actor)) return tl::unexpected(forbidden());
  auto session = service_.reading();
  if (!session) return tl::unexpected(session.error());
  const auto limit = static_cast<std::size_t>(std::clamp(filter.limit, 1, 200));
  const auto page = (*session)->campaigns().list({filter.text, filter.cursor, limit});
  if (!page) return tl::unexpected(page.error());
  json::Array data;
  for (const store::Campaign& campaign : page->campaigns) {
    auto row = row_of(**session, actor, campaign);
    if (!row) return tl::unexpected(row.error());
    data.push_back(*std::move(row));
  }
  return document(json::write(
      json::Object{{"data", std::move(data)}, {"next_cursor", text_or_null(page->next_cursor)}}));
}

Result<Document> CampaignWork::merge(const Actor& actor, std::string_view id,
                                     std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"into", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto into = form->text("into");
  if (!into) return tl::unexpected(into.error());
  const auto reason = form->text("reason");
  if (!reason) return tl::unexpected(reason.error());
  if (into->empty()) return wrong("/into", "required", "into which?");
  if (*into == id) return wrong("/into", "same", "a campaign is no part of itself");
  if (reason->empty()) return wrong("/reason", "required", "why?");
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto part = own_campaign(session, id, "");
    if (!part) return tl::unexpected(part.error());
    auto whole = own_campaign(session, *into, "/into");
    if (!whole) return tl::unexpected(whole.error());
    auto parts = session.campaigns().parts(id);
    if (!parts) return tl::unexpected(parts.error());
    if (parts->size() >= kMostParts) return wrong("/into", "too_many", "too many parts");
    parts->push_back(*std::move(part));
    for (store::Campaign& one : *parts) {
      one.merged_into = whole->id;
      if (Status s = session.campaigns().put(one); !s) return s;
    }
    auto row = row_of(session, actor, *std::move(whole));
    if (!row) return tl::unexpected(row.error());
    answer = *std::move(row);
    return append_audit(
        session, audit_entry(actor, service_.now(), "campaign.merged", id, *into + ": " + *reason));
  });
  if (!status) return tl::unexpected(status.error());
  return document(json::write(std::move(answer)));
}

Result<Document> CampaignWork::split(const Actor& actor, std::string_view id,
                                     std::string_view body) {
  if (!may_confirm(actor)) return tl::unexpected(forbidden());
  const Result<Form> form = Form::read(body, {"part", "domains", "title", "reason"});
  if (!form) return tl::unexpected(form.error());
  const auto part = form->text("part");
  const auto title = form->text("title");
  const auto reason = form->text("reason");
  for (const auto* text : {&part, &title, &reason}) {
    if (!*text) return tl::unexpected(text->error());
  }
  const auto domains = form->texts("domains");
  if (!domains) return tl::unexpected(domains.error());
  if (domains->has_value() == !part->empty()) {
    return wrong("/part", "required", "either a part or domains");
  }
  if (reason->empty()) return wrong("/reason", "required", "why?");
  json::Object answer;
  const Status status = service_.write([&](store::Session& session) -> Status {
    auto whole = own_campaign(session, id, "");
    if (!whole) return tl::unexpected(whole.error());
    store::Campaign other;
    if (!part->empty()) {
      auto found = session.campaigns().find(*part);
      if (!found) return tl::unexpected(found.error());
      if (!*found || (*found)->merged_into != id) return wrong("/part", "unknown", "no part of it");
      other = **std::move(found);
      other.merged_into.clear();
      if (Status s = session.campaigns().put(other); !s) return s;
    } else {
      if (Status s = check_domains(*whole, **domains); !s) return s;
      other.id = service_.ids().make("cam_", service_.now());
      other.title = title->empty() ? whole->title : *title;
      other.first_seen = whole->first_seen;
      other.last_seen = whole->last_seen;
      if (Status s = session.campaigns().put(other); !s) return s;
      if (Status s = move_domains(session, service_.keys(), *whole, other, **domains); !s) return s;
    }
    const std::string other_id = other.id;
    auto row = row_of(session, actor, std::move(other));
    if (!row) return tl::unexpected(row.error());
    answer = *std::move(row);
    return append_audit(session, audit_entry(actor, service_.now(), "campaign.split", id,
                                             other_id + ": " + *reason));
  });
  if (!status) return tl::unexpected(status.error());
  Document out = document(json::write(std::move(answer)));
  out.created = true;
  return out;
}

}  // namespace analyzer
