// An entry to be: what is called bad or good, for how long and why; or taken back.
import { App, Button, Input, Modal, Radio, Select } from "antd";
import * as calls from "../api/calls";
import type { IndicatorKind } from "../api/types";
import { useDraft } from "../lib/draft";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";
import { shortLabel } from "./indicator_name";
import { RestoredNote } from "./restored_note";

export const kKinds: IndicatorKind[] = ["url", "path", "host", "domain", "ip", "qr", "text", "phone", "payee", "contact"];
const kShortestReason = 2;
const kDays = [0, 30, 90, 365]; // 0: without an end
const kDayMs = 86_400_000;

export interface EntryDraft {
  kind: IndicatorKind;
  value: string;
  label?: string; // for people, where the value is a key
  opinion: "bad" | "allow";
  revokes: boolean;
  fixed: boolean; // what it is about cannot be changed
  reason?: string;
}

// `close` is told whether something was stored.
export function EntryForm({ draft, close }: { draft: EntryDraft; close: (stored: boolean) => void }) {
  const { t, word } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const typed = useDraft(`entry.${draft.revokes ? "back" : "new"}.${draft.kind}.${draft.fixed ? draft.value : ""}`, { ...draft, days: 0, reason: draft.reason ?? "" });
  const { days, reason, ...entry } = typed.value;
  const set = (part: Partial<typeof typed.value>) => typed.set((before) => ({ ...before, ...part }));
  const leave = (stored: boolean) => {
    typed.clear();
    close(stored);
  };
  const title = entry.revokes ? t("entries.take_back", { label: shortLabel(entry.label ?? entry.value) }) : t("entries.add");
  const store = () => send(async () => {
    await calls.addIndicator({
      kind: entry.kind, value: entry.value.trim(), opinion: entry.opinion, revokes: entry.revokes, reason: reason.trim(),
      valid_until: days > 0 && !entry.revokes ? new Date(Date.now() + days * kDayMs).toISOString() : null,
    });
    void message.success(t(entry.revokes ? "entries.done.back" : "entries.done"));
    leave(true);
  });
  const missing = [entry.value.trim() === "" ? t("entries.value") : "", reason.trim().length < kShortestReason ? t("entries.reason") : ""].filter(Boolean);
  const short = missing.length > 0;
  return (
    <Modal open title={title} footer={null} onCancel={() => leave(false)}>
      {typed.restored !== null && <RestoredNote at={typed.restored} discard={typed.clear} close={typed.accept} keyed={false} />}
      {!entry.fixed && (
        <>
          <label htmlFor="entry-kind">{t("entries.kind")}</label>
          <Select id="entry-kind" style={{ width: "100%" }} value={entry.kind} onChange={(kind) => set({ kind })}
            options={kKinds.map((kind) => ({ value: kind, label: word("entries.kind", kind) }))} />
          <label htmlFor="entry-value">{t("entries.value")}</label>
          <Input.TextArea id="entry-value" rows={2} maxLength={2048} value={entry.value} onChange={(e) => set({ value: e.target.value })} />
          <Radio.Group aria-label={t("entries.says")} style={{ margin: "12px 0" }} value={entry.opinion} onChange={(e) => set({ opinion: e.target.value as EntryDraft["opinion"] })}>
            <Radio value="bad">{word("entries.opinion", "bad")}</Radio>
            <Radio value="allow">{word("entries.opinion", "allow")}</Radio>
          </Radio.Group>
          <p className="muted">{t(entry.opinion === "bad" ? "entries.bad.hint" : "entries.allow.hint")}</p>
        </>
      )}
      {!entry.revokes && (
        <>
          <label htmlFor="entry-days">{t("entries.days")}</label>
          <Select id="entry-days" style={{ width: "100%" }} value={days} onChange={(n: number) => set({ days: n })}
            options={kDays.map((n) => ({ value: n, label: n === 0 ? t("entries.no_end") : t("entries.n_days", { n }) }))} />
        </>
      )}
      {entry.revokes && <p>{t("entries.back.hint")}</p>}
      <label htmlFor="entry-reason">{t("entries.reason")}</label>
      <Input.TextArea id="entry-reason" placeholder={t("common.least", { n: kShortestReason })} rows={3} maxLength={600} value={reason} onChange={(e) => set({ reason: e.target.value })} />
      <div className="head-actions" style={{ marginTop: 12 }}>
        <span className="small" role="status" data-testid="missing">{short ? t("common.missing", { names: missing.join(t("common.comma")) }) : ""}</span>
        <Button onClick={() => leave(false)}>{t("common.cancel")}</Button>
        <Button type="primary" disabled={short} loading={busy} onClick={() => void store()}>{t(entry.revokes ? "entries.back" : "entries.store")}</Button>
      </div>
    </Modal>
  );
}
