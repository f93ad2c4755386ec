// Beside the lists: objections of those who are listed, who is told of what happens, and
// entries out of a pasted bulletin.
import { App, Button, Checkbox, Input, Modal, Select, Table, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Delivery, Dispute, Webhook } from "../api/types";
import { useLoad } from "../lib/load";
import { foundIn, type FoundEntry } from "../lib/bulletin";
import { detailOf } from "../lib/feed_detail";
import { showTime } from "../lib/time";
import { IndicatorName, shortLabel } from "./indicator_name";
import { NewDispute } from "./new_dispute";
import { Failed, Loading } from "./states";
import { useSession } from "../session/session";
import { useTexts, type Texts } from "../text";

const kDisputeColors: Record<Dispute["state"], string> = {
  open: "warning", granted: "processing", closed: "success", refused: "default",
};

function Decide({ dispute, done }: { dispute: Dispute; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [contacts, setContacts] = useState<readonly string[] | null>(null);
  const look = () =>
    calls.getDisputeContacts(dispute.id)
      .then(({ body }) => setContacts(body.contacts))
      .catch((failure: unknown) => void message.error(explain(failure, texts)));
  const decide = (grant: boolean) => {
    setBusy(true);
    calls.decideDispute(dispute.id, dispute.version, grant, note.trim())
      .then(() => done())
      .catch((failure: unknown) => void message.error(explain(failure, texts)))
      .finally(() => setBusy(false));
  };
  const short = note.trim().length < 2;
  return (
    <Modal open title={t("disputes.decide", { label: shortLabel(dispute.label) })} footer={null} onCancel={done}>
      <p className="wrap">{dispute.reason}</p>
      {contacts === null
        ? <Button size="small" onClick={() => void look()}>{t("disputes.contacts")}</Button>
        : <p className="mono wrap">{contacts.length > 0 ? contacts.join(" · ") : t("disputes.contacts.none")}</p>}
      <label htmlFor="dispute-note">{t("disputes.note")}</label>
      <Input.TextArea id="dispute-note" placeholder={t("common.least", { n: 2 })} rows={3} maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} />
      <div style={{ display: "flex", gap: 12, marginTop: 12 }}>
        <Button type="primary" disabled={short} loading={busy} onClick={() => decide(true)}>{t("disputes.grant")}</Button>
        <Button disabled={short} loading={busy} onClick={() => decide(false)}>{t("disputes.refuse")}</Button>
      </div>
    </Modal>
  );
}

export function Disputes() {
  const texts = useTexts();
  const { t, word } = texts;
  const { has } = useSession();
  const all = useLoad(() => calls.listDisputes(), []);
  const [decided, setDecided] = useState<Dispute | null>(null);
  const [opening, setOpening] = useState(false);
  const reload = () => {
    setDecided(null);
    setOpening(false);
    void all.reload();
  };
  const columns: TableColumnsType<Dispute> = [
    { title: t("disputes.value"), key: "value", render: (_, d) => <><IndicatorName label={d.label} /><div className="small wrap">{d.reason}</div><div className="small">{t("disputes.number", { number: d.number })}</div></> },
    { title: t("feeds.state"), key: "state", width: 200, render: (_, d) => <><Tag color={kDisputeColors[d.state]}>{word("disputes.state", d.state)}</Tag>{d.detail && <div className="small wrap">{t("disputes.held", { where: d.detail })}</div>}</> },
    { title: t("disputes.opened"), key: "opened", width: 170, render: (_, d) => <>{showTime(d.opened_at)}<div className="small">{d.opened_by}</div></> },
    { title: t("disputes.decided"), key: "decided", width: 170, render: (_, d) => d.decided_at ? <>{showTime(d.decided_at)}<div className="small">{d.decided_by}</div></> : "" },
    ...(has("second_reviewer", "supervisor") ? [{
      title: t("common.actions"), key: "actions", width: 110,
      render: (_: unknown, d: Dispute) => d.state === "open" && <Button size="small" onClick={() => setDecided(d)}>{t("disputes.act")}</Button>,
    }] : []),
  ];
  return (
    <section className="panel" aria-label={t("disputes.title")}>
      <h2>{t("disputes.title")}</h2>
      <p className="muted">{t("disputes.hint")}</p>
      <Button onClick={() => setOpening(true)} style={{ marginBottom: 12 }}>{t("disputes.open")}</Button>
      {all.error !== null && <Failed error={all.error} retry={reload} />}
      {all.value?.data.length === 0 && <p>{t("disputes.none")}</p>}
      {all.value && all.value.data.length > 0 && <Table rowKey="id" size="middle" pagination={false} columns={columns} dataSource={all.value.data} />}
      {opening && <NewDispute close={reload} />}
      {decided && <Decide dispute={decided} done={reload} />}
    </section>
  );
}

