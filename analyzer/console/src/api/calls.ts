// The calls of the contract that the console makes, one function each.
import { call, type Answer } from "./client";
import type {
  AuditRow, BulkDecision, BulkResult, CampaignDetail, Case, CaseDecision, CaseDetail, CaseKind, CaseListings, CaseWait, Casework,
  Check, CheckVerdict, ClearingList, Contact, CreatedKey, CreatedUser, Delivery, Dispute, DisputeContacts, EntryEffect, Feed, HelpQuestion,
  Helper, HelperKind, HelperProposal, Indicator, IndicatorKind, Key, Listing, ListingDecision, NewHelper, NewIndicator, NewKey, NewSource, NextCase, Overview, Page, Picture,
  RegisterKind, RegisterList, Report, ReportVerdict, ReviewerList, Ring, Sentence, Session, Source, SourceFields, SourceList, SourceRun,
  SubjectList, User, UserChange, WaitingListings, Webhook,
} from "./types";

const encode = encodeURIComponent;

export interface CaseFilters {
  state?: string; // states, separated by commas
  kind?: CaseKind;
  level?: string; // levels, separated by commas
  region?: string;
  assignee?: string;
  held?: boolean;
  snoozed?: boolean;
  archived?: boolean;
  asks_extension?: boolean;
  waits?: CaseWait;
  q?: string;
}

export const signIn = (name: string, password: string) =>
  call<Session>("POST", "/v1/session", { body: { name, password } });
export const getSession = () => call<Session>("GET", "/v1/session");
export const signOut = () => call<void>("DELETE", "/v1/session");
export const changePassword = (old_password: string, new_password: string) =>
  call<Session>("POST", "/v1/session/password", { body: { old_password, new_password } });

export const check = (body: Check, signal?: AbortSignal) =>
  call<CheckVerdict>("POST", "/v1/check", { body, signal });
export const askHelp = (body: HelpQuestion, signal?: AbortSignal) =>
  call<{ help: Sentence[] }>("POST", "/v1/help", { body, signal });
export const submitReport = (body: Report) => call<ReportVerdict>("POST", "/v1/reports", { body });
export const getReport = (report_id: string) => call<ReportVerdict>("GET", `/v1/reports/${encodeURIComponent(report_id)}`);

export const submitPicture = (file: Blob, signal?: AbortSignal) =>
  call<Picture>("POST", "/v1/pictures", { file, signal });
export const getPicture = (id: string, signal?: AbortSignal) =>
  call<Picture>("GET", `/v1/pictures/${encode(id)}`, { signal });

export const listCases = (filters: CaseFilters, cursor?: string, limit = 50) =>
  call<Page<Case>>("GET", "/v1/cases", { query: { ...filters, cursor, limit } });
export const getCase = (id: string) => call<CaseDetail>("GET", `/v1/cases/${encode(id)}`);
export const getCaseRing = (id: string, steps: 1 | 2) =>
  call<Ring>("GET", `/v1/cases/${encode(id)}/ring`, { query: { steps } });
export const claimNextCase = (queue: NextCase): Promise<Answer<Case | undefined>> =>
  call<Case | undefined>("POST", "/v1/cases/next", { body: queue });
export const actOnCase = (id: string, action: "claim" | "release" | "renew", etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/${action}`, { etag });
export const noteCase = (id: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/notes`, { etag, body: { note } });
export const decideCase = (id: string, body: CaseDecision, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/decision`, { etag, body });
export const confirmCase = (id: string, confirmation: "confirm" | "reject", note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/confirmation`, {
    etag,
    body: { confirmation, ...(note ? { note } : {}) },
  });
export const reopenCase = (id: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/reopen`, { etag, body: { note } });
export const undoCase = (id: string, etag: string) => call<Case>("POST", `/v1/cases/${encode(id)}/undo`, { etag, body: {} });
export const assignCase = (id: string, person: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/assignment`, { etag, body: { person, ...(note ? { note } : {}) } });
export const snoozeCase = (id: string, until: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/snooze`, { etag, body: { until, note } });
export const logContact = (id: string, body: Contact, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/contacts`, { etag, body });
export const recuseFromCase = (id: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/recusal`, { etag, body: { note } });
export const checkItem = (id: string, item: string, done: boolean, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/checks`, { etag, body: { item, done } });
export const getClearing = (id: string) => call<ClearingList>("GET", `/v1/cases/${encode(id)}/clearing`);
export const askExtension = (id: string, until: string, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/extension`, { etag, body: { until, note } });
export const answerExtension = (id: string, granted: boolean, note: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/extension/answer`, { etag, body: { granted, ...(note ? { note } : {}) } });
export const archiveCase = (id: string, etag: string) =>
  call<Case>("POST", `/v1/cases/${encode(id)}/archive`, { etag, body: {} });
export type FileFormat = "csv" | "xlsx";
export const exportLedger = (filters: CaseFilters, format: FileFormat) =>
  call<Blob>("GET", "/v1/cases/ledger", { query: { ...filters, format }, asFile: true });
export const decideMany = (body: BulkDecision) => call<BulkResult>("POST", "/v1/bulk", { body });
export const undoMany = (id: string) => call<BulkResult>("POST", `/v1/bulk/${encode(id)}/undo`);
export const getCasework = () => call<Casework>("GET", "/v1/casework");
export const listReviewers = () => call<ReviewerList>("GET", "/v1/reviewers");
export const getCaseSubject = (id: string, reason: string) =>
  call<SubjectList>("GET", `/v1/cases/${encode(id)}/subject`, { query: { reason } });
export const getCampaign = (id: string) => call<CampaignDetail>("GET", `/v1/campaigns/${encode(id)}`);
export const getOverview = () => call<Overview>("GET", "/v1/overview");

