// The finding: chosen with a digit and a letter, sent with Enter.
import { Alert, Button, Checkbox, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useMemo, useRef } from "react";
import type { Case, CaseDecision, Cause, Disposition } from "../api/types";
import { useDraft } from "../lib/draft";
import { useKeys, type KeyTable } from "../lib/keys";
import { useTexts } from "../text";
import { causesOf, dispositionsOf, isAdverse, kCauseLetters, outcomeOf, usualCause } from "./case_rules";

interface Finding {
  disposition: Disposition | null;
  cause: Cause | null;
  note: string;
  next: boolean;
}

interface ChoiceProps<T extends string> {
  legend: string;
  values: readonly T[];
  keys: string;
  chosen: T | null;
  choose: (value: T) => void;
  name: (value: T) => string;
}

function Choices<T extends string>({ legend, values, keys, chosen, choose, name }: ChoiceProps<T>) {
  return (
    <fieldset className="choices" role="radiogroup" aria-label={legend}>
      <legend>{legend}</legend>
      {values.map((value, index) => (
        <button
          key={value} type="button" role="radio" aria-checked={chosen === value} className="choice"
          data-value={value} onClick={() => choose(value)}
        >
          <kbd aria-hidden="true">{keys[index]?.toUpperCase()}</kbd>
          {name(value)}
        </button>
      ))}
    </fieldset>
  );
}

interface Props {
  item: Case;
  busy: boolean;
  submit: (body: CaseDecision, next: boolean) => Promise<boolean>; // true: accepted
}

const kDigits = "123456789";

export function DecideForm({ item, busy, submit }: Props) {
  const { t, word } = useTexts();
  const draft = useDraft<Finding>(`finding.${item.id}`, { disposition: null, cause: null, note: "", next: false });
  const { value, set } = draft;
  const note = useRef<TextAreaRef>(null);
  const dispositions = dispositionsOf(item.kind);
  const causes = value.disposition ? causesOf(value.disposition) : [];
  const adverse = value.disposition !== null && isAdverse(value.disposition);
  const fault = !value.disposition
    ? t("case.choose")
    : !value.cause
      ? t("case.choose_cause")
      : adverse && value.note.trim() === ""
        ? t("case.note.required")
        : "";

  const choose = (disposition: Disposition) =>
    set((before) => ({ ...before, disposition, cause: usualCause(disposition) }));
  const chooseCause = (cause: Cause) => set((before) => ({ ...before, cause }));
  const send = async () => {
    if (busy || !value.disposition || !value.cause) return;
    if (fault) {
      note.current?.focus();
      return;
    }
    const text = value.note.trim();
    const body: CaseDecision = { disposition: value.disposition, cause: value.cause, ...(text ? { note: text } : {}) };
    if (await submit(body, value.next)) draft.clear();
  };

  const table: KeyTable = useMemo(() => {
    const keys: KeyTable = { i: () => note.current?.focus() };
    dispositions.forEach((d, index) => {
      keys[kDigits[index] as string] = () => choose(d);
    });
    causes.forEach((c, index) => {
      keys[kCauseLetters[index] as string] = () => chooseCause(c);
    });
    keys.Enter = () => {
      const at = document.activeElement;
      if (at instanceof HTMLElement && at.matches("button:not(.choice), a, [role=button]")) at.click();
      else void send();
    };
    return keys;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- rebuilt when what they use changes
  }, [item.kind, value, busy]);
  useKeys(table);

  return (
    <div>
      {draft.restored && value.disposition && <Alert type="info" closable message={t("case.draft")} style={{ marginBottom: 12 }} />}
      <Choices
        legend={t("case.disposition")} values={dispositions} keys={kDigits} chosen={value.disposition}
        choose={choose} name={(v) => word("disposition", v)}
      />
      {value.disposition && (
        <>
          <Choices
            legend={t("case.cause")} values={causes} keys={kCauseLetters} chosen={value.cause}
            choose={chooseCause} name={(v) => word("cause", v)}
          />
          {item.kind === "attempt" && <p className="muted">{t(`case.outcome.${outcomeOf(value.disposition)}`)}</p>}
        </>
      )}
      {adverse && <Alert type="warning" showIcon message={t("case.note.adverse")} style={{ marginBottom: 12 }} />}
      <label htmlFor="finding-note">
        {t("case.note")} {!adverse && <span className="muted">({t("common.optional")})</span>} <kbd className="kbd" aria-hidden="true">I</kbd>
      </label>
      <Input.TextArea
        id="finding-note" ref={note} value={value.note} maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }}
        placeholder={t("case.note.placeholder")} style={{ margin: "6px 0 12px" }}
        onChange={(e) => { const text = e.target.value; set((before) => ({ ...before, note: text })); }}
        onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); void send(); } }}
      />
      <Checkbox checked={value.next} onChange={(e) => { const next = e.target.checked; set((before) => ({ ...before, next })); }}>
        {t("case.next")}
      </Checkbox>
      <div style={{ marginTop: 12 }}>
        <Button type="primary" block size="large" loading={busy} disabled={fault !== ""} onClick={() => void send()}>
          {t(adverse ? "case.submit.adverse" : "case.submit")}
        </Button>
        <div className="muted" role="status" style={{ minHeight: 26, marginTop: 4 }}>{fault}</div>
      </div>
    </div>
  );
}

interface ConfirmProps {
  item: Case;
  proposal: string;
  busy: boolean;
  submit: (confirmation: "confirm" | "reject", note: string) => Promise<boolean>;
}

export function ConfirmForm({ item, proposal, busy, submit }: ConfirmProps) {
  const { t, word } = useTexts();
  const draft = useDraft(`opinion.${item.id}`, { note: "", tried: false });
  const { value, set } = draft;
  const send = async (confirmation: "confirm" | "reject") => {
    const text = value.note.trim();
    set((before) => ({ ...before, tried: confirmation === "reject" }));
    if (confirmation === "reject" && text === "") return;
    if (await submit(confirmation, text)) draft.clear();
  };
  return (
    <div>
      <p>
        {t("case.confirm.text", {
          name: item.proposed_by_name ?? item.proposed_by ?? "",
          disposition: word("disposition", item.disposition),
        })}
      </p>
      {proposal && <blockquote className="quote wrap">{proposal}</blockquote>}
      <label htmlFor="opinion-note">{t("case.confirm.note")}</label>
      <Input.TextArea
        id="opinion-note" value={value.note} maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }}
        style={{ margin: "6px 0 4px" }}
        status={value.tried && value.note.trim() === "" ? "error" : undefined}
        onChange={(e) => { const text = e.target.value; set((before) => ({ ...before, note: text })); }}
      />
      <div className="tone-critical" role="status" style={{ minHeight: 26 }}>
        {value.tried && value.note.trim() === "" ? t("case.confirm.note.required") : ""}
      </div>
      <div style={{ display: "flex", gap: 12 }}>
        <Button type="primary" loading={busy} onClick={() => void send("confirm")}>{t("case.confirm.yes")}</Button>
        <Button danger loading={busy} onClick={() => void send("reject")}>{t("case.confirm.no")}</Button>
      </div>
    </div>
  );
}