// Why it was not taken; the service's own words where no sentence is known.
function deliveryFault({ status, detail }: Delivery, t: Texts["t"]): string {
  if (status > 0) return t("hooks.answered", { status });
  if (/^(the connection broke|broken) off$/.test(detail ?? "")) return t("hooks.broken");
  const known = detailOf(detail ?? "");
  return known ? t(known.key, known.values) : (detail ?? "");
}

function Deliveries({ hook, close }: { hook: Webhook; close: () => void }) {
  const texts = useTexts();
  const { t, word } = texts;
  const { message } = App.useApp();
  const all = useLoad(() => calls.listDeliveries(hook.name), [hook.name]);
  const again = (event: string) => {
    calls.replayDeliveries(hook.name, event)
      .then(({ body }) => {
        void message.success(t("hooks.replayed", { n: body.replayed }));
        void all.reload();
      })
      .catch((failure: unknown) => void message.error(explain(failure, texts)));
  };
  const columns: TableColumnsType<Delivery> = [
    { title: t("hooks.event"), key: "type", render: (_, d) => <>{word("hooks.type", d.type)}<div className="mono small wrap">{d.subject}</div></> },
    { title: t("feeds.state"), key: "state", render: (_, d) => <>{word("hooks.state", d.state)}{d.detail && <div className="small wrap">{deliveryFault(d, t)}</div>}</> },
    { title: t("hooks.tries"), dataIndex: "tries", width: 70 },
    { title: t("hooks.at"), key: "at", width: 170, render: (_, d) => showTime(d.at) },
    { title: "", key: "again", width: 100, render: (_, d) => d.state !== "waiting" && <Button size="small" onClick={() => again(d.id)}>{t("hooks.again")}</Button> },
  ];
  return (
    <Modal open width={900} title={hook.title} footer={null} onCancel={close}>
      <Button disabled={hook.counts.given_up === 0} onClick={() => again("")} style={{ marginBottom: 12 }}>{t("hooks.again.all")}</Button>
      {!all.value ? (all.error !== null ? <Failed error={all.error} retry={() => void all.reload()} /> : <Loading />) : (
        <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={all.value.data} locale={{ emptyText: t("hooks.no_deliveries") }} />
      )}
    </Modal>
  );
}

export function Webhooks() {
  const { t, word } = useTexts();
  const all = useLoad(() => calls.listWebhooks(), []);
  const [shown, setShown] = useState<Webhook | null>(null);
  const columns: TableColumnsType<Webhook> = [
    { title: t("hooks.name"), key: "name", render: (_, h) => <><strong>{h.title}</strong><div className="mono small wrap">{h.url}</div></> },
    { title: t("hooks.types"), key: "types", render: (_, h) => h.types.length > 0 ? h.types.map((type) => word("hooks.type", type)).join(t("common.comma")) : t("hooks.all") },
    { title: t("hooks.waiting"), key: "waiting", width: 90, render: (_, h) => h.counts.waiting },
    { title: t("hooks.delivered"), key: "delivered", width: 90, render: (_, h) => h.counts.delivered },
    { title: t("hooks.given_up"), key: "given", width: 90, render: (_, h) => h.counts.given_up },
    { title: t("common.actions"), key: "actions", width: 110, render: (_, h) => <Button size="small" onClick={() => setShown(h)}>{t("hooks.show")}</Button> },
  ];
  return (
    <section className="panel" aria-label={t("hooks.title")}>
      <h2>{t("hooks.title")}</h2>
      {!all.value ? (all.error !== null ? <Failed error={all.error} retry={() => void all.reload()} /> : <Loading />) : all.value.data.length === 0
        ? <p className="muted">{t("hooks.none")}</p>
        : <Table rowKey="name" size="middle" pagination={false} columns={columns} dataSource={all.value.data} />}
      {shown && <Deliveries hook={shown} close={() => { setShown(null); void all.reload(); }} />}
    </section>
  );
}

