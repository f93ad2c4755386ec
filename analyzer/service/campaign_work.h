// Campaigns as people work on them: found, made one, taken apart again.
//
// Any number of threads may call at once.

#ifndef ANALYZER_SERVICE_CAMPAIGN_WORK_H_
#define ANALYZER_SERVICE_CAMPAIGN_WORK_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/service.h"

namespace analyzer {

class ServiceImpl;

struct CampaignFilter {
  std::string text = {};  // part of the title or a domain, or the whole id
  std::string cursor = {};
  int limit = 50;  // 1 to 200
};

class CampaignWork {
 public:
  explicit CampaignWork(ServiceImpl& service) : service_(service) {}

  // Latest seen first (openapi.yaml: CampaignList).
  Result<Document> list(const Actor& actor, const CampaignFilter& filter);

  // Makes `id` a part of the campaign `into` of the body, with whatever was a part of it:
  // reports of either are `into`'s from then on, and one decision is for both. The parts
  // keep what they had. A second reviewer or supervisor may; every change is logged.
  // Fails with kNotFound, and with kInvalid if the two are one.
  Result<Document> merge(const Actor& actor, std::string_view id, std::string_view body);

  // With `part`, takes that part out again, as it was and with what it got. With
  // `domains`, makes a new campaign of them: reports with these are its from then on,
  // what was counted stays where it is. Fails with kInvalid if the campaign has not
  // these, or would have none left.
  Result<Document> split(const Actor& actor, std::string_view id, std::string_view body);

 private:
  ServiceImpl& service_;
};

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CAMPAIGN_WORK_H_
