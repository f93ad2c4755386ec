// Which campaign a report belongs to.
//
// A report fits a campaign that has one of its links (domain, whole link on a
// shared platform, sender, phone, account, chat id, plate, QR code), its text's
// shape, or a text at least text::kAlike like its own. Of several it joins, first,
// one tied by a link or the same shape; of those the largest, then the oldest. The
// others are not merged: they and the joined one are remembered as related, each
// link stays with the campaign that had it first, and what was counted stays
// counted where it was.

#ifndef ANALYZER_SERVICE_CAMPAIGN_MATCH_H_
#define ANALYZER_SERVICE_CAMPAIGN_MATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/link.h"
#include "analyzer/core/result.h"
#include "analyzer/service/ids.h"
#include "analyzer/service/seal.h"
#include "analyzer/store/store.h"

namespace analyzer {

struct CampaignMatch {
  std::optional<store::Campaign> joined;
  std::vector<std::string> related;  // others that it fits, at most eight
  std::vector<Link> fresh;           // joins of the report that no campaign has
  std::vector<Link> news;            // joins that the joined campaign has not
  bool same_words = false;           // joined by the same shape or a like text
  double likeness = 0.0;             // to the joined campaign's texts, where that was asked
};

// Looks the report's links (32 of the text's and form's numbers at most) and sketch up.
// Takes some dozen index probes, however
// many campaigns there are (tests/bench/campaign_bench.cpp).
Result<CampaignMatch> match_campaign(store::Session& session, const SealedReport& sealed);

// Where the report's words are the campaign's, it is counted in the windows under
// the campaign's shape, so that near copies count as one text.
void take_shape(const CampaignMatch& match, SealedReport& sealed);

// Counts the report with the campaign it joins, or with a new one of this `title`
// where it joins none, and keeps what is fresh. The campaign is left in
// `match.joined`. On the sequencer's thread.
Status join_campaign(store::Session& session, CampaignMatch& match, const SealedReport& sealed,
                     const std::string& title, IdSource& ids, Time now);

// What raises a campaign's decided case again: a link, an account, a telephone or a
// chat id that the campaign had not, or a loss; empty if there is none. For the case's diary.
std::string raising_news(const CampaignMatch& match, const SealedReport& sealed);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CAMPAIGN_MATCH_H_
