// The finding: one key and Enter where it clears; evidence, contact and where it
// goes where it speaks against a person.
import { Alert, Button, Checkbox, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useEffect, useMemo, useRef } from "react";
import type { Case, CaseDecision, CaseDetail, Casework, Cause, FindingWord } from "../api/types";
import { nameOf, say } from "../lib/casework";
import { useDraft } from "../lib/draft";
import { useKeys, type KeyTable } from "../lib/keys";
import { Choices, Several } from "../parts/choices";
import { RestoredNote } from "../parts/restored_note";
import { useTexts } from "../text";
import { AmountField } from "./case_amount";
import { causesOf, faultOf, findingsOf, kCauseLetters, kDestinationLetters, kFindingKeys, type Fault } from "./case_rules";

interface Draft {
  finding: string | null;
  cause: Cause | null;
  destinations: string[];
  amount: number | null;
  files?: string[]; // the finding rests on
  note: string;
  next: boolean;
}
const kEmpty: Draft = { finding: null, cause: null, destinations: [], amount: null, files: [], note: "", next: true };

interface Props {
  item: Case;
  contacts: CaseDetail["contacts"];
  observations: CaseDetail["observations"];
  files: CaseDetail["files"];
  words: Casework;
  busy: boolean;
  submit: (body: CaseDecision, finding: FindingWord, next: boolean) => Promise<boolean>; // true: accepted
}

function useFaultText(contacts: CaseDetail["contacts"]): (fault: Fault) => string {
  const { t, word } = useTexts();
  return (fault) => {
    switch (fault) {
      case "choose": return t("case.choose");
      case "note": return t("case.note.required");
      case "reply": return t("objection.reply.required");
      case "contact": return t("case.contacts.needed");
      case "reached": return t("case.contacts.was_reached");
      case "steps": return t("case.contacts.unreachable", { step: word("contact.step", contacts.next_step) });
      default: return "";
    }
  };
}

