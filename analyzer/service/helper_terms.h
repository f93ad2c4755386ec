// What a person writes about a helper, checked and sealed; and a helper as JSON
// (openapi.yaml: Helper).

#ifndef ANALYZER_SERVICE_HELPER_TERMS_H_
#define ANALYZER_SERVICE_HELPER_TERMS_H_

#include <string>
#include <vector>

#include "analyzer/core/json.h"
#include "analyzer/core/result.h"
#include "analyzer/service/actor.h"
#include "analyzer/service/case_view.h"
#include "analyzer/service/keys.h"
#include "analyzer/store/helpers.h"
#include "analyzer/wire/helper_body.h"

namespace analyzer {

// What is needed to understand a body.
struct HelperContext {
  const SiteKeys& keys;
  const std::string& region;  // of who writes: no area outside it
  Date today;
  // Links that may be named by their id: those the helper has, or those of the
  // case's observations.
  std::vector<store::HelperLink> nameable;
};

// Writes terms, note and links of `body` into `out`. References become keyed
// hashes; numbers of persons in name, note and labels are masked.
//
// Fails with kInvalid, naming every mistake.
Status take_helper(const wire::HelperBody& body, const HelperContext& context, store::Helper& out);

// The key's 32 hex digits, by which a link is named.
std::string link_id(LinkKey key);

// "08:00" of 480.
std::string clock_text(std::uint32_t minutes);

json::Object helper_view(const store::Helper& helper, Date today, const Calendar& calendar,
                         CaseViews& views);
json::Array area_view(const std::vector<std::string>& area, const Calendar& calendar);

// Whether the actor's region takes in all of the helper's area, or touches it.
bool may_change(const Actor& actor, const store::Helper& helper);
bool may_see(const Actor& actor, const store::Helper& helper);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_HELPER_TERMS_H_
