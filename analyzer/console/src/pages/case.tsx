// One case: why it was flagged, what it holds, what was done, the finding.
import { Alert, App, Button, Input, Modal } from "antd";
import { useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useParams } from "react-router-dom";
import { CallError, type Answer } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Case, CaseDetail, CaseEvent, Casework } from "../api/types";
import { nameOf, useCasework } from "../lib/casework";
import { titleOf } from "../lib/defang";
import { useKeys } from "../lib/keys";
import { readDraft } from "../lib/draft";
import { keepLast } from "../lib/last_decision";
import { placeOf } from "../lib/regions";
import { useLoad } from "../lib/load";
import { useRoom } from "../lib/use_room";
import { isPast, showClock, showLastDay, showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";
import { CaseTags, Due, OrderNote } from "../parts/due";
import { Failed, Loading } from "../parts/states";
import { UndoBar } from "../parts/undo_bar";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { CaseActions, ExtensionAnswer } from "./case_actions";
import { Brought } from "./case_brought";
import { Checklist, ClearingPanel } from "./case_checklist";
import { ConfirmForm, useFindingName } from "./case_confirm";
import { Contacts, letterSince } from "./case_contacts";
import { DecideForm } from "./case_decide";
import { CaseFiles } from "./case_files";
import { CaseForm } from "./case_form";
import { CaseHelper } from "./case_helper";
import { CaseJumps, Part } from "./case_jumps";
import { CaseListing } from "./case_listing";
import { Meanwhile, type Unsent } from "./case_meanwhile";
import { Observations } from "./case_observation";
import { CaseReferrals } from "./case_referrals";
import { CaseSaved } from "./case_saved";
import { UsualPanel } from "./case_usual";
import { ObjectionPanel } from "./objections";
import { rightsOf, type Rights } from "./case_rules";
import { FormButton } from "./case_form_button";
import { RingPanel } from "./case_ring";
import { NoteForm, Related, SubjectPanel, Timeline } from "./case_side";
import { useTakeNext } from "./cases";

const kRenewEvery = 3 * 60_000; // ms; a lease lasts longer

// Runs a write on the case: what the server refused is shown and the case read
// again, so that the person sees the present state beside an own draft.
// `overtaken`: another person was first.
function useWrites(reload: () => Promise<void>, overtaken: () => void) {
  const texts = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  // `leaving`: another page follows, so that this one is not read again.
  const run = async (write: () => Promise<Answer<Case>>, done?: string, leaving = false): Promise<boolean> => {
    setBusy(true);
    try {
      await write();
      if (done) void message.success(done);
      if (!leaving) await reload();
      return true;
    } catch (error) {
      void message.error(explain(error, texts), 6);
      if (error instanceof CallError && [404, 409, 412].includes(error.status)) {
        overtaken();
        await reload();
      }
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

function Head({ detail, etag, rights, busy, run, reload, claim, release, reopen }: {
  detail: CaseDetail; etag: string; rights: Rights; busy: boolean; run: ReturnType<typeof useWrites>["run"];
  reload: () => void; claim: () => void; release: () => void; reopen: () => void;
}) {
  const { t, word, language } = useTexts();
  const { session } = useSession();
  const { case: item, recused } = detail;
  const waits = letterSince(detail.events);
  const other = item.assignee && !rights.mine && !rights.claim && item.state !== "decided";
  const owner = item.owner === (session?.account_id ?? "") ? t("case.owner.me") : t("case.owner", { name: item.owner_name ?? item.owner ?? "" });
  return (
    <div className="page-head no-print">
      <div style={{ minWidth: 0, flex: "1 1 560px" }}>
        <h1 style={{ marginBottom: 4 }}>{titleOf(item)} <CaseTags item={item} /></h1>
        <div className="muted facts-line">
          <span>{word("kind", item.kind)}</span>
          <span className="mono">{item.id}</span>
          <span data-testid="case-state">{word("state", item.state)}</span>
          <span>{placeOf(item, language)}</span>
          <span>{t("cases.col.opened")} {showTime(item.opened_at)}</span>
          <OrderNote item={item} now={Date.now()} />
          <Due item={item} now={Date.now()} />
          {waits !== null && item.state !== "decided" && <span className="due-soon">{t("case.contacts.letter.waits", { t: showTime(waits) })}</span>}
          {item.referred_until !== null && <WithUnit until={item.referred_until} />}
          {rights.mine && <span>{t("case.lease", { t: showTime(item.lease_until) })}</span>}
          {other && <span>{t("case.lease.other", { name: item.assignee_name ?? item.assignee ?? "" })}</span>}
          {item.owner && item.state !== "decided" && <span>{owner}</span>}
          {recused.length > 0 && <span>{t("case.recused", { names: recused.map(({ name, id }) => name ?? id).join(t("common.comma")) })}</span>}
        </div>
      </div>
      <div className="head-actions">
        {rights.claim && <Button type="primary" loading={busy} onClick={claim}>{t("case.claim")} (C)</Button>}
        {rights.release && <Button loading={busy} onClick={release}>{t("case.release")} (C)</Button>}
        <CaseActions item={item} etag={etag} rights={rights} busy={busy} run={run} reload={reload} />
        {rights.reopen && <Button loading={busy} onClick={reopen}>{t("case.reopen")}</Button>}
        <FormButton id={item.id} />
      </div>
    </div>
  );
}

// With a unit until a day, or beyond it.
function WithUnit({ until }: { until: string }) {
  const { t } = useTexts();
  const day = showLastDay(until);
  if (Date.parse(until) <= Date.now()) return <strong className="tone-critical">⚠ {t("referral.beyond", { day })}</strong>;
  return <span className="due-soon">{t("referral.with", { day })}</span>;
}

// Where the person lives, as the case's latest attempt told it.
function homeOf({ observations }: CaseDetail): string {
  for (const { attempt } of [...observations].reverse()) {
    const home = attempt?.person?.residence_region ?? attempt?.region;
    if (home) return home;
  }
  return "";
}

// The number under which the business system finds the person.
const attemptOf = ({ observations }: CaseDetail): string => observations.at(-1)?.attempt?.attempt_id ?? "";

function Decided({ item, words, undo }: { item: Case; words: Casework | null; undo: (() => void) | null }) {
  const { t, word, language } = useTexts();
  const nameOfFinding = useFindingName(words);
  const goes = item.destinations.map((id) => nameOf(words?.destinations, id, language)).join(t("common.comma"));
  return (
    <>
      <Alert
        type="info" showIcon message={t("case.decided.text", { disposition: nameOfFinding(item) })}
        description={
          <>
            <div>{t("case.because", { cause: word("cause", item.cause) })}</div>
            {goes && <div>{t("case.goes", { to: goes })}</div>}
            {item.amount_yuan !== null && <div>{t("case.amount")}:{showYuan(item.amount_yuan)}</div>}
            <div>{t("case.decided.by", { name: item.decided_by_name ?? item.decided_by ?? "", t: showTime(item.decided_at) })}</div>
            {(item.kind === "attempt" || item.kind === "spot_check") && item.outcome && <div>{t(`case.outcome.${item.outcome}`)}</div>}
            {item.settles_at && <div data-testid="settles">{t(isPast(item.settles_at) ? "case.settling.now" : "case.settling", { t: showClock(item.settles_at) })}</div>}
          </>
        }
      />
      {undo && <Button style={{ marginTop: 12 }} onClick={undo}>{t("case.undo")}</Button>}
    </>
  );
}

function Waiting({ item, own, words, undo }: { item: Case; own: boolean; words: Casework | null; undo: (() => void) | null }) {
  const { t } = useTexts();
  const disposition = useFindingName(words)(item);
  return (
    <>
      <Alert type="info" showIcon message={t(own ? "case.confirm.self" : "case.confirm.role", { disposition })} />
      {undo && <Button style={{ marginTop: 12 }} onClick={undo}>{t("case.undo")}</Button>}
    </>
  );
}

// What the finding that waits was based on.
function proposalOf(events: readonly CaseEvent[]): string {
  return [...events].reverse().find((event) => event.kind === "proposed")?.note ?? "";
}

function askedFor(events: readonly CaseEvent[]): string {
  return [...events].reverse().find((event) => event.kind === "extension_asked")?.note ?? "";
}

export function CasePage() {
  const { id = "" } = useParams();
  const texts = useTexts();
  const { t } = texts;
  const navigate = useNavigate();
  const { session } = useSession();
  const loaded = useLoad(() => calls.getCase(id), [id]);
  const [before, setBefore] = useState<CaseDetail | null>(null); // as it was seen when another was first
  const { busy, run: write } = useWrites(loaded.reload, () => setBefore(loaded.value));
  const run: typeof write = async (...what) => {
    const accepted = await write(...what);
    if (accepted) setBefore(null);
    return accepted;
  };
  const { take } = useTakeNext();
  const side = useRoom();
  const [reopening, setReopening] = useState<string | null>(null);
  const words = useCasework();
  const account = session?.account_id ?? "";
  const item = loaded.value?.case ?? null;
  const rights = item ? rightsOf(item, account, session?.roles ?? [], Date.now(), loaded.value?.recused.map((one) => one.id)) : null;
  const { etag } = loaded;

  const undo = () => {
    keepLast(null);
    void run(() => calls.undoCase(id, etag), t("case.undo.done"));
  };
  const claim = () => void run(() => calls.actOnCase(id, "claim", etag));
  const release = () => void run(() => calls.actOnCase(id, "release", etag));
  const mine = rights?.mine ?? false;
  // What is passed over is given back: it goes to others, and not to this person again.
  const passOver = async () => {
    if (mine && !(await run(() => calls.actOnCase(id, "release", etag), undefined, true))) return;
    if (!(await take()) && mine) await loaded.reload();
  };
  useEffect(() => {
    if (!mine) return undefined;
    const timer = window.setInterval(() => void write(() => calls.actOnCase(id, "renew", etag)), kRenewEvery);
    return () => window.clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `write` only sets state
  }, [mine, id, etag]);
  useKeys(
    useMemo(
      () => ({
        c: () => {
          if (rights?.claim) claim();
          else if (rights?.release) release();
        },
        b: () => navigate("/cases"),
        n: () => void passOver(),
      }),
      // eslint-disable-next-line react-hooks/exhaustive-deps -- the rest follows from these
      [etag, mine, rights?.claim],
    ),
  );

  if (!loaded.value || !item || !rights) {
    if (loaded.error === null) return <Loading />;
    const unknown = loaded.error instanceof CallError && loaded.error.status === 404;
    return (
      <>
        <Link to="/cases">← {t("case.back")}</Link>
        <Failed error={loaded.error} text={unknown ? t("case.not_here") : undefined} retry={unknown ? undefined : () => void loaded.reload()} />
      </>
    );
  }
  const proposedByMe = item.proposed_by === account;
  const stoodBack = loaded.value.recused.some((one) => one.id === account);
  const overtaken = before?.case.id === item.id && before.case.version !== item.version ? before : null;
  return (
    <>
      <UndoBar undone={() => void loaded.reload()} />
      <CaseJumps detail={loaded.value} />
      <Head
        detail={loaded.value} etag={etag} rights={rights} busy={busy} run={run} reload={() => void loaded.reload()} claim={claim} release={release}
        reopen={() => setReopening("")}
      />
      {loaded.error !== null && <Alert type="warning" showIcon message={explain(loaded.error, texts)} style={{ marginBottom: 16 }} />}
      {overtaken && (
        <Meanwhile
          before={overtaken} now={loaded.value} unsent={readDraft<Unsent>(`finding.${item.id}`)?.value ?? null} words={words}
          close={() => setBefore(null)}
        />
      )}
      <div className="columns case no-print">
        <div>
          <Observations items={loaded.value.observations} />
          <UsualPanel usual={loaded.value.usual} />
          {item.kind !== "report" && <ClearingPanel key={`clearing-${item.id}`} detail={loaded.value} />}
          {item.kind !== "report" && <RingPanel key={`ring-${item.id}`} id={item.id} />}
          <div className="columns half">
            <Part name="timeline"><Timeline events={loaded.value.events} checklist={loaded.value.checklist} words={words} /></Part>
            <Part name="related"><Related detail={loaded.value} words={words} reload={() => void loaded.reload()} /></Part>
          </div>
        </div>
        <div className="sticky" ref={side}>
          <ObjectionPanel detail={loaded.value} words={words} />
          {rights.answer && (
            <ExtensionAnswer key={`extension-${item.id}`} item={item} etag={etag} busy={busy} run={run} reason={askedFor(loaded.value.events)} />
          )}
          <CaseHelper key={`helper-${item.id}`} detail={loaded.value} />
          <CaseListing key={`listing-${item.id}`} detail={loaded.value} />
          <Part name="decide">
            <section className="panel" aria-label={t("case.decide")}>
              <h2>{t(rights.confirm ? "case.confirm.title" : "case.decide")}</h2>
              {item.state !== "decided" && <Brought detail={loaded.value} account={account} />}
              {item.state === "decided" && <Decided item={item} words={words} undo={rights.undo ? undo : null} />}
              {item.state === "second_review" && !rights.confirm && (
                <Waiting item={item} own={proposedByMe} words={words} undo={rights.undo ? undo : null} />
              )}
              {rights.confirm && (
                <ConfirmForm
                  item={item} words={words} proposal={proposalOf(loaded.value.events)} files={loaded.value.files} busy={busy}
                  submit={(confirmation, note) => run(() => calls.confirmCase(id, confirmation, note, etag), t("case.confirm.done"))}
                />
              )}
              {rights.decide && item.referred_until !== null && <p className="muted">{t("referral.blocks")}</p>}
              {rights.decide && item.referred_until === null && words && (
                <DecideForm
                  key={item.id} item={item} contacts={loaded.value.contacts} observations={loaded.value.observations} files={loaded.value.files} words={words} busy={busy}
                  submit={async (body, finding, next) => {
                    const done = t(finding.adverse ? "case.submitted.adverse" : "case.submitted");
                    const accepted = await run(async () => {
                      const answer = await calls.decideCase(id, body, etag);
                      const { settles_at } = answer.body;
                      if (settles_at) keepLast({ id, many: null, title: titleOf(item), finding: finding.id, until: settles_at });
                      return answer;
                    }, done, next);
                    if (accepted && next && !(await take())) await loaded.reload();
                    return accepted;
                  }}
                />
              )}
              {rights.claim && (
                <>
                  <p className="muted">{t(item.referred_until === null ? "case.decide.claim_first" : "referral.blocks")}</p>
                  <Button type="primary" loading={busy} onClick={claim}>{t("case.claim")}</Button>
                </>
              )}
              {item.state !== "decided" && stoodBack && <p className="muted">{t("case.recuse.you")}</p>}
              {item.state === "claimed" && !rights.decide && !rights.claim && !stoodBack && (
                <p className="muted">{t("case.decide.other", { name: item.assignee_name ?? item.assignee ?? "" })}</p>
              )}
              {item.state === "open" && !rights.claim && item.owner && !stoodBack && (
                <p className="muted">{t("case.owner", { name: item.owner_name ?? item.owner })}</p>
              )}
            </section>
          </Part>
          <Part name="subject"><SubjectPanel key={`subject-${item.id}`} id={item.id} /></Part>
          <Part name="contacts">
            <Contacts
              key={`contacts-${item.id}`} detail={loaded.value} mine={rights.decide} busy={busy}
              add={(body) => run(() => calls.logContact(id, body, etag), t("case.contacts.done"))}
            />
          </Part>
          <Part name="referrals">
            <CaseReferrals
              key={`referrals-${item.id}`} item={item} etag={etag} referrals={loaded.value.referrals} home={homeOf(loaded.value)} attempt={attemptOf(loaded.value)} mine={rights.decide}
              mayRecall={item.owner === account || rights.mine || (session?.roles.includes("supervisor") ?? false)} busy={busy} run={run} reload={() => void loaded.reload()}
            />
          </Part>
          <Part name="files">
            <CaseFiles
              key={`files-${item.id}`} item={item} files={loaded.value.files} account={account} supervisor={session?.roles.includes("supervisor") ?? false}
              mayAdd={item.archived_at === null && !loaded.value.recused.some(({ id: one }) => one === account)} reload={() => loaded.reload()}
            />
          </Part>
          <CaseSaved
            key={`saved-${item.id}`} item={item} etag={etag} busy={busy} run={run}
            may={(rights.decide || item.state === "decided") && !loaded.value.recused.some(({ id: one }) => one === account)}
          />
          <Part name="checklist">
            <Checklist
              items={loaded.value.checklist} mine={rights.mine} busy={busy}
              tick={(which, done) => void run(() => calls.checkItem(id, which, done, etag))}
            />
          </Part>
          <NoteForm busy={busy} add={(note) => run(() => calls.noteCase(id, note, etag), t("case.add_note.done"))} />
        </div>
      </div>
      <CaseForm detail={loaded.value} words={words} person={session?.display_name ?? ""} />
      {reopening !== null && (
        <Modal
          open title={t("case.reopen")} okText={t("case.reopen")} cancelText={t("common.cancel")}
          okButtonProps={{ disabled: reopening.trim() === "" }} onCancel={() => setReopening(null)}
          onOk={() => void run(() => calls.reopenCase(id, reopening.trim(), etag)).then((done) => { if (done) setReopening(null); })}
        >
          <label htmlFor="reopen-reason">{t("case.reopen.reason")}</label>
          <Input.TextArea id="reopen-reason" autoFocus value={reopening} maxLength={4000} rows={3} onChange={(e) => setReopening(e.target.value)} />
        </Modal>
      )}
    </>
  );
}
