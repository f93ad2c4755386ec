// The calls for campaigns, rules with trials of a policy, and visits at home.
import type { FileFormat } from "./calls";
import { call } from "./client";
import type { CampaignRow, CampaignSplit, NewTrial, Page, RuleList, Trial, TrialList, VisitNeed } from "./types";

const encode = encodeURIComponent;

export const listCampaigns = (q?: string, cursor?: string) =>
  call<Page<CampaignRow>>("GET", "/v1/campaigns", { query: { q, cursor } });
export const mergeCampaign = (id: string, into: string, reason: string) =>
  call<CampaignRow>("POST", `/v1/campaigns/${encode(id)}/merge`, { body: { into, reason } });
export const splitCampaign = (id: string, body: CampaignSplit) =>
  call<CampaignRow>("POST", `/v1/campaigns/${encode(id)}/split`, { body });

export const listRules = (from?: string, to?: string) => call<RuleList>("GET", "/v1/rules", { query: { from, to } });
export const listTrials = () => call<TrialList>("GET", "/v1/trials");
export const addTrial = (body: NewTrial) => call<Trial>("POST", "/v1/trials", { body });
export const switchTrial = (id: string) => call<Trial>("POST", `/v1/trials/${encode(id)}/switch`);

export interface VisitFilters {
  region?: string;
  done?: boolean;
}
export const listVisits = (filters: VisitFilters, cursor?: string) =>
  call<Page<VisitNeed>>("GET", "/v1/visits", { query: { ...filters, cursor } });
export const finishVisit = (id: string, note: string) => call<VisitNeed>("POST", `/v1/visits/${encode(id)}/done`, { body: { note } });
export const exportVisits = (filters: VisitFilters, format: FileFormat) =>
  call<Blob>("GET", "/v1/visits/file", { query: { ...filters, format }, asFile: true });
export const exportStatistics = (from: string, to: string, region: string | undefined, format: FileFormat) =>
  call<Blob>("GET", "/v1/statistics/file", { query: { from, to, region, format }, asFile: true });
