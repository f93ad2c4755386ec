// What people say about an entry of the register: proposing that it is right or wrong,
// agreeing as the second person, withdrawing, and what was said before.
import { App, Button, Input, Modal, Radio, Space, Tag } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import * as oversight from "../api/oversight_calls";
import type { NewRegisterMark, RegisterMark } from "../api/types";
import { useDraft } from "../lib/draft";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { RestoredNote } from "../parts/restored_note";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts, type TextKey } from "../text";

// What a mark can be about.
export interface Markable {
  id: string;
  name: string;
  confirmed: boolean;
  confirmed_by: string | null;
  confirmed_at: string | null;
}

type Ending = "refuse" | "take_back" | "withdraw";

export interface Marks {
  known: boolean;  // false: not for this person, or not there yet
  of: (entry: string) => RegisterMark[];
  waiting: RegisterMark[]; // for a second person who may be this one
  reload: () => Promise<void>;
}

// What is proposed and in force now; nothing for those who may not know.
export function useMarks(): Marks {
  const { has, session } = useSession();
  const may = has("reviewer", "second_reviewer", "supervisor");
  const { value, reload } = useLoad(
    async () => (may ? oversight.listMarks() : { body: { data: [] }, status: 200, etag: null }),
    [may],
  );
  const data = value?.data ?? [];
  const seconds = has("second_reviewer", "supervisor");
  return {
    known: may && value !== null,
    of: (entry) => data.filter((mark) => mark.entry === entry),
    waiting: data.filter((mark) => seconds && mark.state === "proposed" && mark.by !== session?.account_id),
    reload,
  };
}

