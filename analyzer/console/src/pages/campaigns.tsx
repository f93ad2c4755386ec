// Campaigns: who was told the same, in how many places; one decision for all of one,
// two made one, one taken apart.
import { App, Button, Checkbox, Input, Select, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as study from "../api/study_calls";
import type { CampaignRow } from "../api/types";
import { useCasework } from "../lib/casework";
import { defang, titleOf } from "../lib/defang";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { useSending } from "../lib/use_sending";
import { FormModal } from "../parts/form_modal";
import { PagedTable } from "../parts/paged_table";
import { UndoBar } from "../parts/undo_bar";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { BulkModal } from "./case_bulk";

interface FormProps {
  campaign: CampaignRow;
  others: readonly CampaignRow[];
  close: () => void;
  done: () => void;
}

function MergeForm({ campaign, others, close, done }: FormProps) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const [into, setInto] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const { busy, send } = useSending();
  const submit = async () => {
    if (into === null || reason.trim() === "") return;
    await send(async () => {
      await study.mergeCampaign(campaign.id, into, reason.trim());
      void message.success(t("campaigns.merged"));
      done();
    });
  };
  return (
    <FormModal
      title={t("campaigns.merge")} busy={busy} close={close} send={() => void submit()}
      missing={[into === null ? t("campaigns.merge.into") : "", reason.trim() === "" ? t("case.reason") : ""].filter(Boolean)}
    >
      <p className="muted">{t("campaigns.merge.text")}</p>
      <p><strong className="wrap">{titleOf(campaign)}</strong></p>
      <div className="form-grid">
        <label htmlFor="merge-into">{t("campaigns.merge.into")}</label>
        <Select
          id="merge-into" showSearch autoFocus placeholder={t("campaigns.merge.which")} optionFilterProp="label" value={into} onChange={setInto}
          options={others.filter(({ id }) => id !== campaign.id).map((one) => ({ value: one.id, label: `${titleOf(one)} · ${t("campaigns.reports.n", { n: one.reports })}` }))}
        />
        <label htmlFor="merge-reason">{t("case.reason")}</label>
        <Input id="merge-reason" value={reason} maxLength={130} onChange={(e) => setReason(e.target.value)} />
      </div>
    </FormModal>
  );
}

function SplitForm({ campaign, close, done }: FormProps) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const [part, setPart] = useState<string | null>(campaign.parts[0]?.id ?? null);
  const [domains, setDomains] = useState<string[]>([]);
  const [reason, setReason] = useState("");
  const { busy, send } = useSending();
  const chosen = domains.length > 0 ? { domains } : part !== null ? { part } : null;
  // Not all of a campaign can be taken out of it.
  const all = domains.length >= campaign.domains.length + (part === null ? 0 : 1);
  const submit = async () => {
    if (chosen === null) return;
    await send(async () => {
      await study.splitCampaign(campaign.id, { ...chosen, reason: reason.trim() });
      void message.success(t("campaigns.split.done"));
      done();
    });
  };
  return (
    <FormModal
      title={t("campaigns.split")} busy={busy} close={close} send={() => void submit()}
      missing={[chosen === null ? t("campaigns.split.which") : "", all ? t("campaigns.split.all") : "", reason.trim() === "" ? t("case.reason") : ""].filter(Boolean)}
    >
      <p className="muted">{t("campaigns.split.text")}</p>
      <div className="form-grid">
        {campaign.parts.length > 0 && (
          <>
            <label htmlFor="split-part">{t("campaigns.split.part")}</label>
            <Select
              id="split-part" value={domains.length > 0 ? null : part} placeholder={t("campaigns.split.by_domains")} onChange={(value) => { setPart(value); setDomains([]); }}
              options={campaign.parts.map((one) => ({ value: one.id, label: `${titleOf(one)} · ${t("campaigns.reports.n", { n: one.reports })}` }))}
            />
          </>
        )}
        {campaign.domains.length > 1 && (
          <>
            <span>{t("campaigns.split.domains")}</span>
            <Checkbox.Group
              value={domains} onChange={(values) => setDomains(values as string[])}
              options={campaign.domains.map((domain) => ({ value: domain, label: defang(domain) }))}
            />
          </>
        )}
        <label htmlFor="split-reason">{t("case.reason")}</label>
        <Input id="split-reason" value={reason} maxLength={130} onChange={(e) => setReason(e.target.value)} />
      </div>
    </FormModal>
  );
}

