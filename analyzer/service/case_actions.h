// What a request's body does to a case, as an event of its state machine.

#ifndef ANALYZER_SERVICE_CASE_ACTIONS_H_
#define ANALYZER_SERVICE_CASE_ACTIONS_H_

#include <string>
#include <string_view>

#include "analyzer/core/case.h"
#include "analyzer/engine/casework_words.h"
#include "analyzer/service/form.h"
#include "analyzer/service/service.h"

namespace analyzer {

// The event that `action` with `body` means; its time, actor and lease are the
// caller's to fill in. Fails with kInvalid, naming the field.
Result<CaseEvent> event_of(CaseAction action, std::string_view body, const CaseworkWords& words,
                           Time now);

// A decision's finding or disposition, cause, destinations and amount. What the
// body leaves out is as the finding has it.
Result<CaseEvent> decision_event(const Form& form, const CaseworkWords& words);

// At most 4,000 characters; "" if absent.
Result<std::string> note_of(const Form& form);

// Whether who acts works on the case for a while.
bool gives_lease(CaseAction action);

// What the audit log says of it: the finding, and what was written beside it.
std::string cause_of(const CaseEvent& event, const Case& after);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_CASE_ACTIONS_H_
