// One case: why it was flagged, what it holds, what was done, the finding.
import { Alert, App, Button, Input, Modal } from "antd";
import { useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useParams } from "react-router-dom";
import { CallError, type Answer } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Case, CaseEvent } from "../api/types";
import { useKeys } from "../lib/keys";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { CaseTags, Due } from "../parts/due";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { ConfirmForm, DecideForm } from "./case_decide";
import { CaseHelper } from "./case_helper";
import { Observations } from "./case_observation";
import { isAdverse, outcomeOf, rightsOf, type Rights } from "./case_rules";
import { RingPanel } from "./case_ring";
import { NoteForm, Related, SubjectPanel, Timeline } from "./case_side";
import { useTakeNext } from "./cases";

const kRenewEvery = 3 * 60_000; // ms; a lease lasts longer

// Runs a write on the case: what the server refused is shown and the case read
// again, so that the person sees the present state beside an own draft.
function useWrites(reload: () => Promise<void>) {
  const texts = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (write: () => Promise<Answer<Case>>, done?: string): Promise<boolean> => {
    setBusy(true);
    try {
      await write();
      if (done) void message.success(done);
      await reload();
      return true;
    } catch (error) {
      void message.error(explain(error, texts), 6);
      if (error instanceof CallError && [404, 409, 412].includes(error.status)) await reload();
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

function Head({ item, rights, busy, claim, release, reopen }: {
  item: Case; rights: Rights; busy: boolean; claim: () => void; release: () => void; reopen: () => void;
}) {
  const { t, word } = useTexts();
  const other = item.assignee && !rights.mine && !rights.claim && item.state !== "decided";
  return (
    <div className="page-head">
      <div style={{ minWidth: 0, flex: 1 }}>
        <Link to="/cases">← {t("case.back")}</Link>
        <h1 style={{ margin: "4px 0" }}>{item.title || item.id} <CaseTags item={item} /></h1>
        <div className="muted" style={{ display: "flex", gap: 18, flexWrap: "wrap" }}>
          <span>{word("kind", item.kind)}</span>
          <span className="mono">{item.id}</span>
          <span data-testid="case-state">{word("state", item.state)}</span>
          <span>{item.region_name || item.region}</span>
          <span>{t("cases.col.opened")} {showTime(item.opened_at)}</span>
          <Due item={item} now={Date.now()} />
          {rights.mine && <span>{t("case.lease", { t: showTime(item.lease_until) })}</span>}
          {other && <span>{t("case.lease.other", { name: item.assignee_name ?? item.assignee ?? "" })}</span>}
        </div>
      </div>
      {rights.claim && <Button type="primary" loading={busy} onClick={claim}>{t("case.claim")} (C)</Button>}
      {rights.release && <Button loading={busy} onClick={release}>{t("case.release")} (C)</Button>}
      {rights.reopen && <Button loading={busy} onClick={reopen}>{t("case.reopen")}</Button>}
    </div>
  );
}

function Decided({ item }: { item: Case }) {
  const { t, word } = useTexts();
  return (
    <Alert
      type="info" showIcon message={t("case.decided.text", { disposition: word("disposition", item.disposition) })}
      description={
        <>
          <div>{word("cause", item.cause)}</div>
          <div>{t("case.decided.by", { name: item.decided_by_name ?? item.decided_by ?? "", t: showTime(item.decided_at) })}</div>
          {item.kind === "attempt" && item.disposition && <div>{t(`case.outcome.${outcomeOf(item.disposition)}`)}</div>}
        </>
      }
    />
  );
}

function Waiting({ item, own }: { item: Case; own: boolean }) {
  const { t, word } = useTexts();
  const disposition = word("disposition", item.disposition);
  return <Alert type="info" showIcon message={t(own ? "case.confirm.self" : "case.confirm.role", { disposition })} />;
}

// What the finding that waits was based on.
function proposalOf(events: readonly CaseEvent[]): string {
  return [...events].reverse().find((event) => event.kind === "proposed")?.note ?? "";
}

export function CasePage() {
  const { id = "" } = useParams();
  const texts = useTexts();
  const { t } = texts;
  const navigate = useNavigate();
  const { session } = useSession();
  const loaded = useLoad(() => calls.getCase(id), [id]);
  const { busy, run } = useWrites(loaded.reload);
  const { take } = useTakeNext();
  const [reopening, setReopening] = useState<string | null>(null);
  const account = session?.account_id ?? "";
  const item = loaded.value?.case ?? null;
  const rights = item ? rightsOf(item, account, session?.roles ?? [], Date.now()) : null;
  const { etag } = loaded;

  const claim = () => void run(() => calls.actOnCase(id, "claim", etag));
  const release = () => void run(() => calls.actOnCase(id, "release", etag));
  const mine = rights?.mine ?? false;
  useEffect(() => {
    if (!mine) return undefined;
    const timer = window.setInterval(() => void run(() => calls.actOnCase(id, "renew", etag)), kRenewEvery);
    return () => window.clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `run` only sets state
  }, [mine, id, etag]);
  useKeys(
    useMemo(
      () => ({
        c: () => {
          if (rights?.claim) claim();
          else if (rights?.release) release();
        },
        b: () => navigate("/cases"),
        n: () => void take(),
      }),
      // eslint-disable-next-line react-hooks/exhaustive-deps -- the rest follows from these
      [etag, mine, rights?.claim],
    ),
  );

  if (!loaded.value || !item || !rights) {
    return loaded.error !== null ? <Failed error={loaded.error} retry={() => void loaded.reload()} /> : <Loading />;
  }
  const proposedByMe = item.proposed_by === account;
  return (
    <>
      <Head item={item} rights={rights} busy={busy} claim={claim} release={release} reopen={() => setReopening("")} />
      {loaded.error !== null && <Alert type="warning" showIcon message={explain(loaded.error, texts)} style={{ marginBottom: 16 }} />}
      <div className="columns case">
        <div>
          <Observations items={loaded.value.observations} />
          {item.kind !== "report" && <RingPanel key={`ring-${item.id}`} id={item.id} />}
          <div className="columns half">
            <Timeline events={loaded.value.events} />
            <Related detail={loaded.value} />
          </div>
        </div>
        <div className="sticky">
          <CaseHelper key={`helper-${item.id}`} detail={loaded.value} />
          <section className="panel" aria-label={t("case.decide")}>
            <h2>{t(rights.confirm ? "case.confirm.title" : "case.decide")}</h2>
            {item.state === "decided" && <Decided item={item} />}
            {item.state === "second_review" && !rights.confirm && <Waiting item={item} own={proposedByMe} />}
            {rights.confirm && (
              <ConfirmForm
                item={item} proposal={proposalOf(loaded.value.events)} busy={busy}
                submit={(confirmation, note) => run(() => calls.confirmCase(id, confirmation, note, etag), t("case.confirm.done"))}
              />
            )}
            {rights.decide && (
              <DecideForm
                key={item.id} item={item} busy={busy}
                submit={async (body, next) => {
                  const done = t(isAdverse(body.disposition) ? "case.submitted.adverse" : "case.submitted");
                  const accepted = await run(() => calls.decideCase(id, body, etag), done);
                  if (accepted && next) await take();
                  return accepted;
                }}
              />
            )}
            {rights.claim && (
              <>
                <p className="muted">{t("case.decide.claim_first")}</p>
                <Button type="primary" loading={busy} onClick={claim}>{t("case.claim")}</Button>
              </>
            )}
            {item.state === "claimed" && !rights.decide && !rights.claim && (
              <p className="muted">{t("case.decide.other", { name: item.assignee_name ?? item.assignee ?? "" })}</p>
            )}
          </section>
          <SubjectPanel key={`subject-${item.id}`} id={item.id} />
          <NoteForm busy={busy} add={(note) => run(() => calls.noteCase(id, note, etag), t("case.add_note.done"))} />
        </div>
      </div>
      <Modal
        open={reopening !== null} title={t("case.reopen")} okText={t("case.reopen")} cancelText={t("common.cancel")}
        okButtonProps={{ disabled: (reopening ?? "").trim() === "" }} onCancel={() => setReopening(null)}
        onOk={() => void run(() => calls.reopenCase(id, (reopening ?? "").trim(), etag)).then((done) => { if (done) setReopening(null); })}
      >
        <label htmlFor="reopen-reason">{t("case.reopen.reason")}</label>
        <Input.TextArea id="reopen-reason" value={reopening ?? ""} maxLength={4000} rows={3} onChange={(e) => setReopening(e.target.value)} />
      </Modal>
    </>
  );
}