function MarkForm({ item, places, close, sent }: { item: Markable; places: string; close: () => void; sent: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { session } = useSession();
  const { busy, send } = useSending();
  const empty = { kind: "confirmation" as NonNullable<NewRegisterMark["kind"]>, bureau: "", evidence: "" };
  const draft = useDraft(`mark.${item.id}`, empty);
  const { kind, bureau, evidence } = draft.value;
  const set = (change: Partial<typeof empty>) => draft.set((before) => ({ ...before, ...change }));
  const leave = () => {
    draft.clear();
    close();
  };
  const ready = bureau.trim() !== "" && evidence.trim() !== "";
  const save = () => send(async () => {
    await oversight.addMark({ entry: item.id, kind, bureau: bureau.trim(), evidence: evidence.trim() });
    void message.success(t("mark.sent"));
    draft.clear();
    sent();
  });
  return (
    <Modal
      open title={`${t("mark.do")} · ${item.name}`} onCancel={leave} width={680} okText={t("mark.send")} cancelText={t("common.cancel")}
      onOk={() => void save()} confirmLoading={busy} okButtonProps={{ disabled: !ready }}
    >
      {draft.restored !== null && <RestoredNote at={draft.restored} discard={draft.clear} close={draft.accept} keyed={false} />}
      <p className="mono wrap">{places}</p>
      <p className="muted">{t("mark.text")}</p>
      <Radio.Group aria-label={t("mark.kind")} value={kind} onChange={(e) => set({ kind: e.target.value as typeof kind })} style={{ display: "flex", marginBottom: 12 }}>
        {(["confirmation", "correction"] as const).map((one) => (
          <Radio key={one} value={one} disabled={one === "confirmation" && item.confirmed}>{t(`mark.${one}`)}</Radio>
        ))}
      </Radio.Group>
      <label htmlFor="mark-bureau">{t("mark.bureau")} <span className="needed">*</span></label>
      <Input id="mark-bureau" autoFocus value={bureau} maxLength={60} placeholder={t("mark.bureau.example")} onChange={(e) => set({ bureau: e.target.value })} />
      <label htmlFor="mark-evidence">{t(kind === "correction" ? "mark.should" : "mark.evidence")} <span className="needed">*</span></label>
      <Input.TextArea id="mark-evidence" rows={3} value={evidence} maxLength={600} placeholder={kind === "correction" ? undefined : t("mark.evidence.example")} onChange={(e) => set({ evidence: e.target.value })} />
      <p className="small">{t("mark.from", { name: session?.display_name ?? "" })}</p>
    </Modal>
  );
}

function EndForm({ mark, ending, close, done }: { mark: RegisterMark; ending: Ending; close: () => void; done: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const [why, setWhy] = useState("");
  const save = () => send(async () => {
    if (ending === "withdraw") await oversight.withdrawMark(mark, why.trim());
    else await oversight.decideMark(mark, false, why.trim());
    void message.success(t(ending === "withdraw" ? "mark.withdrawn" : "mark.refused"));
    done();
  });
  return (
    <Modal open title={`${t(`mark.${ending}`)} · ${mark.name}`} onCancel={close} onOk={() => void save()} okText={t(`mark.${ending}`)} cancelText={t("common.cancel")} confirmLoading={busy} okButtonProps={{ disabled: why.trim() === "" }}>
      {ending === "withdraw" && <p className="muted">{t("mark.withdraw.text")}</p>}
      <Input.TextArea autoFocus rows={3} maxLength={600} aria-label={t(`mark.why.${ending}`)} placeholder={t(`mark.why.${ending}`)} value={why} onChange={(e) => setWhy(e.target.value)} />
    </Modal>
  );
}

function History({ item, close }: { item: Markable; close: () => void }) {
  const { t } = useTexts();
  const { value, error, reload } = useLoad(() => oversight.listMarks(item.id), [item.id]);
  return (
    <Modal open title={`${t("mark.history")} · ${item.name}`} onCancel={close} footer={<Button type="primary" onClick={close}>{t("common.close")}</Button>} width={680}>
      {!value ? (error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />) : value.data.length === 0 ? <p>{t("mark.history.none")}</p> : (
        <ol className="timeline">
          {value.data.map((mark) => (
            <li key={mark.id}>
              <strong>{t(`mark.${mark.kind}`)}</strong> <Tag>{t(`mark.state.${mark.state}` as TextKey)}</Tag>
              <div className="small">{mark.bureau} · {mark.by_name} {showTime(mark.at)}</div>
              <div className="wrap">{mark.evidence}</div>
              {mark.decided_at && <div className="small">{mark.state === "refused" ? t("mark.refused") : t("mark.agreed")} · {mark.decided_by_name} {showTime(mark.decided_at)}</div>}
              {mark.ended_at && <div className="small">{t("mark.withdrawn")} · {mark.ended_by_name} {showTime(mark.ended_at)}</div>}
              {mark.note && <div className="wrap">{mark.note}</div>}
            </li>
          ))}
        </ol>
      )}
    </Modal>
  );
}

function OneMark({ mark, end, done }: { mark: RegisterMark; end: (ending: Ending) => void; done: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { session, has } = useSession();
  const { busy, send } = useSending();
  const own = mark.by === session?.account_id;
  const seconds = has("second_reviewer", "supervisor");
  const agree = () => send(async () => {
    await oversight.decideMark(mark, true, "");
    void message.success(t("mark.agreed"));
    done();
  });
  if (mark.state === "proposed") {
    return (
      <div style={{ marginTop: 6 }}>
        <div className="due-soon">{t(`mark.waiting.${mark.kind}`, { by: mark.by_name ?? "" })}</div>
        <div className="small wrap">{mark.bureau} · {mark.evidence}</div>
        <Space wrap>
          {seconds && !own && <Button size="small" type="primary" loading={busy} onClick={() => void agree()}>{t("mark.agree")}</Button>}
          {seconds && !own && <Button size="small" onClick={() => end("refuse")}>{t("mark.refuse")}</Button>}
          {own && <Button size="small" onClick={() => end("take_back")}>{t("mark.take_back")}</Button>}
        </Space>
      </div>
    );
  }
  return (
    <div style={{ marginTop: 6 }}>
      {mark.kind === "correction" && <><Tag color="error">{t("mark.corrected")}</Tag><div className="small wrap">{mark.bureau} · {mark.evidence}</div></>}
      {seconds && <Button size="small" onClick={() => end("withdraw")}>{t("mark.withdraw")}</Button>}
    </div>
  );
}

// The addresses and names that the mark is about, as they stand in the register.
function PlacesOf({ mark }: { mark: RegisterMark }) {
  const { value } = useLoad(async () => {
    const found = (await calls.listRegister({ q: mark.name })).body.data.find(({ id }) => id === mark.entry);
    const places = found ? [...found.hosts, ...found.names] : (await oversight.listBrands()).body.data.find(({ id }) => id === mark.entry)?.domains ?? [];
    return { body: places, status: 200, etag: null };
  }, [mark.entry, mark.name]);
  return value && value.length > 0 ? <div className="mono wrap">{value.join("  ")}</div> : null;
}

// All that waits for this person, wherever the entry stands.
export function Waiting({ marks, changed }: { marks: Marks; changed: () => void }) {
  const { t } = useTexts();
  const [ending, setEnding] = useState<{ mark: RegisterMark; ending: Ending } | null>(null);
  const done = () => {
    setEnding(null);
    void marks.reload();
    changed();
  };
  if (marks.waiting.length === 0) return null;
  return (
    <section className="panel" aria-label={t("mark.pending", { n: marks.waiting.length })}>
      <h2>{t("mark.pending", { n: marks.waiting.length })}</h2>
      {marks.waiting.map((mark) => (
        <div key={mark.id} style={{ marginBottom: 12 }}>
          <strong>{mark.name}</strong>
          <PlacesOf mark={mark} />
          <OneMark mark={mark} end={(how) => setEnding({ mark, ending: how })} done={done} />
        </div>
      ))}
      {ending && <EndForm mark={ending.mark} ending={ending.ending} close={() => setEnding(null)} done={done} />}
    </section>
  );
}

// Whether the entry is confirmed, what waits, and what this person may do about it.
export function MarkCell({ item, places, marks, changed }: { item: Markable; places: string; marks: Marks; changed: () => void }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<"form" | "history" | { mark: RegisterMark; ending: Ending } | null>(null);
  const done = () => {
    setOpen(null);
    void marks.reload();
    changed();
  };
  const close = () => setOpen(null);
  return (
    <>
      {item.confirmed ? <>{item.confirmed_by}<div className="small">{item.confirmed_at}</div></> : <Tag color="warning">{t("register.unconfirmed")}</Tag>}
      {marks.known && (
        <>
          {marks.of(item.id).map((mark) => <OneMark key={mark.id} mark={mark} end={(ending) => setOpen({ mark, ending })} done={done} />)}
          <Space wrap style={{ marginTop: 6 }}>
            <Button size="small" aria-label={`${t("mark.do")} ${item.name}`} onClick={() => setOpen("form")}>{t("mark.do")}</Button>
            <Button size="small" type="link" aria-label={`${t("mark.history")} ${item.name}`} onClick={() => setOpen("history")}>{t("mark.history")}</Button>
          </Space>
        </>
      )}
      {open === "form" && <MarkForm item={item} places={places} close={close} sent={done} />}
      {open === "history" && <History item={item} close={close} />}
      {open !== null && typeof open === "object" && <EndForm mark={open.mark} ending={open.ending} close={close} done={done} />}
    </>
  );
}
