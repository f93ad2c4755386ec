// Short names for the contract's schemas.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Session = Schemas["Session"];
export type Level = Schemas["Level"];
export type Decision = Schemas["Decision"];
export type Check = Schemas["Check"];
export type Report = Schemas["Report"];
export type Reason = Schemas["Reason"];
export type UrlVerdict = Schemas["UrlVerdict"];
export type CheckVerdict = Schemas["CheckVerdict"];
export type Picture = Schemas["Picture"];
export type ReportVerdict = Schemas["ReportVerdict"];
export type AttemptDecision = Schemas["AttemptDecision"];
export type AttemptFacts = Schemas["AttemptFacts"];
export type ReportFacts = Schemas["ReportFacts"];
export type History = Schemas["History"];
export type Case = Schemas["Case"];
export type CaseDetail = Schemas["CaseDetail"];
export type CaseEvent = Schemas["CaseEvent"];
export type CaseObservation = Schemas["CaseObservation"];
export type CaseDecision = Schemas["CaseDecision"];
export type CaseKind = Schemas["CaseKind"];
export type CaseState = Schemas["CaseState"];
export type RelatedCase = Schemas["RelatedCase"];
export type Campaign = Schemas["Campaign"];
export type Ring = Schemas["Ring"];
export type RingNode = Schemas["RingNode"];
export type CampaignDetail = Schemas["CampaignDetail"];
export type Disposition = Schemas["Disposition"];
export type Cause = Schemas["Cause"];
export type Medium = Schemas["Medium"];
export type SubjectList = Schemas["SubjectList"];
export type Overview = Schemas["Overview"];
export type User = Schemas["User"];
export type CreatedUser = Schemas["CreatedUser"];
export type UserChange = Schemas["UserChange"];
export type Key = Schemas["Key"];
export type NewKey = Schemas["NewKey"];
export type CreatedKey = Schemas["CreatedKey"];
export type Scope = Schemas["Scope"];
export type RegisterEntry = Schemas["RegisterEntry"];
export type RegisterKind = Schemas["RegisterKind"];
export type RegisterList = Schemas["RegisterList"];
export type Helper = Schemas["Helper"];
export type HelperKind = Schemas["HelperKind"];
export type HelperLinkKind = Schemas["HelperLinkKind"];
export type HelperProposal = Schemas["HelperProposal"];
export type HelpQuestion = Schemas["HelpQuestion"];
export type Sentence = Schemas["Sentence"];
export type NewHelper = Schemas["NewHelper"];
export type Weekday = Schemas["Weekday"];
export type AuditRow = Schemas["AuditRow"];
export type Problem = Schemas["Problem"];

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}