export function DecideForm({ item, contacts, observations, files, words, busy, submit }: Props) {
  const { t, word, language } = useTexts();
  const draft = useDraft<Draft>(`finding.${item.id}`, kEmpty);
  const { value, set } = draft;
  const note = useRef<TextAreaRef>(null);
  const findings = findingsOf(words, item.kind);
  const finding = findings.find(({ id }) => id === value.finding) ?? null;
  const causes = finding ? causesOf(finding.disposition) : [];
  const fault = faultOf(finding, value.note, item, contacts);
  const faultText = useFaultText(contacts);
  const adverse = finding?.adverse ?? false;
  const standing = files.filter(({ withdrawn_at }) => withdrawn_at === null);
  const based = standing.filter(({ id }) => value.files?.includes(id)).map(({ id }) => id);
  const goes = finding !== null && (adverse || finding.destinations.length > 0);

  const choose = (id: string) => {
    const next = findings.find((one) => one.id === id);
    if (next) set((before) => ({ ...before, finding: id, cause: next.cause, destinations: next.destinations }));
  };
  const chooseCause = (cause: Cause) => set((before) => ({ ...before, cause }));
  const toggle = (id: string) => set((before) => ({
    ...before,
    destinations: before.destinations.includes(id) ? before.destinations.filter((one) => one !== id) : [...before.destinations, id],
  }));
  // Enter while something else is being written is kept until that is done.
  const waiting = useRef(false);
  const sending = useRef(false);
  const send = async () => {
    if (busy && !sending.current) waiting.current = true;
    if (busy || sending.current || !finding || !value.cause) return;
    if (fault !== null) {
      if (fault === "note" || fault === "reply") note.current?.focus();
      return;
    }
    const text = value.note.trim();
    const body: CaseDecision = {
      finding: finding.id, cause: value.cause, destinations: goes ? value.destinations : [],
      ...(text ? { note: text } : {}), ...(adverse && value.amount !== null ? { amount_yuan: value.amount } : {}),
      ...(adverse && based.length > 0 ? { files: based } : {}),
    };
    sending.current = true;
    const accepted = await submit(body, finding, value.next);
    sending.current = false;
    if (accepted) draft.clear();
  };
  useEffect(() => {
    if (busy || !waiting.current) return;
    waiting.current = false;
    void send();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked once, when the other write is done
  }, [busy]);

  // What is to be chosen next comes into sight above the bar that submits.
  const next = useRef<HTMLDivElement>(null);
  const chosen = useRef(value.finding);
  useEffect(() => {
    if (chosen.current === value.finding) return;
    chosen.current = value.finding;
    next.current?.scrollIntoView({ block: "nearest" });
  }, [value.finding]);

  const table: KeyTable = useMemo(() => {
    const keys: KeyTable = { i: () => note.current?.focus() };
    findings.forEach(({ id }, index) => { keys[kFindingKeys[index] as string] = () => choose(id); });
    causes.forEach((cause, index) => { keys[kCauseLetters[index] as string] = () => chooseCause(cause); });
    if (goes) words.destinations.forEach(({ id }, index) => { keys[kDestinationLetters[index] as string] = () => toggle(id); });
    keys.Enter = () => {
      const at = document.activeElement;
      if (at instanceof HTMLElement && at.matches("button:not(.choice), a, [role=button]")) at.click();
      else void send();
    };
    return keys;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- rebuilt when what they use changes
  }, [item.kind, words, value, busy, fault]);
  useKeys(table);

  const harmless = findings.filter((one) => !one.adverse);
  const others = findings.filter((one) => one.adverse);
  const keysOf = (some: FindingWord[]) => some.map((one) => kFindingKeys[findings.indexOf(one)]).join("");
  const name = (id: string) => nameOf(findings, id, language);
  return (
    <div>
      {draft.restored !== null && <RestoredNote at={draft.restored} discard={draft.clear} close={draft.accept} />}
      <Choices legend={t(item.kind === "report" ? "case.finding.report" : "case.finding.harmless")} values={harmless.map(({ id }) => id)} keys={keysOf(harmless)} chosen={value.finding} choose={choose} name={name} />
      <Choices legend={t("case.finding.adverse")} values={others.map(({ id }) => id)} keys={keysOf(others)} chosen={value.finding} choose={choose} name={name} />
      {finding && (
        <div ref={next}>
          <Choices legend={t("case.cause")} values={causes} keys={kCauseLetters} chosen={value.cause} choose={chooseCause} name={(v) => word("cause", v)} />
          {goes && (
            <Several
              legend={t("case.destinations")} values={words.destinations.map(({ id }) => id)} keys={kDestinationLetters}
              chosen={value.destinations} toggle={toggle} name={(id) => nameOf(words.destinations, id, language)}
            />
          )}
          {item.kind !== "report" && item.kind !== "objection" && <p className="muted">{t(`case.outcome.${finding.outcome}`)}</p>}
          {adverse && item.kind !== "report" && (
            <AmountField
              amount={value.amount} words={words} observations={observations}
              change={(amount) => set((before) => ({ ...before, amount }))}
            />
          )}
        </div>
      )}
      {adverse && standing.length > 0 && (
        <fieldset className="evidence-choice">
          <legend>{t("files.rests_on")}</legend>
          <Checkbox.Group
            value={based} onChange={(chosen) => set((before) => ({ ...before, files: chosen.map(String) }))}
            options={standing.map(({ id, name: called, purpose }) => ({ value: id, label: `${called}(${purpose})` }))}
          />
        </fieldset>
      )}
      {adverse && <Alert type="warning" showIcon message={t("case.note.adverse")} style={{ marginBottom: 12 }} />}
      <label htmlFor="finding-note">
        {t(item.kind === "objection" ? "objection.reply" : "case.note")} {!adverse && item.kind !== "objection" && <span className="muted">({t("common.optional")})</span>} <kbd className="kbd" aria-hidden="true">I</kbd>
      </label>
      <Input.TextArea
        id="finding-note" ref={note} value={value.note} maxLength={4000} autoSize={{ minRows: adverse ? 3 : 1, maxRows: 10 }}
        placeholder={t("case.note.placeholder")} style={{ margin: "6px 0 12px" }}
        onChange={(e) => { const text = e.target.value; set((before) => ({ ...before, note: text })); }}
        onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); void send(); } }}
      />
      <div className="decide-foot">
        <div className="status-line muted" role="status" data-testid="finding-fault">{faultText(fault)}</div>
        <Button type="primary" block size="large" loading={busy} disabled={fault !== null} onClick={() => void send()}>
          {finding ? `${t(adverse ? "case.submit.adverse" : "case.submit")}:${say(finding.name, language)}` : t("case.submit")} (Enter)
        </Button>
        <Checkbox style={{ marginTop: 10 }} checked={value.next} onChange={(e) => { const next = e.target.checked; set((before) => ({ ...before, next })); }}>
          {t("case.next")}
        </Checkbox>
      </div>
    </div>
  );
}
