// The calls for what stands behind the answers: the audit log's chain, the settings, what
// was confirmed of the register.
import { call } from "./client";
import type { AuditCheckState, AuditSeal, BrandList, NewRegisterMark, RegisterMark, RegisterMarkList, SettingList } from "./types";

const encode = encodeURIComponent;
const tagOf = ({ version }: RegisterMark) => `"${version}"`;

export const getAuditCheck = () => call<AuditCheckState>("GET", "/v1/audit/check");
export const startAuditCheck = (seal: AuditSeal) => call<AuditCheckState>("POST", "/v1/audit/check", { body: seal });

export const listSettings = () => call<SettingList>("GET", "/v1/settings");

export const listBrands = () => call<BrandList>("GET", "/v1/register/brands");
export const listMarks = (entry?: string) => call<RegisterMarkList>("GET", "/v1/register/marks", { query: { entry } });
export const addMark = (body: NewRegisterMark) => call<RegisterMark>("POST", "/v1/register/marks", { body });
export const decideMark = (mark: RegisterMark, accept: boolean, note: string) =>
  call<RegisterMark>("POST", `/v1/register/marks/${encode(mark.id)}/decision`, { etag: tagOf(mark), body: { accept, note } });
export const withdrawMark = (mark: RegisterMark, reason: string) =>
  call<RegisterMark>("POST", `/v1/register/marks/${encode(mark.id)}/withdrawal`, { etag: tagOf(mark), body: { reason } });
