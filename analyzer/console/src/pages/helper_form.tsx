// The window in which a helper is registered or changed. Ctrl+Enter saves.
import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { CallError } from "../api/client";
import { explain } from "../api/message";
import type { HelperKind, NewHelper, Weekday } from "../api/types";
import { kLinkKinds } from "../lib/helper_csv";
import { regionOptions, regionPrefix } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { isStale } from "../parts/changed_meanwhile";
import { useTexts } from "../text";
import { bodyOf, mistakesOf, typedLink, type DraftLink, type HelperDraft } from "./helper_draft";

export const kHelperKinds: readonly HelperKind[] = [
  "point", "device", "staff", "nursing_home", "volunteer", "village_doctor", "visit_team", "work_order",
];
const kWeekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const kAreaCode = /^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

function Row({ children }: { children: ReactNode }) {
  return <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))", gap: "0 16px" }}>{children}</div>;
}

function Links({ links, set }: { links: DraftLink[]; set: (links: DraftLink[]) => void }) {
  const { t, word } = useTexts();
  const change = (key: number, part: Partial<DraftLink>) => set(links.map((link) => (link.key === key ? { ...link, ...part } : link)));
  return (
    <>
      {links.map((link) => link.id !== null ? (
        <div key={link.key}>
          <Checkbox checked={link.keep} onChange={(e) => change(link.key, { keep: e.target.checked })}>
            {word("helpers.link", link.kind)} <span className="muted">{link.shown}</span>
          </Checkbox>
        </div>
      ) : (
        <div key={link.key} style={{ display: "grid", gridTemplateColumns: "150px 1fr 1fr auto", gap: 8, marginBottom: 8 }}>
          <Select
            aria-label={t("helpers.link.kind")} value={link.kind} onChange={(kind) => change(link.key, { kind })}
            options={kLinkKinds.map((value) => ({ value, label: word("helpers.link", value) }))}
          />
          <Input
            aria-label={t("helpers.link.value")} placeholder={t("helpers.link.value")} maxLength={256} autoComplete="off"
            value={link.value} onChange={(e) => change(link.key, { value: e.target.value })}
          />
          <Input
            aria-label={t("helpers.link.label")} placeholder={t("helpers.link.label")} maxLength={64} autoComplete="off"
            value={link.label} onChange={(e) => change(link.key, { label: e.target.value })}
          />
          <Button aria-label={t("helpers.link.remove")} onClick={() => set(links.filter((one) => one.key !== link.key))}>×</Button>
        </div>
      ))}
      <Button size="small" onClick={() => set([...links, typedLink()])}>{t("helpers.link.add")}</Button>
    </>
  );
}

interface Props {
  title: string;
  first: HelperDraft;
  save: (body: NewHelper) => Promise<unknown>; // rejects with a CallError
  close: () => void;
  conflict?: ReactNode; // what somebody else changed meanwhile
}

export function HelperForm({ title, first, save, close, conflict }: Props) {
  const texts = useTexts();
  const { t, word, language } = texts;
  const [draft, setDraft] = useState(first);
  const [place, setPlace] = useState(""); // being typed
  useCounties(place);
  const named = /^\d*$/.test(place) ? [] : regionOptions(place, language);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const set = (part: Partial<HelperDraft>) => setDraft((before) => ({ ...before, ...part }));
  const problem = failure instanceof CallError ? failure.problem : null;
  const mistakes = failure instanceof CallError && failure.status === 422 ? mistakesOf(problem?.errors ?? []) : {};
  const told = problem?.errors?.find((e) => e.code === "registered_already") ? t("helpers.known") : explain(failure, texts);

  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await save(bodyOf(draft));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  // Wherever in the window the cursor is, or nowhere yet.
  const submitNow = useRef(submit);
  submitNow.current = submit;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      void submitNow.current();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  const item = (name: keyof HelperDraft, label: string, control: ReactNode, extra?: string) => (
    <Form.Item label={label} htmlFor={`helper-${name}`} extra={extra} validateStatus={mistakes[name] ? "error" : undefined} help={mistakes[name]}>
      {control}
    </Form.Item>
  );
  const day = (name: "valid_from" | "valid_until") => (
    <Input id={`helper-${name}`} type="date" value={draft[name]} onChange={(e) => set({ [name]: e.target.value })} />
  );
  const clock = (name: "opens" | "closes") => (
    <Input id={`helper-${name}`} value={draft[name]} placeholder="08:00" maxLength={5} onChange={(e) => set({ [name]: e.target.value.trim() })} />
  );
  const count = (name: "persons_day" | "persons_week" | "beds") => (
    <InputNumber id={`helper-${name}`} style={{ width: "100%" }} min={1} max={100000} precision={0} value={draft[name]} onChange={(value) => set({ [name]: value })} />
  );
  return (
    <Modal
      open title={title} width={760} onCancel={close} onOk={() => void submit()} confirmLoading={busy} maskClosable={false}
      okText={`${t("common.save")} (Ctrl+Enter)`} cancelText={t("common.cancel")}
    >
      {conflict}
      {failure !== null && !(conflict && isStale(failure)) && <Alert type="error" showIcon message={told} style={{ marginBottom: 12 }} />}
      <Form layout="vertical">
        <Row>
          {item("name", t("helpers.name"), <Input id="helper-name" autoFocus value={draft.name} maxLength={64} onChange={(e) => set({ name: e.target.value })} />)}
          {item("kind", t("helpers.kind"), (
            <Select id="helper-kind" value={draft.kind} onChange={(kind) => set({ kind })} options={kHelperKinds.map((value) => ({ value, label: word("helpers.kind", value) }))} />
          ))}
        </Row>
        {item("area", t("helpers.area"), (
          <Select
            id="helper-area" mode="tags" open={named.length > 0} suffixIcon={null} value={draft.area} tokenSeparators={[";", ";", ",", " "]}
            options={named} filterOption={false} searchValue={place} onSearch={setPlace}
            onChange={(area: string[]) => { setPlace(""); set({ area: area.map((typed) => (kAreaCode.test(typed) ? typed : (regionPrefix(typed) ?? ""))).filter((code) => kAreaCode.test(code)) }); }}
          />
        ), t("helpers.area.help"))}
        <Row>
          {item("valid_from", t("helpers.from"), day("valid_from"))}
          {item("valid_until", t("helpers.until"), day("valid_until"))}
          {item("opens", t("helpers.opens"), clock("opens"))}
          {item("closes", t("helpers.closes"), clock("closes"))}
        </Row>
        {item("weekdays", t("helpers.weekdays"), (
          <Checkbox.Group value={draft.weekdays} onChange={(weekdays) => set({ weekdays })} options={kWeekdays.map((value) => ({ value, label: word("weekday", value) }))} />
        ), t("helpers.weekdays.help"))}
        <Row>
          {item("persons_day", t("helpers.persons_day"), count("persons_day"))}
          {item("persons_week", t("helpers.persons_week"), count("persons_week"))}
          {draft.kind === "nursing_home" && item("beds", t("helpers.beds"), count("beds"))}
        </Row>
        {item("links", t("helpers.links"), <Links links={draft.links} set={(links) => set({ links })} />, t("helpers.links.help"))}
        {item("note", t("helpers.note"), <Input.TextArea id="helper-note" rows={2} maxLength={1000} value={draft.note} onChange={(e) => set({ note: e.target.value })} />)}
      </Form>
    </Modal>
  );
}
