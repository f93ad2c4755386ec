// The calls of the hotline's desk, of tips on fund fraud and of the figures.
import { call } from "./client";
import type { DeskReport, NewDeskEntry, NewObjection, NewTip, Objection, Page, Statistics, Tip, TipAction, TipDetail } from "./types";

const encode = encodeURIComponent;

export const listDeskReports = (filters: { callback?: string; q?: string }, cursor?: string) =>
  call<Page<DeskReport>>("GET", "/v1/desk/reports", { query: { ...filters, cursor, limit: 50 } });
export const addDeskEntry = (report_id: string, body: NewDeskEntry) =>
  call<DeskReport>("POST", `/v1/desk/reports/${encode(report_id)}/entries`, { body });
export const getDeskReport = (report_id: string) => call<DeskReport>("GET", `/v1/desk/reports/${encode(report_id)}`);
export const getDeskContact = (report_id: string) =>
  call<{ contact: string }>("GET", `/v1/desk/reports/${encode(report_id)}/contact`);
export const lookUpCaller = (contact_ref: string) =>
  call<Page<DeskReport>>("POST", "/v1/desk/callers", { body: { contact_ref } });

export const addTip = (body: NewTip) => call<Tip>("POST", "/v1/tips", { body });
export const listTips = (cursor?: string) => call<Page<Tip>>("GET", "/v1/tips", { query: { cursor } });

export const addObjection = (body: NewObjection) => call<Objection>("POST", "/v1/objections", { body });
export const listObjections = (callback?: string, cursor?: string) =>
  call<Page<Objection>>("GET", "/v1/objections", { query: { callback, cursor } });
export const getObjectionContact = (id: string) =>
  call<{ contact: string }>("GET", `/v1/objections/${encode(id)}/contact`);
export const tellObjection = (id: string, reached: boolean, note: string) =>
  call<Objection>("POST", `/v1/objections/${encode(id)}/callback`, { body: { reached, ...(note ? { note } : {}) } });
export const getTip = (id: string, reason?: string) =>
  call<TipDetail>("GET", `/v1/tips/${encode(id)}`, { query: { reason } });
export const actOnTip = ({ tip_id, version }: Tip, body: TipAction) =>
  call<Tip>("POST", `/v1/tips/${encode(tip_id)}/state`, { etag: `"${version}"`, body });

export const getStatistics = (from?: string, to?: string, region?: string) =>
  call<Statistics>("GET", "/v1/statistics", { query: { from, to, region } });
