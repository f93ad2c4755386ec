// The lists of others and how each stands, what of them waits for a person, and the
// lists that go out.
import { Alert, App, Button, Input, Modal, Table, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Feed, Source, SourceDiff, SourceRun, SourceStatus } from "../api/types";
import { detailOf } from "../lib/feed_detail";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { Bulletin, Disputes, Webhooks } from "../parts/feed_others";
import { WaitingListings } from "../parts/listings";
import { OwnEntries } from "../parts/own_entries";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";

const kColors: Record<SourceStatus["state"], string> = {
  new: "default", ok: "success", failed: "error", held: "warning", rejected: "default",
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
  const known = detailOf(detail);
  return <div className="small wrap">{known ? t(known.key, known.values) : detail}</div>;
}

function Status({ status }: { status: SourceStatus }) {
  const { t, word } = useTexts();
  const stands = status.state !== "ok" && status.good_at && (status.in_force ?? 0) > 0;
  return (
    <>
      <Tag color={kColors[status.state]}>{word("feeds.state", status.state)}</Tag>
      {status.detail && <Why detail={status.detail} />}
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
        if (!run.status) void message.error(run.detail ?? t("feeds.state.failed"));
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
          {source.status.detail && <Why detail={source.status.detail} />}
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

// How far a run is: a long list takes minutes.
function Progress({ run }: { run: SourceRun }) {
  const { t } = useTexts();
  const { bytes, entries, written, of } = run.progress;
  return (
    <div className="small" role="status">
      {run.state === "queued" ? t("feeds.queued") : of > 0
        ? t("feeds.writing", { n: written, of })
        : t("feeds.reading", { n: entries, kb: Math.round(bytes / 1024) })}
    </div>
  );
}

// Looks how far a run is until it is done.
async function followed(begun: SourceRun, seen: (run: SourceRun) => void): Promise<SourceRun> {
  let run = begun;
  while (run.state === "queued" || run.state === "running") {
    seen(run);
    await new Promise((resolve) => setTimeout(resolve, 700));
    run = (await calls.getSourceRun(run.source, run.id)).body;
  }
  return run;
}

function Sources({ sources, reload }: { sources: Source[]; reload: () => void }) {
  const texts = useTexts();
  const { t, word } = texts;
  const { message } = App.useApp();
  const { has } = useSession();
  const [running, setRunning] = useState<SourceRun | null>(null);
  const [tried, setTried] = useState<SourceStatus | null>(null);
  const decides = has("second_reviewer", "supervisor");
  const run = (name: string, dry: boolean) => {
    calls.runSource(name, dry)
      .then(({ body }) => followed(body, setRunning))
      .then((done) => {
        if (!done.status) void message.error(done.detail ?? t("feeds.state.failed"));
        else if (dry) setTried(done.status);
        else void message.info(t("feeds.ran", { state: word("feeds.state", done.status.state) }));
        reload();
      })
      .catch((failure: unknown) => void message.error(explain(failure, texts)))
      .finally(() => setRunning(null));
  };
  const columns: TableColumnsType<Source> = [
    { title: t("feeds.name"), key: "name", render: (_, s) => <><strong>{s.title}</strong> <span className="mono small">{s.name}</span>{!s.enabled && <Tag style={{ marginInlineStart: 8 }}>{t("feeds.disabled")}</Tag>}<div className="mono small wrap">{s.address}</div><div className="small">{t("feeds.licence", { licence: s.licence })}</div></> },
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
    ...(decides ? [{
      title: t("common.actions"), key: "actions", width: 180, render: (_: unknown, s: Source) => (
        <>
          <Button size="small" loading={running?.source === s.name && running.dry} disabled={running !== null} onClick={() => run(s.name, true)}>{t("feeds.dry")}</Button>{" "}
          <Button size="small" loading={running?.source === s.name && !running.dry} disabled={running !== null} onClick={() => run(s.name, false)}>{t("feeds.run")}</Button>
          {running?.source === s.name && <Progress run={running} />}
        </>
      ),
    }] : []),
  ];
  return (
    <section className="panel" aria-label={t("feeds.in")}>
      <h2>{t("feeds.in")}</h2>
      {decides && sources.filter(({ status }) => waits(status)).map((source) => <Held key={source.name} source={source} done={reload} />)}
      {sources.length === 0
        ? <p><strong>{t("feeds.in.none")}</strong><br />{t("feeds.in.none.hint")}</p>
        : <Table rowKey="name" size="middle" pagination={false} columns={columns} dataSource={sources} />}
      <Modal open={tried !== null} title={t("feeds.dry.title")} footer={null} onCancel={() => setTried(null)}>
        {tried && <Status status={tried} />}
        {tried?.diff && <Diff diff={tried.diff} />}
      </Modal>
    </section>
  );
}

function Out({ feeds }: { feeds: Feed[] }) {
  const { t } = useTexts();
  return (
    <section className="panel" aria-label={t("feeds.out")}>
      <h2>{t("feeds.out")}</h2>
      <p className="muted">{t("feeds.out.note")}</p>
      {feeds.map((feed) => (
        <div key={feed.name}>
          <p><strong>{feed.name}</strong> {t("feeds.out.counts", { n: feed.entries, at: feed.changed_at ? showTime(feed.changed_at) : t("feeds.out.never") })}</p>
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

export function FeedsPage() {
  const { t } = useTexts();
  const { has } = useSession();
  const [entries, setEntries] = useState(0); // changes of what is listed
  const sources = useLoad(calls.listSources, []);
  const feeds = useLoad(calls.listFeeds, []);
  const error = sources.error ?? feeds.error;
  const reload = () => void Promise.all([sources.reload(), feeds.reload()]);
  return (
    <>
      <div className="page-head">
        <h1>{t("feeds.title")}</h1>
        <span className="grow" />
        <Button onClick={reload} loading={sources.loading || feeds.loading}>{t("common.refresh")}</Button>
      </div>
      <p className="muted">{t("feeds.note")}</p>
      {error !== null && <Failed error={error} retry={reload} />}
      {error === null && (!sources.value || !feeds.value) && <Loading />}
      {sources.value && <Sources sources={sources.value.data} reload={reload} />}
      {feeds.value && <Out feeds={feeds.value.data} />}
      {has("reviewer", "second_reviewer", "supervisor") && <WaitingListings key={`waiting-${entries}`} changed={() => setEntries((n) => n + 1)} />}
      <OwnEntries key={`own-${entries}`} changed={reload} />
      {has("second_reviewer", "supervisor") && <Bulletin />}
      <Disputes />
      {has("supervisor") && <Webhooks />}
    </>
  );
}
