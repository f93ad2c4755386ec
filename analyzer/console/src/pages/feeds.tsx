// The lists of others and how each stands, what of them waits for a person, and the
// lists that go out.
import { Alert, App, Button, Input, Modal, Table, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Feed, RemovedSource, Source, SourceDiff, SourceRun, SourceStatus } from "../api/types";
import { sentenceOf } from "../lib/feed_detail";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { Bulletin, Disputes, Webhooks } from "../parts/feed_others";
import { WaitingListings } from "../parts/listings";
import { OwnEntries } from "../parts/own_entries";
import { RemovedSources, Withdraw } from "../parts/removed_sources";
import { SourceForm } from "../parts/source_form";
import { followed, Progress } from "../parts/source_run";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";

const kColors: Record<SourceStatus["state"], string> = {
  new: "default", ok: "success", failed: "error", held: "warning", rejected: "default", withdrawn: "default",
};

function Examples({ title, values }: { title: string; values: string[] }) {
  return (
    <details>
      <summary>{title}</summary>
      {values.map((value) => <div key={value} className="mono small wrap">{value}</div>)}
    </details>
  );
}

function Diff({ diff }: { diff: SourceDiff }) {
  const { t } = useTexts();
  return (
    <div>
      {diff.added > 0 && <Examples title={t("feeds.diff.added", { n: diff.added })} values={diff.added_examples} />}
      {diff.removed > 0 && <Examples title={t("feeds.diff.removed", { n: diff.removed })} values={diff.removed_examples} />}
      {diff.renewed > 0 && <div>{t("feeds.diff.renewed", { n: diff.renewed })}</div>}
      {diff.innocent > 0 && <Examples title={t("feeds.diff.innocent", { n: diff.innocent })} values={diff.innocent_examples} />}
      {diff.added + diff.removed + diff.renewed + diff.innocent === 0 && t("feeds.diff.none")}
    </div>
  );
}

// What the service says of a list, as a sentence.
function Why({ detail }: { detail: string }) {
  const { t } = useTexts();
  return <div className="small wrap">{sentenceOf(detail, t)}</div>;
}

// All that a list is held for, or why it could not be had.
function Causes({ status }: { status: SourceStatus }) {
  const causes = status.causes ?? [];
  if (causes.length > 0) return <>{causes.map((cause) => <Why key={cause} detail={cause} />)}</>;
  return status.detail ? <Why detail={status.detail} /> : null;
}

function Status({ status }: { status: SourceStatus }) {
  const { t, word } = useTexts();
  const stands = status.state !== "ok" && status.good_at && (status.in_force ?? 0) > 0;
  return (
    <>
      <Tag color={kColors[status.state]}>{word("feeds.state", status.state)}</Tag>
      <Causes status={status} />
      {stands && <div className="small">{t("feeds.inforce", { n: status.in_force ?? 0 })}</div>}
      {status.good_at && status.in_force === 0 && <div className="due-over">{t("feeds.expired")}</div>}
      {(status.failures ?? 0) > 0 && <div className="small">{t("feeds.failures", { n: status.failures ?? 0 })}</div>}
      {(status.wrong ?? 0) > 0 && (
        <Examples
          title={t("feeds.wrong", { n: status.wrong ?? 0 })}
          values={(status.wrong_examples ?? []).map(({ line, cause }) => t("feeds.wrong.line", { line, cause }))}
        />
      )}
    </>
  );
}

// A list that is held waits on while it cannot be had.
const waits = (status: SourceStatus): boolean =>
  Boolean(status.held_digest) && (status.state === "held" || (status.state === "failed" && status.good_state === "held"));

