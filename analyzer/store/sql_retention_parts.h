// What a purge takes with what, and what keeps it from going. Internal to this layer.

#ifndef ANALYZER_STORE_SQL_RETENTION_PARTS_H_
#define ANALYZER_STORE_SQL_RETENTION_PARTS_H_

#include <string>
#include <string_view>

namespace analyzer::store {

// Rows that go with an observation or case, children first.
struct PurgedPart {
  std::string_view table;
  std::string_view where;
};
inline constexpr PurgedPart kOfObservation[] = {{"secrets", "owner = CAST(? AS TEXT)"},
                                                {"labels", "observation = ?"},
                                                {"outcomes", "observation = ?"},
                                                {"follow_ups", "observation = ?"},
                                                {"explanations", "observation = ?"},
                                                {"observation_places", "observation = ?"},
                                                {"observations", "seq = ?"}};
// What lies encrypted of a case, of its files and of what was handed down.
inline constexpr PurgedPart kSecretsOfCase[] = {
    {"secrets", "owner = ?"},
    {"secrets", "owner IN (SELECT id FROM case_files WHERE case_id = ?)"},
    {"secrets", "owner IN (SELECT id FROM case_referrals WHERE case_id = ?)"}};
inline constexpr PurgedPart kOfCase[] = {kSecretsOfCase[0],
                                         kSecretsOfCase[1],
                                         kSecretsOfCase[2],
                                         {"case_files", "case_id = ?"},
                                         {"case_referrals", "case_id = ?"},
                                         {"campaign_cases", "case_id = ?"},
                                         {"case_events", "case_id = ?"},
                                         {"case_links", "case_id = ?"},
                                         {"case_skips", "case_id = ?"},
                                         {"cases", "id = ?"}};
inline constexpr PurgedPart kOfRegistryEvent[] = {{"registry_status", "event = ?"},
                                                  {"registry_events", "seq = ?"}};
inline constexpr PurgedPart kSecrets[] = {{"secrets", "owner = ?"}};
inline constexpr PurgedPart kAlias[] = {{"aliases", "alias = ?"}};
inline constexpr PurgedPart kOfTip[] = {
    {"secrets", "owner = ?"}, {"tip_events", "tip = ?"}, {"tips", "id = ?"}};
inline constexpr PurgedPart kWindowChange[] = {{"window_changes", "seq = ?"}};
inline constexpr PurgedPart kVisit[] = {{"visits", "id = ?"}};
inline constexpr PurgedPart kVisitsOf[] = {{"visits", "person = ?"}};
inline constexpr PurgedPart kOfDispute[] = {{"secrets", "owner = ?"}, {"disputes", "id = ?"}};

// Of an observation `o`: no undecided case has it, names it or objects to its case.
inline constexpr std::string_view kFree =
    " NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = o.case_id AND c.state <> 3)"
    " AND NOT EXISTS (SELECT 1 FROM case_mentions m JOIN cases c ON c.id = m.case_id"
    "  WHERE m.seq = o.seq AND c.state <> 3)"
    " AND NOT EXISTS (SELECT 1 FROM objections b JOIN cases c ON c.id = b.case_id"
    "  WHERE b.about = o.case_id AND c.state <> 3)";
inline const std::string kObservationMayGo =
    "SELECT 1 FROM observations o WHERE seq = ? AND" + std::string(kFree);
inline constexpr std::string_view kCaseMayGo =
    "SELECT 1 FROM cases WHERE id = ? AND state = 3 AND NOT EXISTS"
    " (SELECT 1 FROM objections b JOIN cases c ON c.id = b.case_id"
    "  WHERE b.about = cases.id AND c.state <> 3)"
    " AND NOT EXISTS (SELECT 1 FROM observations o JOIN case_mentions m ON m.seq = o.seq"
    "  JOIN cases c ON c.id = m.case_id WHERE o.case_id = cases.id AND c.state <> 3)";
// Whatever belongs to a case that is objected to stays until that is decided.
inline constexpr std::string_view kSecretMayGo =
    "SELECT 1 WHERE NOT EXISTS"
    " (SELECT 1 FROM objections b JOIN cases c ON c.id = b.case_id WHERE c.state <> 3"
    "  AND (b.about = ?1"
    "   OR EXISTS (SELECT 1 FROM case_files f WHERE f.id = ?1 AND f.case_id = b.about)"
    "   OR EXISTS (SELECT 1 FROM case_referrals r WHERE r.id = ?1 AND r.case_id = b.about)"
    "   OR EXISTS (SELECT 1 FROM observations o WHERE o.case_id = b.about"
    "              AND CAST(o.seq AS TEXT) = ?1)))";
inline constexpr std::string_view kAlways = "SELECT ? IS NOT NULL";

}  // namespace analyzer::store

#endif  // ANALYZER_STORE_SQL_RETENTION_PARTS_H_
