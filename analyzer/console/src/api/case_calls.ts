// The calls for what belongs to a case: files, units, the form, what was saved; and for
// conflicts of interest.
import { call } from "./client";
import type { Case, CaseFile, Conflict, NewConflict, NewReferral, Page, Referral, ReferralReturn, ReferralState } from "./types";

const encode = encodeURIComponent;
const caseOf = (id: string) => `/v1/cases/${encode(id)}`;

export const enterSaved = (id: string, saved_yuan: number, note: string, etag: string) =>
  call<Case>("POST", `${caseOf(id)}/saved`, { etag, body: { saved_yuan, note } });
export const exportForm = (id: string) => call<Blob>("GET", `${caseOf(id)}/form`, { asFile: true });

export const addFile = (id: string, file: File, name: string, purpose: string, personal: boolean) =>
  call<CaseFile>("POST", `${caseOf(id)}/files`, {
    query: { name, purpose, personal: String(personal) },
    file: new Blob([file], { type: "application/octet-stream" }),
  });
export const openFile = (id: string, file: string, reason: string) =>
  call<Blob>("GET", `${caseOf(id)}/files/${encode(file)}`, { query: { reason: reason || undefined }, asFile: true });
export const withdrawFile = (id: string, file: string, reason: string) =>
  call<CaseFile>("POST", `${caseOf(id)}/files/${encode(file)}/withdrawal`, { body: { reason } });

export const referCase = (id: string, body: NewReferral, etag: string) =>
  call<Case>("POST", `${caseOf(id)}/referrals`, { etag, body });
export const listReferrals = (filters: { state?: ReferralState; region?: string }, cursor?: string) =>
  call<Page<Referral>>("GET", "/v1/referrals", { query: { ...filters, cursor } });
export const getReferral = (id: string) => call<Referral>("GET", `/v1/referrals/${encode(id)}`);
export const returnReferral = (id: string, body: ReferralReturn) =>
  call<Referral>("POST", `/v1/referrals/${encode(id)}/return`, { body });
export const recallReferral = (id: string, reason: string) =>
  call<Case>("POST", `/v1/referrals/${encode(id)}/recall`, { body: { reason } });

export const listConflicts = () => call<{ data: Conflict[] }>("GET", "/v1/conflicts");
export const stateConflict = (body: NewConflict) => call<Conflict>("POST", "/v1/conflicts", { body });
export const endConflict = (id: string, reason: string) =>
  call<Conflict>("POST", `/v1/conflicts/${encode(id)}/end`, { body: { reason } });
