// The steps of a case's state machine, one for each kind of event, and what they
// share. Only core/case*.cpp includes this.

#ifndef ANALYZER_CORE_CASE_STEPS_H_
#define ANALYZER_CORE_CASE_STEPS_H_

#include <string>

#include "analyzer/core/case.h"

namespace analyzer::case_steps {

bool lease_lives(const Case& c, Time at);
tl::unexpected<Error> conflict(std::string message);
// Names the field and what is missing.
tl::unexpected<Error> missing(ErrorCode code, std::string pointer, std::string what,
                              std::string message);
Status refuse_recused(const Case& c, const CaseEvent& event);
Status require_holder(const Case& c, const CaseEvent& event);
void clear_lease(Case& c);
void clear_owner(Case& c);
void clear_finding(Case& c);
void take_finding(Case& c, const CaseEvent& event);
void end_hold(Case& c);

// case_queue.cpp: who has it, until when.
Status claim(Case& c, const CaseEvent& event);
Status renew(Case& c, const CaseEvent& event);
Status release(Case& c, const CaseEvent& event);
Status assign(Case& c, const CaseEvent& event);
Status snooze(Case& c, const CaseEvent& event);
Status log_contact(Case& c, const CaseEvent& event);
Status recuse(Case& c, const CaseEvent& event);
Status ask_extension(Case& c, const CaseEvent& event);
Status answer_extension(Case& c, const CaseEvent& event);
Status lapse(Case& c);

// case_parts.cpp: what is added to a case, and whom it waits for.
Status add_file(Case& c, const CaseEvent& event);
Status withdraw_file(Case& c, const CaseEvent& event);
Status refer(Case& c, const CaseEvent& event);
Status end_referral(Case& c, const CaseEvent& event);
Status enter_saved(Case& c, const CaseEvent& event);

// case_findings.cpp: what was found, and that it holds.
Status decide(Case& c, const CaseEvent& event);
Status confirm(Case& c, const CaseEvent& event);
Status reject(Case& c, const CaseEvent& event);
Status reopen(Case& c, const CaseEvent& event);
Status undo(Case& c, const CaseEvent& event);
Status settle(Case& c, const CaseEvent& event);
Status archive(Case& c, const CaseEvent& event);
Status amend(Case& c, const CaseEvent& event);

}  // namespace analyzer::case_steps

#endif  // ANALYZER_CORE_CASE_STEPS_H_