// Which one is decided: what it says, how often and where.
function About({ campaign }: { campaign: CampaignRow }) {
  const { t } = useTexts();
  return (
    <p className="wrap" data-testid="bulk-about">
      <strong>{titleOf(campaign)}</strong>
      {campaign.domains.length > 0 && <span className="mono"> {campaign.domains.slice(0, 6).map(defang).join("  ")}{campaign.domains.length > 6 && " …"}</span>}
      <span className="muted"> · {t("campaigns.about", { n: campaign.reports, counties: campaign.counties })} <span className="unbroken">{t("hotline.seen.last", { at: showTime(campaign.last_seen) })}</span></span>
    </p>
  );
}

type Acting = { what: "decide" | "merge" | "split"; campaign: CampaignRow } | null;

export function CampaignsPage() {
  const { t } = useTexts();
  const { has } = useSession();
  const words = useCasework();
  const [q, setQ] = useState("");
  const [acting, setActing] = useState<Acting>(null);
  const pages = usePages((cursor) => study.listCampaigns(q.trim() || undefined, cursor), [q.trim()]);
  const second = has("second_reviewer", "supervisor");
  const close = () => setActing(null);
  const done = () => { setActing(null); pages.reload(); };
  const columns: TableColumnsType<CampaignRow> = [
    {
      title: t("campaigns.what"), render: (_, row) => (
        <>
          <strong className="wrap">{titleOf(row)}</strong>
          <div className="muted mono wrap">{row.domains.slice(0, 6).map(defang).join("  ")}{row.domains.length > 6 && " …"}</div>
          {row.parts.length > 0 && <Tag>{t("campaigns.parts", { n: row.parts.length })}</Tag>}
        </>
      ),
    },
    { title: t("campaigns.reports"), width: 150, render: (_, row) => <><strong>{t("campaigns.reports.n", { n: row.reports })}</strong><div className="small">{t("campaigns.counties", { n: row.counties })}</div></> },
    { title: t("campaigns.seen"), width: 170, render: (_, row) => <>{showTime(row.last_seen)}{row.first_seen !== row.last_seen && <div className="small">{t("campaigns.since", { t: showTime(row.first_seen) })}</div>}</> },
    { title: t("campaigns.cases"), width: 130, render: (_, row) => t("campaigns.cases.n", { open: row.open_cases, decided: row.decided_cases }) },
    {
      title: t("common.actions"), width: 270, render: (_, row) => (
        <div style={{ display: "flex", gap: 6, flexWrap: "wrap" }}>
          <Button disabled={row.open_cases === 0 || words === null} onClick={() => setActing({ what: "decide", campaign: row })}>{t("campaigns.decide")}</Button>
          {second && <Button onClick={() => setActing({ what: "merge", campaign: row })}>{t("campaigns.merge")}</Button>}
          {second && (row.parts.length > 0 || row.domains.length > 1) && <Button onClick={() => setActing({ what: "split", campaign: row })}>{t("campaigns.split")}</Button>}
        </div>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("campaigns.title")}</h1>
        <Input value={q} allowClear style={{ width: 300 }} maxLength={33} aria-label={t("campaigns.q")} placeholder={t("campaigns.q")} onChange={(e) => setQ(e.target.value)} />
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <UndoBar undone={pages.reload} />
      <PagedTable pages={pages} columns={columns} empty={t("campaigns.empty")} hint={t("campaigns.empty.hint")} />
      {acting?.what === "decide" && words && (
        <BulkModal title={t("bulk.campaign")} about={<About campaign={acting.campaign} />} target={{ campaign_id: acting.campaign.id }} kind="report" words={words} close={close} done={done} />
      )}
      {acting?.what === "merge" && <MergeForm campaign={acting.campaign} others={pages.rows} close={close} done={done} />}
      {acting?.what === "split" && <SplitForm campaign={acting.campaign} others={pages.rows} close={close} done={done} />}
    </>
  );
}
