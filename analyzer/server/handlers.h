// The handlers of the routes, one file a resource (*_routes.cpp).

#ifndef ANALYZER_SERVER_HANDLERS_H_
#define ANALYZER_SERVER_HANDLERS_H_

#include "analyzer/server/routes.h"

namespace analyzer::server {

// attempts_routes.cpp
void submit_attempt(Api&, const CallPtr&, const Respond&);
void submit_attempts(Api&, const CallPtr&, const Respond&);
void get_attempt(Api&, const CallPtr&, const Respond&);
void report_outcome(Api&, const CallPtr&, const Respond&);
void submit_registry_event(Api&, const CallPtr&, const Respond&);

// reports_routes.cpp
void submit_report(Api&, const CallPtr&, const Respond&);
void get_report(Api&, const CallPtr&, const Respond&);
void check(Api&, const CallPtr&, const Respond&);
void get_help(Api&, const CallPtr&, const Respond&);

// desk_routes.cpp
void list_desk_reports(Api&, const CallPtr&, const Respond&);
void get_desk_report(Api&, const CallPtr&, const Respond&);
void add_desk_entry(Api&, const CallPtr&, const Respond&);
void get_desk_contact(Api&, const CallPtr&, const Respond&);
void look_up_caller(Api&, const CallPtr&, const Respond&);
void add_tip(Api&, const CallPtr&, const Respond&);
void add_objection(Api&, const CallPtr&, const Respond&);
void list_objections(Api&, const CallPtr&, const Respond&);
void get_objection_contact(Api&, const CallPtr&, const Respond&);
void objection_told(Api&, const CallPtr&, const Respond&);
void list_tips(Api&, const CallPtr&, const Respond&);
void get_tip(Api&, const CallPtr&, const Respond&);
void act_on_tip(Api&, const CallPtr&, const Respond&);
void get_statistics(Api&, const CallPtr&, const Respond&);

// pictures_routes.cpp
void submit_picture(Api&, const CallPtr&, const Respond&);
void get_picture(Api&, const CallPtr&, const Respond&);
void get_original(Api&, const CallPtr&, const Respond&);

// session_routes.cpp
void sign_in(Api&, const CallPtr&, const Respond&);
void get_session(Api&, const CallPtr&, const Respond&);
void sign_out(Api&, const CallPtr&, const Respond&);
void change_password(Api&, const CallPtr&, const Respond&);

// cases_routes.cpp
void list_cases(Api&, const CallPtr&, const Respond&);
void next_case(Api&, const CallPtr&, const Respond&);
void get_case(Api&, const CallPtr&, const Respond&);
void get_ring(Api&, const CallPtr&, const Respond&);
void claim_case(Api&, const CallPtr&, const Respond&);
void renew_case(Api&, const CallPtr&, const Respond&);
void release_case(Api&, const CallPtr&, const Respond&);
void note_case(Api&, const CallPtr&, const Respond&);
void decide_case(Api&, const CallPtr&, const Respond&);
void confirm_case(Api&, const CallPtr&, const Respond&);
void reopen_case(Api&, const CallPtr&, const Respond&);
void undo_case(Api&, const CallPtr&, const Respond&);
void assign_case(Api&, const CallPtr&, const Respond&);
void snooze_case(Api&, const CallPtr&, const Respond&);
void contact_case(Api&, const CallPtr&, const Respond&);
void recuse_case(Api&, const CallPtr&, const Respond&);
void extend_case(Api&, const CallPtr&, const Respond&);
void answer_extension(Api&, const CallPtr&, const Respond&);
void archive_case(Api&, const CallPtr&, const Respond&);
void check_case(Api&, const CallPtr&, const Respond&);
void decide_cases(Api&, const CallPtr&, const Respond&);
void undo_cases(Api&, const CallPtr&, const Respond&);
void get_clearing(Api&, const CallPtr&, const Respond&);
void get_ledger(Api&, const CallPtr&, const Respond&);
void get_casework(Api&, const CallPtr&, const Respond&);
void list_reviewers(Api&, const CallPtr&, const Respond&);
void get_subject(Api&, const CallPtr&, const Respond&);
void get_overview(Api&, const CallPtr&, const Respond&);
void list_campaigns(Api&, const CallPtr&, const Respond&);
void merge_campaigns(Api&, const CallPtr&, const Respond&);
void split_campaign(Api&, const CallPtr&, const Respond&);
void list_rules(Api&, const CallPtr&, const Respond&);
void list_trials(Api&, const CallPtr&, const Respond&);
void add_trial(Api&, const CallPtr&, const Respond&);
void switch_on_trial(Api&, const CallPtr&, const Respond&);
void list_visits(Api&, const CallPtr&, const Respond&);
void finish_visit(Api&, const CallPtr&, const Respond&);
void export_visits(Api&, const CallPtr&, const Respond&);
void export_statistics(Api&, const CallPtr&, const Respond&);
void get_campaign(Api&, const CallPtr&, const Respond&);

// case_parts_routes.cpp
void enter_saved(Api&, const CallPtr&, const Respond&);
void export_case_form(Api&, const CallPtr&, const Respond&);
void add_case_file(Api&, const CallPtr&, const Respond&);
void get_case_file(Api&, const CallPtr&, const Respond&);
void withdraw_case_file(Api&, const CallPtr&, const Respond&);
void refer_case(Api&, const CallPtr&, const Respond&);
void list_referrals(Api&, const CallPtr&, const Respond&);
void get_referral(Api&, const CallPtr&, const Respond&);
void return_referral(Api&, const CallPtr&, const Respond&);
void recall_referral(Api&, const CallPtr&, const Respond&);
void list_conflicts(Api&, const CallPtr&, const Respond&);
void state_conflict(Api&, const CallPtr&, const Respond&);
void end_conflict(Api&, const CallPtr&, const Respond&);

// register_routes.cpp
void list_register(Api&, const CallPtr&, const Respond&);
void list_brands(Api&, const CallPtr&, const Respond&);
void list_marks(Api&, const CallPtr&, const Respond&);
void add_mark(Api&, const CallPtr&, const Respond&);
void decide_mark(Api&, const CallPtr&, const Respond&);
void withdraw_mark(Api&, const CallPtr&, const Respond&);

// indicators_routes.cpp
void list_indicators(Api&, const CallPtr&, const Respond&);
void add_indicator(Api&, const CallPtr&, const Respond&);
void get_entry_effect(Api&, const CallPtr&, const Respond&);

// listings_routes.cpp
void list_waiting_listings(Api&, const CallPtr&, const Respond&);
void get_case_listings(Api&, const CallPtr&, const Respond&);
void decide_listing(Api&, const CallPtr&, const Respond&);

// feeds_routes.cpp
// What the caller sees of the published lists; a person sees everything.
ListView list_view_of(const Call& call);
void list_feeds(Api&, const CallPtr&, const Respond&);
void get_feed(Api&, const CallPtr&, const Respond&);
void get_feed_changes(Api&, const CallPtr&, const Respond&);
void search_hashes(Api&, const CallPtr&, const Respond&);
void list_sources(Api&, const CallPtr&, const Respond&);
void run_source(Api&, const CallPtr&, const Respond&);
void get_source_run(Api&, const CallPtr&, const Respond&);
void decide_source(Api&, const CallPtr&, const Respond&);
void add_source(Api&, const CallPtr&, const Respond&);
void change_source(Api&, const CallPtr&, const Respond&);
void remove_source(Api&, const CallPtr&, const Respond&);
void withdraw_source(Api&, const CallPtr&, const Respond&);

// webhooks_routes.cpp
void list_webhooks(Api&, const CallPtr&, const Respond&);
void list_deliveries(Api&, const CallPtr&, const Respond&);
void replay_deliveries(Api&, const CallPtr&, const Respond&);

// disputes_routes.cpp
void open_dispute(Api&, const CallPtr&, const Respond&);
void list_disputes(Api&, const CallPtr&, const Respond&);
void get_dispute_contacts(Api&, const CallPtr&, const Respond&);
void decide_dispute(Api&, const CallPtr&, const Respond&);
void hand_over(Api&, const CallPtr&, const Respond&);
void list_handovers(Api&, const CallPtr&, const Respond&);
void check_url(Api&, const CallPtr&, const Respond&);

// taxii_routes.cpp
void taxii_discovery(Api&, const CallPtr&, const Respond&);
void taxii_root(Api&, const CallPtr&, const Respond&);
void taxii_collections(Api&, const CallPtr&, const Respond&);
void taxii_collection(Api&, const CallPtr&, const Respond&);
void taxii_objects(Api&, const CallPtr&, const Respond&);
void taxii_object(Api&, const CallPtr&, const Respond&);
void taxii_manifest(Api&, const CallPtr&, const Respond&);

// helpers_routes.cpp
void list_helpers(Api&, const CallPtr&, const Respond&);
void add_helper(Api&, const CallPtr&, const Respond&);
void get_helper(Api&, const CallPtr&, const Respond&);
void change_helper(Api&, const CallPtr&, const Respond&);
void confirm_helper(Api&, const CallPtr&, const Respond&);
void revoke_helper(Api&, const CallPtr&, const Respond&);
void get_helper_proposal(Api&, const CallPtr&, const Respond&);

// accounts_routes.cpp
void list_users(Api&, const CallPtr&, const Respond&);
void create_user(Api&, const CallPtr&, const Respond&);
void change_user(Api&, const CallPtr&, const Respond&);
void list_keys(Api&, const CallPtr&, const Respond&);
void create_key(Api&, const CallPtr&, const Respond&);
void revoke_key(Api&, const CallPtr&, const Respond&);
void list_audit(Api&, const CallPtr&, const Respond&);
void get_audit_check(Api&, const CallPtr&, const Respond&);
void start_audit_check(Api&, const CallPtr&, const Respond&);
void list_settings(Api&, const CallPtr&, const Respond&);

// system_routes.cpp
void live(Api&, const CallPtr&, const Respond&);
void ready(Api&, const CallPtr&, const Respond&);
void metrics(Api&, const CallPtr&, const Respond&);
void get_openapi(Api&, const CallPtr&, const Respond&);
void get_docs(Api&, const CallPtr&, const Respond&);

}  // namespace analyzer::server

#endif  // ANALYZER_SERVER_HANDLERS_H_
