#include "analyzer/service/campaign_match.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/text/text_sketch.h"

namespace analyzer {
namespace {

constexpr std::size_t kMostRelated = 8;
constexpr std::uint32_t kMostSketches = 8;  // texts of one campaign that are remembered
// A text so like a remembered one adds nothing to find others by.
constexpr double kSameText = 0.8;
constexpr std::size_t kMostDomains = 200;  // named; the links themselves are all kept

// How a campaign and a report fit.
struct Fit {
  bool tied = false;  // by a link or the same shape
  bool same_shape = false;
  double likeness = 0.0;
};

struct Candidate {
  store::Campaign campaign;
  Fit fit;
};

// True if `a` is to be joined rather than `b`.
bool comes_first(const Candidate& a, const Candidate& b) {
  const auto order = [](const Candidate& c) {
    return std::tuple(!c.fit.tied, -static_cast<std::int64_t>(c.campaign.reports),
                      c.campaign.first_seen, std::string_view(c.campaign.id));
  };
  return order(a) < order(b);
}

// By the campaign's id.
Result<std::map<std::string, Fit>> find_fits(store::Session& session, const SealedReport& sealed,
                                             const std::vector<store::CampaignTie>& ties) {
  std::map<std::string, Fit> fits;
  for (const store::CampaignTie& tie : ties) {
    Fit& fit = fits[tie.campaign];
    fit.tied = true;
    fit.same_shape = fit.same_shape || tie.link.kind == LinkKind::kShape;
  }
  if (!sealed.sketch) return fits;
  const auto alike = session.campaigns().alike(*sealed.sketch, text::kAlike);
  if (!alike) return tl::unexpected(alike.error());
  for (const store::CampaignLikeness& like : *alike) fits[like.campaign].likeness = like.likeness;
  return fits;
}

// What fits a part of a campaign fits the whole.
Status add_candidate(store::Session& session, const std::string& id, const Fit& fit,
                     std::vector<Candidate>& out) {
  auto found = session.campaigns().find(id);
  if (found && *found && !(*found)->merged_into.empty()) {
    found = session.campaigns().find((*found)->merged_into);
  }
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  const auto known = std::find_if(out.begin(), out.end(), [&](const Candidate& candidate) {
    return candidate.campaign.id == (*found)->id;
  });
  if (known == out.end()) {
    out.push_back({std::move(**found), fit});
    return {};
  }
  known->fit.tied = known->fit.tied || fit.tied;
  known->fit.same_shape = known->fit.same_shape || fit.same_shape;
  known->fit.likeness = std::max(known->fit.likeness, fit.likeness);
  return {};
}

void add_once(std::vector<std::string>& list, const std::string& value, std::size_t most) {
  if (list.size() >= most || std::find(list.begin(), list.end(), value) != list.end()) return;
  list.push_back(value);
}

void grow(store::Campaign& campaign, const SealedReport& sealed) {
  for (const std::string& domain : sealed.domains) {
    add_once(campaign.domains, domain, kMostDomains);
  }
  const std::uint32_t county = sealed.event.county;
  auto& counties = campaign.counties;
  const auto place = std::lower_bound(counties.begin(), counties.end(), county);
  if (county != 0 && (place == counties.end() || *place != county)) counties.insert(place, county);
  ++campaign.reports;
  campaign.first_seen = std::min(campaign.first_seen, sealed.event.at);
  campaign.last_seen = std::max(campaign.last_seen, sealed.event.at);
  if (!campaign.shape) campaign.shape = sealed.event.shape;
}

// Remembers the text where the campaign has none like it.
Status keep_sketch(store::Session& session, const CampaignMatch& match,
                   const SealedReport& sealed) {
  if (!sealed.sketch || match.likeness >= kSameText) return {};
  const std::string& id = match.joined->id;
  const Result<std::uint32_t> count = session.campaigns().sketch_count(id);
  if (!count) return tl::unexpected(count.error());
  return *count < kMostSketches ? session.campaigns().add_sketch(id, *sealed.sketch) : Status{};
}

bool any_of_kind(const std::vector<Link>& links, std::initializer_list<LinkKind> kinds) {
  return std::any_of(links.begin(), links.end(), [&](const Link& link) {
    return std::find(kinds.begin(), kinds.end(), link.kind) != kinds.end();
  });
}

void add_note(std::string& note, const std::string& words) {
  note += (note.empty() ? "" : ";") + words;
}

}  // namespace

Result<CampaignMatch> match_campaign(store::Session& session, const SealedReport& sealed) {
  CampaignMatch match;
  const auto ties = session.campaigns().ties(sealed.joins);
  if (!ties) return tl::unexpected(ties.error());
  const auto fits = find_fits(session, sealed, *ties);
  if (!fits) return tl::unexpected(fits.error());
  std::vector<Candidate> candidates;
  for (const auto& [id, fit] : *fits) {
    if (Status s = add_candidate(session, id, fit, candidates); !s)
      return tl::unexpected(s.error());
  }
  std::sort(candidates.begin(), candidates.end(), comes_first);
  for (const Candidate& other : candidates) {
    if (&other != &candidates.front()) add_once(match.related, other.campaign.id, kMostRelated);
  }
  if (!candidates.empty()) {
    Candidate& best = candidates.front();
    match.same_words = best.fit.same_shape || best.fit.likeness > 0.0;
    match.likeness = best.fit.same_shape ? 1.0 : best.fit.likeness;
    match.joined = std::move(best.campaign);
  }
  std::set<std::string, std::less<>> own;  // the joined campaign and its parts
  if (match.joined) {
    const auto parts = session.campaigns().parts(match.joined->id);
    if (!parts) return tl::unexpected(parts.error());
    own.insert(match.joined->id);
    for (const store::Campaign& part : *parts) own.insert(part.id);
  }
  for (const Link& link : sealed.joins) {
    const auto has = [&](const store::CampaignTie& tie) { return tie.link == link; };
    if (std::none_of(ties->begin(), ties->end(), has)) match.fresh.push_back(link);
    const bool known = std::any_of(ties->begin(), ties->end(), [&](const store::CampaignTie& tie) {
      return has(tie) && own.contains(tie.campaign);
    });
    if (!known) match.news.push_back(link);
  }
  return match;
}

void take_shape(const CampaignMatch& match, SealedReport& sealed) {
  if (!match.same_words || !match.joined->shape) return;
  sealed.event.shape = match.joined->shape;
  const Link link{LinkKind::kShape, *match.joined->shape};
  if (std::find(sealed.links.begin(), sealed.links.end(), link) == sealed.links.end()) {
    sealed.links.push_back(link);
  }
}

Status join_campaign(store::Session& session, CampaignMatch& match, const SealedReport& sealed,
                     const std::string& title, IdSource& ids, Time now) {
  if (!match.joined) {
    match.joined.emplace();
    match.joined->id = ids.make("cam_", now);
    match.joined->title = title;
    match.joined->first_seen = match.joined->last_seen = sealed.event.at;
  }
  store::Campaign& campaign = *match.joined;
  grow(campaign, sealed);
  store::Campaigns& campaigns = session.campaigns();
  if (Status s = campaigns.put(campaign); !s) return s;
  if (Status s = campaigns.add_links(campaign.id, match.fresh); !s) return s;
  if (Status s = keep_sketch(session, match, sealed); !s) return s;
  for (const std::string& other : match.related) {
    if (Status s = campaigns.relate(campaign.id, other); !s) return s;
  }
  return campaigns.count(campaign.id, shanghai_date(sealed.event.at), sealed.event.county);
}

std::string raising_news(const CampaignMatch& match, const SealedReport& sealed) {
  std::string note;
  if (any_of_kind(match.news, {LinkKind::kDomain, LinkKind::kAddress})) {
    std::string named;
    for (const std::string& domain : sealed.domains) named += " " + domain;
    add_note(note, "出现新网址" + named);
  }
  if (any_of_kind(match.news, {LinkKind::kPayee})) add_note(note, "出现新收款账户");
  if (any_of_kind(match.news, {LinkKind::kPhone, LinkKind::kContact})) {
    add_note(note, "出现新电话或联系账号");
  }
  const Harm& harm = sealed.report.harm;
  if (const double paid = harm.paid_yuan.value_or(0.0); paid > 0.0) {
    add_note(note, "又有人损失" + std::to_string(std::llround(paid)) + "元");
  } else if (gave_secrets(harm)) {
    add_note(note, "又有人填了卡号、密码或验证码,或共享了屏幕");
  }
  return note;
}

}  // namespace analyzer
