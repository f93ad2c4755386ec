// From a settled scam to the list: its links become entries that others block by. Another
// look is meant: whoever may list decides for each host, the reason names the case.
import { Button, Tag } from "antd";
import { useState } from "react";
import type { CaseDetail, UrlVerdict } from "../api/types";
import { defang } from "../lib/defang";
import { EntryForm, type EntryDraft } from "../parts/entry_form";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { isReport } from "./case_observation";

// Every host once, but for places that are official.
export function hostsOf(links: readonly UrlVerdict[]): string[] {
  return [...new Set(links.filter((link) => link.host && !link.official).map((link) => link.host ?? ""))].sort();
}

export function CaseListing({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { has } = useSession();
  const [draft, setDraft] = useState<EntryDraft | null>(null);
  const [stored, setStored] = useState<readonly string[]>([]);
  const item = detail.case;
  const settled = item.state === "decided" && item.disposition === "scam";
  const hosts = hostsOf(detail.observations.flatMap(({ verdict }) => (isReport(verdict) ? verdict.urls : [])));
  if (!settled || hosts.length === 0 || !has("second_reviewer", "supervisor")) return null;
  const start = (value: string) =>
    setDraft({ kind: "host", value, opinion: "bad", revokes: false, fixed: false, reason: t("case.listing.reason", { id: item.id }) });
  return (
    <section className="panel" aria-label={t("case.listing")}>
      <h2>{t("case.listing")}</h2>
      <p className="muted">{t("case.listing.hint")}</p>
      {hosts.map((host) => (
        <div key={host} style={{ display: "flex", gap: 12, alignItems: "center", marginTop: 8 }}>
          <span className="mono wrap">{defang(host)}</span>
          {stored.includes(host)
            ? <Tag color="error">{t("entries.listed")}</Tag>
            : <Button size="small" onClick={() => start(host)}>{t("case.listing.act")}</Button>}
        </div>
      ))}
      {draft && (
        <EntryForm
          draft={draft}
          close={(done) => {
            if (done) setStored((before) => [...before, draft.value]);
            setDraft(null);
          }}
        />
      )}
    </section>
  );
}