export const listRegister = (
  filters: { q?: string; kind?: RegisterKind; region?: string; confirmed?: boolean }, cursor?: string,
) => call<RegisterList>("GET", "/v1/register", { query: { ...filters, cursor, limit: 50 } });

export const listHelpers = (filters: { q?: string; kind?: HelperKind; state?: string; region?: string }, cursor?: string) =>
  call<Page<Helper>>("GET", "/v1/helpers", { query: { ...filters, cursor, limit: 50 } });
export const getHelper = (id: string) => call<Helper>("GET", `/v1/helpers/${encode(id)}`);
export const addHelper = (body: NewHelper) => call<Helper>("POST", "/v1/helpers", { body });
export const changeHelper = ({ id, version }: Helper, body: NewHelper) =>
  call<Helper>("PUT", `/v1/helpers/${encode(id)}`, { etag: `"${version}"`, body });
export const confirmHelper = ({ id, version }: Helper) =>
  call<Helper>("POST", `/v1/helpers/${encode(id)}/confirmation`, { etag: `"${version}"` });
export const revokeHelper = ({ id, version }: Helper, reason: string) =>
  call<Helper>("DELETE", `/v1/helpers/${encode(id)}`, { etag: `"${version}"`, query: { reason } });
export const getHelperProposal = (case_id: string) =>
  call<{ proposal: HelperProposal | null }>("GET", `/v1/cases/${encode(case_id)}/helper-proposal`);

export const listUsers = (cursor?: string) => call<Page<User>>("GET", "/v1/users", { query: { cursor } });
export const createUser = (name: string, display_name: string) =>
  call<CreatedUser>("POST", "/v1/users", { body: { name, display_name } });
export const changeUser = (user: User, change: UserChange) =>
  call<CreatedUser>("PATCH", `/v1/users/${encode(user.id)}`, { etag: `"${user.version}"`, body: change });
export const listKeys = (cursor?: string) => call<Page<Key>>("GET", "/v1/keys", { query: { cursor } });
export const createKey = (body: NewKey) => call<CreatedKey>("POST", "/v1/keys", { body });
export const revokeKey = (id: string) => call<void>("DELETE", `/v1/keys/${encode(id)}`);
export const listAudit = (filters: { q?: string; from?: string; to?: string; actor?: string; action?: string; object?: string }, cursor?: string) =>
  call<Page<AuditRow>>("GET", "/v1/audit", { query: { ...filters, cursor, limit: 100 } });

export const listFeeds = () => call<{ data: Feed[] }>("GET", "/v1/feeds");
export const listSources = () => call<SourceList>("GET", "/v1/sources");
export const addSource = (body: NewSource) => call<Source>("POST", "/v1/sources", { body });
export const changeSource = (name: string, version: number, body: SourceFields) =>
  call<Source>("PUT", `/v1/sources/${encode(name)}`, { body, etag: `"${version}"` });
export const removeSource = (name: string, version: number, reason: string) =>
  call<SourceList>("DELETE", `/v1/sources/${encode(name)}`, { query: { reason }, etag: `"${version}"` });
export const withdrawSource = (name: string, reason: string) =>
  call<SourceRun>("POST", `/v1/sources/${encode(name)}/withdrawal`, { body: { reason } });
export const runSource = (name: string, dry: boolean) =>
  call<SourceRun>("POST", `/v1/sources/${encode(name)}/runs`, { query: { dry: String(dry) } });
export const getSourceRun = (name: string, run: string) =>
  call<SourceRun>("GET", `/v1/sources/${encode(name)}/runs/${encode(run)}`);
export const decideSource = (name: string, accept: boolean, digest: string, reason: string) =>
  call<SourceRun>("POST", `/v1/sources/${encode(name)}/decision`, { body: { accept, digest, reason } });
export const listIndicators = (query: { q?: string; kind?: IndicatorKind; cursor?: string }) =>
  call<Page<Indicator>>("GET", "/v1/indicators", { query: { ...query, limit: "10" } });
export const getDisputeContacts = (id: string) => call<DisputeContacts>("GET", `/v1/disputes/${encode(id)}/contacts`);
export const getEntryEffect = (kind: string, value: string) =>
  call<EntryEffect>("GET", "/v1/indicators/effect", { query: { kind, value } });
export const addIndicator = (body: NewIndicator) => call<Indicator>("POST", "/v1/indicators", { body });
export const getCaseListings = (id: string) => call<CaseListings>("GET", `/v1/cases/${encode(id)}/listings`);
export const listWaitingListings = () => call<WaitingListings>("GET", "/v1/listings");
export const decideListing = (id: string, version: number, body: ListingDecision) =>
  call<Listing>("POST", `/v1/cases/${encode(id)}/listings`, { body, etag: `"${version}"` });
export const listDisputes = () => call<{ data: Dispute[] }>("GET", "/v1/disputes");
export const openDispute = (body: { value: string; reason: string; contact: string | null }) =>
  call<{ id: string; number: string; state: string }>("POST", "/v1/disputes", { body });
export const decideDispute = (id: string, version: number, grant: boolean, note: string) =>
  call<Dispute>("POST", `/v1/disputes/${encode(id)}/decision`, { body: { grant, note }, etag: `"${version}"` });
export const listWebhooks = () => call<{ data: Webhook[] }>("GET", "/v1/webhooks");
export const listDeliveries = (hook: string) =>
  call<{ data: Delivery[] }>("GET", `/v1/webhooks/${encode(hook)}/deliveries`, { query: { limit: "100" } });
export const replayDeliveries = (hook: string, event: string) =>
  call<{ replayed: number }>("POST", `/v1/webhooks/${encode(hook)}/replays`, { query: event ? { event } : {} });