// What is held, with the two ways to decide.
function Held({ source, done }: { source: Source; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [run, setRun] = useState<SourceRun | null>(null);
  const decide = (accept: boolean) => {
    setBusy(true);
    calls.decideSource(source.name, accept, source.status.held_digest ?? "", reason.trim())
      .then(({ body }) => followed(body, setRun))
      .then((run) => {
        if (!run.status) void message.error(sentenceOf(run.detail, t));
        else void message.success(t(accept ? "feeds.accepted" : "feeds.rejected"));
        done();
      })
      .catch((failure: unknown) => void message.error(explain(failure, texts)))
      .finally(() => setBusy(false));
  };
  const short = reason.trim().length < 2;
  return (
    <Alert
      type="warning" showIcon style={{ marginBottom: 16 }} message={`${source.title}:${t("feeds.held.title")}`}
      description={(
        <>
          <Causes status={source.status} />
          {source.status.diff && <Diff diff={source.status.diff} />}
          <label htmlFor={`reason-${source.name}`}>{t("feeds.reason")}</label>
          <Input.TextArea id={`reason-${source.name}`} rows={2} maxLength={400} value={reason} onChange={(e) => setReason(e.target.value)} />
          <div style={{ display: "flex", gap: 12, marginTop: 8 }}>
            <Button type="primary" disabled={short} loading={busy} onClick={() => decide(true)}>{t("feeds.accept")}</Button>
            <Button disabled={short} loading={busy} onClick={() => decide(false)}>{t("feeds.reject")}</Button>
            {busy && run && <Progress run={run} />}
          </div>
        </>
      )}
    />
  );
}

// What an administrator does with a list of the console, and with one that is switched off.
function Administration({ source, reload, change }: { source: Source; reload: () => void; change: () => void }) {
  const { t } = useTexts();
  const { busy, send } = useSending();
  const [removing, setRemoving] = useState(false);
  const [withdrawing, setWithdrawing] = useState(false);
  const [reason, setReason] = useState("");
  const version = source.version ?? 0;
  const turn = (enabled: boolean) => send(async () => {
    await calls.changeSource(source.name, version, { enabled });
    if (enabled) await followed((await calls.runSource(source.name, false)).body, () => {});
    reload();
  });
  const remove = () => send(async () => {
    await calls.removeSource(source.name, version, reason.trim());
    setRemoving(false);
    reload();
  });
  const counts = source.status.in_force ?? 0;
  return (
    <div style={{ display: "flex", gap: 8, flexWrap: "wrap", marginTop: 8 }}>
      {source.origin === "console" && (
        <>
          <Button size="small" onClick={change}>{t("sources.edit")}</Button>
          {source.enabled
            ? <Button size="small" loading={busy} onClick={() => void turn(false)}>{t("sources.off")}</Button>
            : <Button size="small" loading={busy} disabled={!source.tried} title={source.tried ? undefined : t("sources.wrong.dry_run")} onClick={() => void turn(true)}>{t("sources.on")}</Button>}
          <Button size="small" danger onClick={() => setRemoving(true)}>{t("sources.remove")}</Button>
        </>
      )}
      {!source.enabled && counts > 0 && <Button size="small" danger onClick={() => setWithdrawing(true)}>{t("sources.withdraw")}</Button>}
      {withdrawing && <Withdraw name={source.name} entries={counts} close={(done) => { setWithdrawing(false); if (done) reload(); }} />}
      <Modal open={removing} title={t("sources.remove.title", { name: source.title })} okText={t("sources.remove")} cancelText={t("common.cancel")} confirmLoading={busy}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }} onOk={() => void remove()} onCancel={() => setRemoving(false)}>
        <p>{t("sources.remove.hint")}</p>
        <label htmlFor={`remove-${source.name}`}>{t("feeds.reason")}</label>
        <Input.TextArea id={`remove-${source.name}`} rows={2} maxLength={400} value={reason} onChange={(e) => setReason(e.target.value)} />
      </Modal>
    </div>
  );
}

interface AllSources { sources: Source[]; removed: RemovedSource[]; reload: () => void }

function Sources({ sources, removed, reload }: AllSources) {
  const texts = useTexts();
  const { t, word } = texts;
  const { message } = App.useApp();
  const { has } = useSession();
  const [running, setRunning] = useState<SourceRun | null>(null);
  const [tried, setTried] = useState<SourceStatus | null>(null);
  const [edited, setEdited] = useState<Source | "new" | null>(null);
  const decides = has("second_reviewer", "supervisor");
  const administers = has("supervisor", "system_admin");
  const run = (name: string, dry: boolean) => {
    calls.runSource(name, dry)
      .then(({ body }) => followed(body, setRunning))
      .then((done) => {
        if (!done.status) void message.error(sentenceOf(done.detail, t));
        else if (dry) setTried(done.status);
        else void message.info(t("feeds.ran", { state: word("feeds.state", done.status.state) }));
        reload();
      })
      .catch((failure: unknown) => void message.error(explain(failure, texts)))
      .finally(() => setRunning(null));
  };
  const columns: TableColumnsType<Source> = [
    { title: t("feeds.name"), key: "name", render: (_, s) => <><strong>{s.title}</strong> <span className="mono small">{s.name}</span>{!s.enabled && <Tag style={{ marginInlineStart: 8 }}>{t("feeds.disabled")}</Tag>}<div className="small">{word("sources.origin", s.origin)}</div><div className="mono small wrap">{s.address}</div><div className="small">{t("feeds.licence", { licence: s.licence })}</div></> },
    { title: t("feeds.state"), key: "state", width: 240, render: (_, s) => <>{s.running && <Tag color="processing">{t("feeds.running")}</Tag>}<Status status={s.status} /></> },
    { title: t("feeds.may"), key: "may", width: 120, render: (_, s) => word("feeds.may", s.may) },
    { title: t("feeds.entries"), key: "entries", width: 80, render: (_, s) => s.status.in_force ?? s.status.diff?.after ?? "" },
    { title: t("feeds.judged"), key: "judged", width: 120, render: (_, s) => <>{s.judged.precision !== null && <strong>{Math.round(s.judged.precision * 100)} %</strong>}<div className="small">{t("feeds.judged.counts", { right: s.judged.right, wrong: s.judged.wrong })}</div></> },
    {
      title: t("feeds.times"), key: "times", width: 160,
      render: (_, s) => (
        <>
          <div className="small muted">{t("feeds.good_at")}</div>{s.status.good_at ? showTime(s.status.good_at) : t("feeds.never")}
          <div className="small muted">{t("feeds.next_at")}</div>{showTime(s.status.next_at)}
        </>
      ),
    },
    ...(decides || administers ? [{
      title: t("common.actions"), key: "actions", width: 220, render: (_: unknown, s: Source) => (
        <>
          <Button size="small" loading={running?.source === s.name && running.dry} disabled={running !== null} onClick={() => run(s.name, true)}>{t("feeds.dry")}</Button>{" "}
          <Button size="small" loading={running?.source === s.name && !running.dry} disabled={running !== null || !s.tried} title={s.tried ? undefined : t("sources.wrong.dry_run")} onClick={() => run(s.name, false)}>{t("feeds.run")}</Button>
          {running?.source === s.name && <Progress run={running} />}
          {administers && <Administration source={s} reload={reload} change={() => setEdited(s)} />}
        </>
      ),
    }] : []),
  ];
  return (
    <section className="panel" aria-label={t("feeds.in")}>
      <h2>{t("feeds.in")}</h2>
      {administers && <Button style={{ marginBottom: 12 }} onClick={() => setEdited("new")}>{t("sources.add")}</Button>}
      {decides && sources.filter(({ status }) => waits(status)).map((source) => <Held key={source.name} source={source} done={reload} />)}
      {sources.length === 0
        ? <p><strong>{t("feeds.in.none")}</strong><br />{t("feeds.in.none.hint")}</p>
        : <Table rowKey="name" size="middle" pagination={false} columns={columns} dataSource={sources} />}
      <RemovedSources removed={removed} may={administers} reload={reload} />
      {edited && <SourceForm source={edited === "new" ? null : edited} close={(stored) => { setEdited(null); if (stored) reload(); }} />}
      <Modal open={tried !== null} title={t("feeds.dry.title")} footer={null} onCancel={() => setTried(null)}>
        {tried && <Status status={tried} />}
        {tried?.diff && <Diff diff={tried.diff} />}
      </Modal>
    </section>
  );
}

