// Campaigns: reports that belong together by their words, a domain, a number or
// an account, and how they are found by any of these.
//
// Part of a Session: one thread at a time. Every look-up is by an index and reads
// a bounded number of rows, however many campaigns there are.

#ifndef ANALYZER_STORE_CAMPAIGNS_H_
#define ANALYZER_STORE_CAMPAIGNS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/core/sketch.h"
#include "analyzer/core/time.h"

namespace analyzer::store {

struct Campaign {
  std::string id;  // "cam_" + time-ordered id
  std::string title;
  std::vector<std::string> domains;     // registrable domains, readable
  std::vector<std::uint32_t> counties;  // six digits, ascending
  std::uint32_t reports = 0;
  Time first_seen{};
  Time last_seen{};
  std::optional<LinkKey> shape;  // under which the windows count its texts
  // The campaign that a person said this one is a part of; it keeps what it has, so that
  // it can be taken out again. Empty: a campaign of its own. Never itself a part.
  std::string merged_into = {};
};

struct CampaignQuery {
  std::string text = {};    // part of the title or a domain, or the whole id
  std::string cursor = {};  // of the page before; empty: first page
  std::size_t limit = 50;
};

struct CampaignPage {
  std::vector<Campaign> campaigns;
  std::string next_cursor;  // empty: no more
};

// That a campaign has a link.
struct CampaignTie {
  Link link;
  std::string campaign;
  bool operator==(const CampaignTie&) const = default;
};

// How like a campaign's texts a text is: 0 to 1.
struct CampaignLikeness {
  std::string campaign;
  double likeness = 0.0;
};

// Reports of one day (in China) and county; 0 is one that was not named.
struct CampaignCount {
  Date day{};
  std::uint32_t county = 0;
  std::uint32_t reports = 0;
  bool operator==(const CampaignCount&) const = default;
};

class Campaigns {
 public:
  virtual ~Campaigns() = default;

  // Writes `campaign`, replacing the one of the same id. All that is kept beside
  // it fails with kNotFound for a campaign that was not put.
  virtual Status put(const Campaign& campaign) = 0;
  virtual Result<std::optional<Campaign>> find(std::string_view id) = 0;
  // Those that are no part of another, latest seen first. Fails with kInvalid if the
  // cursor is not of this list.
  virtual Result<CampaignPage> list(const CampaignQuery& query) = 0;
  // The parts of a campaign, by id.
  virtual Result<std::vector<Campaign>> parts(std::string_view id) = 0;
  // Latest seen first, `offset` skipped.
  virtual Result<std::vector<Campaign>> recent(std::size_t limit, std::size_t offset) = 0;

  // Adds links; those it has already are left as they are.
  virtual Status add_links(std::string_view id, std::span<const Link> links) = 0;
  virtual Result<std::vector<Link>> links(std::string_view id) = 0;
  virtual Status remove_links(std::string_view id, std::span<const Link> links) = 0;
  // Who has which of `links`, in their order; of one link the eight oldest
  // campaigns.
  virtual Result<std::vector<CampaignTie>> ties(std::span<const Link> links) = 0;

  // Remembers how one of its texts reads.
  virtual Status add_sketch(std::string_view id, const Sketch& sketch) = 0;
  virtual Result<std::uint32_t> sketch_count(std::string_view id) = 0;
  // Campaigns with a text at least so alike, the likest first, then the oldest;
  // each once. Compares with at most 64 sketches, those that share most bands, of
  // which each band gives its 16 latest.
  virtual Result<std::vector<CampaignLikeness>> alike(const Sketch& sketch, double least) = 0;

  // Counts one report more; counts() are by day, then county, of the parts too.
  virtual Status count(std::string_view id, Date day, std::uint32_t county) = 0;
  virtual Result<std::vector<CampaignCount>> counts(std::string_view id) = 0;

  // Two campaigns that one report fitted; no effect if known, or if they are one.
  virtual Status relate(std::string_view id, std::string_view other) = 0;
  virtual Result<std::vector<std::string>> related(std::string_view id) = 0;

  // The case of a bureau's reports; a later one replaces it. Where the campaign has none
  // there, one of its parts' is its own; cases() are those of the parts too.
  virtual Status set_case(std::string_view id, std::string_view bureau,
                          std::string_view case_id) = 0;
  virtual Result<std::optional<std::string>> case_of(std::string_view id,
                                                     std::string_view bureau) = 0;
  virtual Result<std::vector<std::string>> cases(std::string_view id) = 0;
  // The campaign whose case this is, or that its campaign is a part of; of several the
  // latest seen.
  virtual Result<std::optional<std::string>> of_case(std::string_view case_id) = 0;
};

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_CAMPAIGNS_H_
