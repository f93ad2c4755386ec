// Who may do what with a case: by role, by region, and by not having handled the
// matter before.

#ifndef ANALYZER_SERVICE_CASE_RIGHTS_H_
#define ANALYZER_SERVICE_CASE_RIGHTS_H_

#include <optional>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/engine/casework_words.h"
#include "analyzer/service/keys.h"
#include "analyzer/service/service.h"
#include "analyzer/store/store.h"

namespace analyzer {

bool may_review(const Actor& actor);
bool may_confirm(const Actor& actor);
bool is_supervisor(const Actor& actor);
bool may_act(const Actor& actor, CaseAction action);

Error forbidden();

// The case, for who may know of it; kNotFound for others.
Result<Case> visible_case(store::Session& session, const Actor& actor, std::string_view id);

// The same for who is to work on it or to open what is sealed in it: kConflict for who is
// recused or stands apart from it.
Result<Case> workable_case(store::Session& session, const SiteKeys& keys, const Actor& actor,
                           std::string_view id);

// The filter within what the actor may see; nothing where these do not meet.
std::optional<store::CaseQuery> query_of(const Actor& actor, const CaseFilter& filter, Time now);

// Whether the actor did what the case is about: the clerk of one of its attempts
// (`evidence.staff_ref` is his name for sign-in). Agents of its reports are recused
// as it is opened (casework.h).
Result<bool> handled_by(store::Session& session, const SiteKeys& keys, const Case& c,
                        const Actor& actor);
// Why the person may neither take nor judge the case: he handled the matter himself, or
// stated a conflict that takes it in (conflict_list.h). Nothing: he may.
enum class Apart : std::uint8_t { kOwnHandling, kConflict };
Result<std::optional<Apart>> stands_apart(store::Session& session, const SiteKeys& keys,
                                          const Case& c, const std::string& account);
// kConflict for who stands apart so; `pointer` names the field that says who it is, ""
// where that is who acts.
Status refuse_apart(store::Session& session, const SiteKeys& keys, const Case& c,
                    const std::string& account, const char* pointer);
// Writes down that the actor is recused for it.
Status recuse_handler(store::Session& session, const Case& c, const Actor& actor, Time now);

// What the state machine cannot know: that the finding is one for this kind of
// case, that whoever a case is handed to may take it, that a case is handed on by
// who holds it or by a supervisor, that nobody claims, judges
// or is handed what he stands apart from, that the files a finding rests on are the case's.
Status check_action(store::Session& session, const SiteKeys& keys, const Actor& actor,
                    const Case& c, const CaseEvent& event, const CaseworkWords& words);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_RIGHTS_H_