// A bulletin of the police or a chat: what stands in it is shown, and becomes entries
// where a person ticks it.
export function Bulletin() {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const [source, setSource] = useState("");
  const [found, setFound] = useState<FoundEntry[] | null>(null);
  const [busy, setBusy] = useState(false);
  const look = () => {
    setBusy(true);
    calls.check({ text, urls: [] })
      .then(({ body }) => setFound(foundIn(text, body.urls ?? [])))
      .catch((failure: unknown) => void message.error(explain(failure, texts)))
      .finally(() => setBusy(false));
  };
  const change = (at: number, part: Partial<FoundEntry>) =>
    setFound((all) => (all ?? []).map((entry, i) => (i === at ? { ...entry, ...part } : entry)));
  const ticked = (found ?? []).filter((entry) => entry.ticked);
  const confirm = async () => {
    setBusy(true);
    let done = 0;
    for (const entry of ticked) {
      try {
        await calls.addIndicator({ kind: entry.kind, value: entry.value, reason: source.trim() });
        done += 1;
      } catch (failure: unknown) {
        void message.error(`${entry.value}:${explain(failure, texts)}`);
      }
    }
    setBusy(false);
    if (done > 0) void message.success(t("bulletin.done", { n: done }));
    if (done === ticked.length) {
      setFound(null);
      setText("");
    }
  };
  const columns: TableColumnsType<FoundEntry> = [
    { title: "", key: "tick", width: 50, render: (_, e, i) => <Checkbox aria-label={e.value} checked={e.ticked} disabled={e.official} onChange={({ target }) => change(i, { ticked: target.checked })} /> },
    { title: t("bulletin.value"), key: "value", render: (_, e) => <span className="mono wrap">{e.value}</span> },
    { title: t("bulletin.kind"), key: "kind", width: 200, render: (_, e, i) => <Select size="small" style={{ width: 180 }} aria-label={t("bulletin.kind")} value={e.kind} onChange={(kind) => change(i, { kind, value: e.values[kind] ?? e.value })} options={Object.keys(e.values).map((kind) => ({ value: kind, label: texts.word("indicator.kind", kind) }))} /> },
    { title: t("bulletin.level"), key: "level", width: 160, render: (_, e) => e.official ? <Tag color="success">{t("bulletin.official")}</Tag> : e.level && texts.word("level", e.level) },
  ];
  return (
    <section className="panel" aria-label={t("bulletin.title")}>
      <h2>{t("bulletin.title")}</h2>
      <p className="muted">{t("bulletin.hint")}</p>
      <label htmlFor="bulletin">{t("bulletin.text")}</label>
      <Input.TextArea id="bulletin" rows={5} maxLength={20000} value={text} onChange={(e) => { setText(e.target.value); setFound(null); }} />
      <Button style={{ marginTop: 8 }} disabled={!text.trim()} loading={busy && !found} onClick={look}>{t("bulletin.look")}</Button>
      {found && found.length === 0 && <p>{t("bulletin.nothing")}</p>}
      {found && found.length > 0 && (
        <>
          <Table style={{ marginTop: 12 }} rowKey={(e) => e.key} size="small" pagination={false} columns={columns} dataSource={found} />
          <label htmlFor="bulletin-source">{t("bulletin.source")}</label>
          <Input id="bulletin-source" maxLength={200} value={source} onChange={(e) => setSource(e.target.value)} />
          <Button type="primary" style={{ marginTop: 8 }} loading={busy} disabled={ticked.length === 0 || source.trim().length < 2} onClick={() => void confirm()}>{t("bulletin.confirm", { n: ticked.length })}</Button>
        </>
      )}
    </section>
  );
}