function Out({ feeds }: { feeds: Feed[] }) {
  const { t, word } = useTexts();
  return (
    <section className="panel" aria-label={t("feeds.out")}>
      <h2>{t("feeds.out")}</h2>
      <p className="muted">{t("feeds.out.note")}</p>
      {feeds.map((feed) => (
        <div key={feed.name}>
          <p>
            <strong>{word("feeds.out.name", feed.name)}</strong> <span className="mono small">{feed.name}</span>{" "}
            {feed.changed_at ? t("feeds.out.counts", { n: feed.entries, at: showTime(feed.changed_at) }) : t("feeds.out.never", { n: feed.entries })}
          </p>
          <ul>
            {feed.files.map((file) => <li key={file}><a className="mono" href={file} download>{file}</a></li>)}
            <li>{t("feeds.out.changes")}: <span className="mono">/v1/feeds/{feed.name}/changes?cursor={feed.version}</span></li>
            <li>{t("feeds.out.hashes")}: <span className="mono">POST /v1/hashes/search</span></li>
          </ul>
        </div>
      ))}
    </section>
  );
}

function Published() {
  const { t } = useTexts();
  const feeds = useLoad(calls.listFeeds, []);
  if (feeds.error === null) return feeds.value ? <Out feeds={feeds.value.data} /> : <Loading />;
  return (
    <section className="panel" aria-label={t("feeds.out")}>
      <h2>{t("feeds.out")}</h2>
      <Failed error={feeds.error} retry={() => void feeds.reload()} />
    </section>
  );
}

export function FeedsPage() {
  const { t } = useTexts();
  const { has } = useSession();
  const [entries, setEntries] = useState(0); // changes of what goes out
  const [listed, setListed] = useState(0); // of them, by another part of the page than the entries'
  const sources = useLoad(calls.listSources, []);
  const staff = has("hotline", "reviewer", "second_reviewer", "supervisor");
  const reload = () => void sources.reload();
  return (
    <>
      <div className="page-head">
        <h1>{t("feeds.title")}</h1>
        <span className="grow" />
        <Button onClick={() => { reload(); setEntries((n) => n + 1); }} loading={sources.loading}>{t("common.refresh")}</Button>
      </div>
      <p className="muted">{t("feeds.note")}</p>
      {has("reviewer", "second_reviewer", "supervisor") && <WaitingListings changed={() => { setEntries((n) => n + 1); setListed((n) => n + 1); }} />}
      {staff && <Disputes />}
      {sources.error !== null && <Failed error={sources.error} retry={reload} />}
      {sources.error === null && !sources.value && <Loading />}
      {sources.value && <Sources sources={sources.value.data} removed={sources.value.removed} reload={reload} />}
      {staff && <OwnEntries key={`own-${listed}`} changed={() => setEntries((n) => n + 1)} />}
      {has("second_reviewer", "supervisor") && <Bulletin />}
      {staff && <Published key={`out-${entries}`} />}
      {has("supervisor") && <Webhooks />}
    </>
  );
}
