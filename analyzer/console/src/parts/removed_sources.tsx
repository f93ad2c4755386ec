// Lists that are set up no more and go on counting: how much of each, and all of it back.
import { App, Button, Input, Modal, Table, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { RemovedSource, SourceRun } from "../api/types";
import { followed, Progress } from "./source_run";
import { sentenceOf } from "../lib/feed_detail";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { useTexts } from "../text";

const kShortest = 2; // letters of a reason

// Asks for the reason, then takes all of it back, however long that takes.
export function Withdraw({ name, entries, close }: { name: string; entries: number; close: (done: boolean) => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const [reason, setReason] = useState("");
  const [run, setRun] = useState<SourceRun | null>(null);
  const act = () => send(async () => {
    const begun = await calls.withdrawSource(name, reason.trim());
    const done = await followed(begun.body, setRun);
    if (!done.status) return void message.error(sentenceOf(done.detail, t));
    void message.success(t("sources.withdrawn"));
    close(true);
  });
  return (
    <Modal open title={t("sources.withdraw.title", { name })} footer={null} onCancel={() => close(false)}>
      <p>{t("sources.withdraw.hint", { n: entries })}</p>
      <label htmlFor="withdraw-reason">{t("feeds.reason")}</label>
      <Input.TextArea id="withdraw-reason" rows={3} maxLength={400} value={reason} onChange={(e) => setReason(e.target.value)} />
      <div style={{ display: "flex", gap: 12, marginTop: 12 }}>
        <Button danger type="primary" disabled={reason.trim().length < kShortest} loading={busy} onClick={() => void act()}>{t("sources.withdraw")}</Button>
        <Button onClick={() => close(false)}>{t("common.cancel")}</Button>
        {busy && run && <Progress run={run} />}
      </div>
    </Modal>
  );
}

export function RemovedSources({ removed, may, reload }: { removed: readonly RemovedSource[]; may: boolean; reload: () => void }) {
  const { t } = useTexts();
  const [asked, setAsked] = useState<RemovedSource | null>(null);
  const columns: TableColumnsType<RemovedSource> = [
    { title: t("feeds.name"), key: "name", render: (_, s) => <><span className="mono">{s.name}</span> <Tag color="warning">{t("sources.removed")}</Tag></> },
    { title: t("feeds.entries"), key: "entries", width: 260, render: (_, s) => t(s.counted ? "sources.removed.entries" : "sources.removed.about", { n: s.entries }) },
    { title: t("feeds.good_at"), key: "good", width: 180, render: (_, s) => (s.good_at ? showTime(s.good_at) : t("feeds.never")) },
    ...(may ? [{ title: t("common.actions"), key: "actions", width: 140, render: (_: unknown, s: RemovedSource) => <Button size="small" danger loading={s.running} onClick={() => setAsked(s)}>{t("sources.withdraw")}</Button> }] : []),
  ];
  if (removed.length === 0) return null;
  return (
    <>
      <p className="muted" style={{ marginTop: 16 }}>{t("sources.removed.hint")}</p>
      <Table rowKey="name" size="middle" pagination={false} columns={columns} dataSource={[...removed]} />
      {asked && <Withdraw name={asked.name} entries={asked.entries} close={(done) => { setAsked(null); if (done) reload(); }} />}
    </>
  );
}
