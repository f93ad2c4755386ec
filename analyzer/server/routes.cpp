#include "analyzer/server/routes.h"

#include <array>
#include <optional>
#include <unordered_map>

#include "analyzer/pictures/header.h"
#include "analyzer/server/handlers.h"
#include "analyzer/service/evidence_files.h"

namespace analyzer::server {
namespace {

constexpr std::size_t kSmall = std::size_t{64} << 10;
constexpr std::size_t kNormal = std::size_t{1} << 20;
constexpr std::size_t kBatch = std::size_t{4} << 20;

constexpr std::uint32_t kAttempts = 1U << 0;
constexpr std::uint32_t kReports = 1U << 1;
constexpr std::uint32_t kCheck = 1U << 2;
constexpr std::uint32_t kRegistry = 1U << 3;
constexpr std::uint32_t kFeeds = 1U << 4;
constexpr std::uint32_t kPersonal = 1U << 5;
constexpr std::uint32_t kUrls = 1U << 6;
constexpr std::uint32_t kDisputes = 1U << 7;

constexpr Roles kHotline = role_bit(Role::kHotline);
constexpr Roles kSupervisor = role_bit(Role::kSupervisor);
constexpr Roles kSeconds = role_bit(Role::kSecondReviewer) | kSupervisor;
constexpr Roles kReviewers = role_bit(Role::kReviewer) | kSeconds;
constexpr Roles kStaff = kHotline | kReviewers;
constexpr Roles kSystem = role_bit(Role::kSystemAdmin);
constexpr Roles kSecurity = role_bit(Role::kSecurityAdmin);
constexpr Roles kAuditor = role_bit(Role::kAuditAdmin);
constexpr Roles kAnyone = kAnybodySignedIn;

constexpr Method kGet = Method::kGet;
constexpr Method kPost = Method::kPost;
constexpr Method kPut = Method::kPut;
constexpr Method kPatch = Method::kPatch;
constexpr Method kDelete = Method::kDelete;
constexpr Body kNone = Body::kNone;
constexpr Body kOptional = Body::kOptional;
constexpr Body kRequired = Body::kRequired;
constexpr Body kPicture = Body::kPicture;
constexpr Body kFile = Body::kFile;
constexpr Run kNow = Run::kNow;
constexpr Run kDecide = Run::kDecide;
constexpr Run kWorker = Run::kWorker;

// clang-format off
constexpr auto kRoutes = std::to_array<Route>({
  // method  pattern                               body       limit    scopes     roles       run      handler
  {kPost,   "/v1/attempts",                       kRequired, kNormal, kAttempts, 0,          kNow,    submit_attempt},
  {kPost,   "/v1/attempts/batch",                 kRequired, kBatch,  kAttempts, 0,          kDecide, submit_attempts},
  {kGet,    "/v1/attempts/{attempt_id}",          kNone,     0,       kAttempts, 0,          kDecide, get_attempt},
  {kPost,   "/v1/attempts/{attempt_id}/outcome",  kRequired, kSmall,  kAttempts, 0,          kDecide, report_outcome},
  {kPost,   "/v1/registry-events",                kRequired, kSmall,  kRegistry, 0,          kDecide, submit_registry_event},
  {kPost,   "/v1/reports",                        kRequired, kNormal, kReports,  kHotline | kSupervisor, kDecide, submit_report},
  {kGet,    "/v1/desk/reports",                   kNone,     0,       0,         kHotline | kSupervisor, kWorker, list_desk_reports},
  {kGet,    "/v1/desk/reports/{report_id}",       kNone,     0,       0,         kStaff,     kWorker, get_desk_report},
  {kPost,   "/v1/desk/reports/{report_id}/entries", kRequired, kSmall, 0,        kHotline | kSupervisor, kWorker, add_desk_entry},
  {kGet,    "/v1/desk/reports/{report_id}/contact", kNone,   0,       0,         kHotline | kSupervisor, kWorker, get_desk_contact},
  {kPost,   "/v1/desk/callers",                   kRequired, kSmall,  0,         kHotline | kSupervisor, kWorker, look_up_caller},
  {kPost,   "/v1/objections",                     kRequired, kSmall,  0,         kStaff,     kWorker, add_objection},
  {kGet,    "/v1/objections",                     kNone,     0,       0,         kStaff,     kWorker, list_objections},
  {kGet,    "/v1/objections/{objection_id}/contact", kNone,  0,       0,         kStaff,     kWorker, get_objection_contact},
  {kPost,   "/v1/objections/{objection_id}/callback", kRequired, kSmall, 0,      kStaff,     kWorker, objection_told},
  {kPost,   "/v1/tips",                           kRequired, kSmall,  0,         kHotline | kSupervisor, kWorker, add_tip},
  {kGet,    "/v1/tips",                           kNone,     0,       0,         kSupervisor, kWorker, list_tips},
  {kGet,    "/v1/tips/{tip_id}",                  kNone,     0,       0,         kSupervisor, kWorker, get_tip},
  {kPost,   "/v1/tips/{tip_id}/state",            kRequired, kSmall,  0,         kSupervisor, kWorker, act_on_tip},
  {kGet,    "/v1/reports/{report_id}",            kNone,     0,       kReports,  kStaff,     kDecide, get_report},
  {kPost,   "/v1/check",                          kRequired, kNormal, kCheck,    kStaff,     kDecide, check},
  {kPost,   "/v1/help",                           kRequired, kSmall,  kCheck,    kStaff,     kDecide, get_help},

  {kPost,   "/v1/pictures",                       kPicture,  pictures::kMostBytes, kCheck, kStaff, kWorker, submit_picture},
  {kGet,    "/v1/pictures/{picture_id}",          kNone,     0,       kCheck,    kStaff,     kWorker, get_picture},
  {kGet,    "/v1/pictures/{picture_id}/original", kNone,     0,       0,         kReviewers, kWorker, get_original},

  {kPost,   "/v1/session",                        kRequired, kSmall,  0,         0,          kWorker, sign_in},
  {kGet,    "/v1/session",                        kNone,     0,       0,         kAnyone,    kWorker, get_session},
  {kDelete, "/v1/session",                        kNone,     0,       0,         kAnyone,    kWorker, sign_out},
  {kPost,   "/v1/session/password",               kRequired, kSmall,  0,         kAnyone,    kWorker, change_password},

  {kGet,    "/v1/cases",                          kNone,     0,       0,         kReviewers, kWorker, list_cases},
  {kPost,   "/v1/cases/next",                     kOptional, kSmall,  0,         kReviewers, kWorker, next_case},
  {kGet,    "/v1/cases/{case_id}",                kNone,     0,       0,         kReviewers, kWorker, get_case},
  {kGet,    "/v1/cases/{case_id}/ring",           kNone,     0,       0,         kReviewers, kWorker, get_ring},
  {kPost,   "/v1/cases/{case_id}/claim",          kOptional, kSmall,  0,         kReviewers, kWorker, claim_case},
  {kPost,   "/v1/cases/{case_id}/renew",          kOptional, kSmall,  0,         kReviewers, kWorker, renew_case},
  {kPost,   "/v1/cases/{case_id}/release",        kOptional, kSmall,  0,         kReviewers, kWorker, release_case},
  {kPost,   "/v1/cases/{case_id}/notes",          kRequired, kSmall,  0,         kReviewers, kWorker, note_case},
  {kPost,   "/v1/cases/{case_id}/decision",       kRequired, kSmall,  0,         kReviewers, kWorker, decide_case},
  {kPost,   "/v1/cases/{case_id}/confirmation",   kRequired, kSmall,  0,         kSeconds,   kWorker, confirm_case},
  {kPost,   "/v1/cases/{case_id}/reopen",         kRequired, kSmall,  0,         kSeconds,   kWorker, reopen_case},
  {kPost,   "/v1/cases/{case_id}/undo",           kOptional, kSmall,  0,         kReviewers, kWorker, undo_case},
  {kPost,   "/v1/cases/{case_id}/assignment",     kRequired, kSmall,  0,         kReviewers, kWorker, assign_case},
  {kPost,   "/v1/cases/{case_id}/snooze",         kRequired, kSmall,  0,         kReviewers, kWorker, snooze_case},
  {kPost,   "/v1/cases/{case_id}/contacts",       kRequired, kSmall,  0,         kReviewers, kWorker, contact_case},
  {kPost,   "/v1/cases/{case_id}/recusal",        kRequired, kSmall,  0,         kReviewers, kWorker, recuse_case},
  {kPost,   "/v1/cases/{case_id}/extension",      kRequired, kSmall,  0,         kReviewers, kWorker, extend_case},
  {kPost,   "/v1/cases/{case_id}/extension/answer", kRequired, kSmall, 0,        kSeconds,   kWorker, answer_extension},
  {kPost,   "/v1/cases/{case_id}/archive",        kOptional, kSmall,  0,         kSeconds,   kWorker, archive_case},
  {kPost,   "/v1/cases/{case_id}/saved",          kRequired, kSmall,  0,         kReviewers, kWorker, enter_saved},
  {kGet,    "/v1/cases/{case_id}/form",           kNone,     0,       0,         kReviewers, kWorker, export_case_form},
  {kPost,   "/v1/cases/{case_id}/files",          kFile,     EvidenceFiles::kMostBytes, 0, kReviewers, kWorker, add_case_file},
  {kGet,    "/v1/cases/{case_id}/files/{file_id}", kNone,    0,       0,         kReviewers, kWorker, get_case_file},
  {kPost,   "/v1/cases/{case_id}/files/{file_id}/withdrawal", kRequired, kSmall, 0, kReviewers, kWorker, withdraw_case_file},
  {kPost,   "/v1/cases/{case_id}/referrals",      kRequired, kSmall,  0,         kReviewers, kWorker, refer_case},
  {kGet,    "/v1/referrals",                      kNone,     0,       0,         kReviewers, kWorker, list_referrals},
  {kGet,    "/v1/referrals/{referral_id}",        kNone,     0,       0,         kReviewers, kWorker, get_referral},
  {kPost,   "/v1/referrals/{referral_id}/return", kRequired, kSmall,  0,         kReviewers, kWorker, return_referral},
  {kPost,   "/v1/referrals/{referral_id}/recall", kRequired, kSmall,  0,         kReviewers, kWorker, recall_referral},
  {kGet,    "/v1/conflicts",                      kNone,     0,       0,         kReviewers, kWorker, list_conflicts},
  {kPost,   "/v1/conflicts",                      kRequired, kSmall,  0,         kReviewers, kWorker, state_conflict},
  {kPost,   "/v1/conflicts/{conflict_id}/end",    kRequired, kSmall,  0,         kSupervisor, kWorker, end_conflict},
  {kPost,   "/v1/cases/{case_id}/checks",         kRequired, kSmall,  0,         kReviewers, kWorker, check_case},
  {kGet,    "/v1/cases/{case_id}/clearing",       kNone,     0,       0,         kReviewers, kWorker, get_clearing},
  {kGet,    "/v1/cases/ledger",                   kNone,     0,       0,         kReviewers, kWorker, get_ledger},
  {kPost,   "/v1/bulk",                           kRequired, kSmall,  0,         kReviewers, kWorker, decide_cases},
  {kPost,   "/v1/bulk/{bulk_id}/undo",            kNone,     0,       0,         kReviewers, kWorker, undo_cases},
  {kGet,    "/v1/casework",                       kNone,     0,       0,         kReviewers, kWorker, get_casework},
  {kGet,    "/v1/reviewers",                      kNone,     0,       0,         kReviewers, kWorker, list_reviewers},
  {kGet,    "/v1/cases/{case_id}/subject",        kNone,     0,       0,         kReviewers, kWorker, get_subject},
  {kGet,    "/v1/cases/{case_id}/helper-proposal", kNone,    0,       0,         kReviewers, kWorker, get_helper_proposal},
  {kGet,    "/v1/overview",                       kNone,     0,       0,         kStaff,     kWorker, get_overview},
  {kGet,    "/v1/statistics",                     kNone,     0,       0,         kReviewers, kWorker, get_statistics},
  {kGet,    "/v1/statistics/file",                kNone,     0,       0,         kReviewers, kWorker, export_statistics},
  {kGet,    "/v1/rules",                          kNone,     0,       0,         kReviewers, kWorker, list_rules},
  {kGet,    "/v1/trials",                         kNone,     0,       0,         kReviewers, kWorker, list_trials},
  {kPost,   "/v1/trials",                         kRequired, kSmall,  0,         kSeconds,   kWorker, add_trial},
  {kPost,   "/v1/trials/{trial_id}/switch",       kNone,     0,       0,         kSupervisor, kWorker, switch_on_trial},
  {kGet,    "/v1/visits",                         kNone,     0,       0,         kReviewers, kWorker, list_visits},
  {kGet,    "/v1/visits/file",                    kNone,     0,       0,         kReviewers, kWorker, export_visits},
  {kPost,   "/v1/visits/{visit_id}/done",         kRequired, kSmall,  0,         kReviewers, kWorker, finish_visit},
  {kGet,    "/v1/campaigns",                      kNone,     0,       0,         kStaff,     kWorker, list_campaigns},
  {kPost,   "/v1/campaigns/{campaign_id}/merge",  kRequired, kSmall,  0,         kSeconds,   kWorker, merge_campaigns},
  {kPost,   "/v1/campaigns/{campaign_id}/split",  kRequired, kSmall,  0,         kSeconds,   kWorker, split_campaign},
  {kGet,    "/v1/campaigns/{campaign_id}",        kNone,     0,       0,         kStaff,     kWorker, get_campaign},

  {kGet,    "/v1/register",                       kNone,     0,       kCheck,    kAnyone,    kWorker, list_register},
  {kGet,    "/v1/register/brands",                kNone,     0,       kCheck,    kAnyone,    kWorker, list_brands},
  {kGet,    "/v1/register/marks",                 kNone,     0,       0,         kReviewers, kWorker, list_marks},
  {kPost,   "/v1/register/marks",                 kRequired, kSmall,  0,         kReviewers, kWorker, add_mark},
  {kPost,   "/v1/register/marks/{mark_id}/decision", kRequired, kSmall, 0,       kReviewers, kWorker, decide_mark},
  {kPost,   "/v1/register/marks/{mark_id}/withdrawal", kRequired, kSmall, 0,     kSeconds,   kWorker, withdraw_mark},
  {kGet,    "/v1/indicators",                     kNone,     0,       kFeeds,    kStaff,     kWorker, list_indicators},
  {kPost,   "/v1/indicators",                     kRequired, kSmall,  0,         kSeconds,   kWorker, add_indicator},
  {kGet,    "/v1/indicators/effect",              kNone,     0,       0,         kReviewers, kWorker, get_entry_effect},
  {kGet,    "/v1/listings",                       kNone,     0,       0,         kReviewers, kWorker, list_waiting_listings},
  {kGet,    "/v1/cases/{case_id}/listings",       kNone,     0,       0,         kReviewers, kWorker, get_case_listings},
  {kPost,   "/v1/cases/{case_id}/listings",       kRequired, kSmall,  0,         kSeconds,   kWorker, decide_listing},

  {kGet,    "/v1/feeds",                          kNone,     0,       kFeeds,    kStaff,     kWorker, list_feeds},
  {kGet,    "/v1/feeds/{file}",                   kNone,     0,       kFeeds,    kStaff,     kWorker, get_feed},
  {kGet,    "/v1/feeds/{list}/changes",           kNone,     0,       kFeeds,    kStaff,     kWorker, get_feed_changes},
  {kPost,   "/v1/hashes/search",                  kRequired, kSmall,  kFeeds,    kStaff,     kWorker, search_hashes},
  {kGet,    "/v1/sources",                        kNone,     0,       0,         kStaff | kSystem, kWorker, list_sources},
  {kPost,   "/v1/sources",                        kRequired, kSmall,  0,         kSupervisor | kSystem, kWorker, add_source},
  {kPut,    "/v1/sources/{source}",               kRequired, kSmall,  0,         kSupervisor | kSystem, kWorker, change_source},
  {kDelete, "/v1/sources/{source}",               kNone,     0,       0,         kSupervisor | kSystem, kWorker, remove_source},
  {kPost,   "/v1/sources/{source}/withdrawal",    kRequired, kSmall,  0,         kSupervisor | kSystem, kWorker, withdraw_source},
  {kPost,   "/v1/sources/{source}/runs",          kNone,     0,       0,         kSeconds | kSystem, kWorker, run_source},
  {kGet,    "/v1/sources/{source}/runs/{run}",    kNone,     0,       0,         kSeconds | kSystem, kWorker, get_source_run},
  {kPost,   "/v1/sources/{source}/decision",      kRequired, kSmall,  0,         kSeconds,   kWorker, decide_source},

  {kGet,    "/taxii2/",                           kNone,     0,       kFeeds,    kStaff,     kWorker, taxii_discovery},
  {kGet,    "/taxii2/lists/",                     kNone,     0,       kFeeds,    kStaff,     kWorker, taxii_root},
  {kGet,    "/taxii2/lists/collections/",         kNone,     0,       kFeeds,    kStaff,     kWorker, taxii_collections},
  {kGet,    "/taxii2/lists/collections/{collection}/", kNone, 0,      kFeeds,    kStaff,     kWorker, taxii_collection},
  {kGet,    "/taxii2/lists/collections/{collection}/objects/", kNone, 0, kFeeds, kStaff,     kWorker, taxii_objects},
  {kGet,    "/taxii2/lists/collections/{collection}/objects/{object}/", kNone, 0, kFeeds, kStaff, kWorker, taxii_object},
  {kGet,    "/taxii2/lists/collections/{collection}/manifest/", kNone, 0, kFeeds, kStaff,    kWorker, taxii_manifest},

  {kGet,    "/v1/webhooks",                       kNone,     0,       0,         kSupervisor, kWorker, list_webhooks},
  {kGet,    "/v1/webhooks/{hook}/deliveries",     kNone,     0,       0,         kSupervisor, kWorker, list_deliveries},
  {kPost,   "/v1/webhooks/{hook}/replays",        kNone,     0,       0,         kSupervisor, kWorker, replay_deliveries},
  {kPost,   "/v1/disputes",                       kRequired, kSmall,  kDisputes, kStaff,     kWorker, open_dispute},
  {kGet,    "/v1/disputes",                       kNone,     0,       0,         kStaff,     kWorker, list_disputes},
  {kGet,    "/v1/disputes/{dispute_id}/contacts", kNone,     0,       0,         kReviewers, kWorker, get_dispute_contacts},
  {kPost,   "/v1/disputes/{dispute_id}/decision", kRequired, kSmall,  0,         kSeconds,   kWorker, decide_dispute},
  {kPost,   "/v1/handovers",                      kRequired, kSmall,  kPersonal, 0,          kWorker, hand_over},
  {kGet,    "/v1/handovers",                      kNone,     0,       0,         kSupervisor, kWorker, list_handovers},
  {kPost,   "/v1/urls/check",                     kRequired, kSmall,  kUrls,     0,          kWorker, check_url},

  {kGet,    "/v1/helpers",                        kNone,     0,       0,         kReviewers, kWorker, list_helpers},
  {kPost,   "/v1/helpers",                        kRequired, kSmall,  0,         kReviewers, kWorker, add_helper},
  {kGet,    "/v1/helpers/{helper_id}",            kNone,     0,       0,         kReviewers, kWorker, get_helper},
  {kPut,    "/v1/helpers/{helper_id}",            kRequired, kSmall,  0,         kSeconds,   kWorker, change_helper},
  {kDelete, "/v1/helpers/{helper_id}",            kNone,     0,       0,         kSeconds,   kWorker, revoke_helper},
  {kPost,   "/v1/helpers/{helper_id}/confirmation", kNone,   0,       0,         kSeconds,   kWorker, confirm_helper},

  {kGet,    "/v1/users",                          kNone,     0,       0,         kSystem | kSecurity, kWorker, list_users},
  {kPost,   "/v1/users",                          kRequired, kSmall,  0,         kSystem,    kWorker, create_user},
  {kPatch,  "/v1/users/{user_id}",                kRequired, kSmall,  0,         kSystem | kSecurity, kWorker, change_user},
  {kGet,    "/v1/keys",                           kNone,     0,       0,         kSecurity,  kWorker, list_keys},
  {kPost,   "/v1/keys",                           kRequired, kSmall,  0,         kSecurity,  kWorker, create_key},
  {kDelete, "/v1/keys/{key_id}",                  kNone,     0,       0,         kSecurity,  kWorker, revoke_key},
  {kGet,    "/v1/audit",                          kNone,     0,       0,         kAuditor,   kWorker, list_audit},
  {kGet,    "/v1/audit/check",                    kNone,     0,       0,         kAuditor,   kWorker, get_audit_check},
  {kPost,   "/v1/audit/check",                    kOptional, kSmall,  0,         kAuditor,   kWorker, start_audit_check},
  {kGet,    "/v1/settings",                       kNone,     0,       0,         kSupervisor | kSystem | kSecurity | kAuditor, kWorker, list_settings},

  {kGet,    "/livez",                             kNone,     0,       0,         0,          kNow,    live},
  {kGet,    "/readyz",                            kNone,     0,       0,         0,          kDecide, ready},
  {kGet,    "/metrics",                           kNone,     0,       0,         0,          kWorker, metrics},
  {kGet,    "/v1/openapi.json",                   kNone,     0,       0,         0,          kNow,    get_openapi},
  {kGet,    "/v1/docs",                           kNone,     0,       0,         0,          kNow,    get_docs},
});
// clang-format on

// Takes the part of `path` up to the next '/' off it.
std::string_view next_part(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  return part;
}

// Whether `path` fits `pattern`; on success the raw values of its parameters.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string_view>& values) {
  values.clear();
  pattern.remove_prefix(1);
  path.remove_prefix(1);
  while (true) {
    const bool last = pattern.find('/') == std::string_view::npos;
    if (last != (path.find('/') == std::string_view::npos)) return false;
    const std::string_view expected = next_part(pattern);
    const std::string_view part = next_part(path);
    if (expected.starts_with("{")) {
      if (part.empty()) return false;
      values.push_back(part);
    } else if (expected != part) {
      return false;
    }
    if (last) return true;
  }
}

// The row whose pattern is `path` itself.
std::optional<std::size_t> route_without_parameters(Method method, std::string_view path) {
  static const auto kRows = [] {
    std::unordered_map<std::string_view, std::vector<std::size_t>> rows;
    for (std::size_t i = 0; i < kRoutes.size(); ++i) {
      if (kRoutes[i].pattern.find('{') == std::string_view::npos) {
        rows[kRoutes[i].pattern].push_back(i);
      }
    }
    return rows;
  }();
  const auto found = kRows.find(path);
  if (found == kRows.end()) return std::nullopt;
  for (const std::size_t row : found->second) {
    if (kRoutes[row].method == method) return row;
  }
  return std::nullopt;
}

void allow(std::string& methods, Method method) {
  const std::string_view name = method_name(method);
  if (!methods.empty()) methods.append(", ");
  methods.append(name);
  if (method == Method::kGet) methods.append(", HEAD");
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Match match(Method method, std::string_view path) {
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  // Most requests are for a pattern without parameters, which beats all others.
  if (const std::optional<std::size_t> route = route_without_parameters(wanted, path)) {
    return {Match::Kind::kRoute, *route, {}, {}};
  }
  Match out;
  if (path.empty() || path.front() != '/') return out;
  std::vector<std::string_view> values;
  std::size_t fewest = kRoutes.size();  // parameters of the best pattern so far
  for (std::size_t i = 0; i < kRoutes.size(); ++i) {
    if (!fits(kRoutes[i].pattern, path, values) || values.size() > fewest) continue;
    if (values.size() < fewest) {  // a fixed part wins: forget the looser pattern
      out = {};
      out.kind = Match::Kind::kWrongMethod;
      fewest = values.size();
    }
    allow(out.allow, kRoutes[i].method);
    if (kRoutes[i].method != wanted) continue;
    out.kind = Match::Kind::kRoute;
    out.route = i;
    for (const std::string_view value : values) {
      auto decoded = percent_decode(value);
      if (!decoded) {
        out.kind = Match::Kind::kBadPath;
        return out;
      }
      out.params.push_back(std::move(*decoded));
    }
  }
  return out;
}

std::string_view Call::parameter(std::string_view name) const {
  for (const auto& [parameter, value] : query) {
    if (parameter == name) return value;
  }
  return {};
}

analyzer::Caller Call::caller() const {
  if (key) return {key->key.caller, key->key.link_namespace, request.request_id};
  return {"console", "", request.request_id, session ? session->actor.id : ""};
}

}  // namespace analyzer::server
