// The call log of a case: what was tried, what comes next, and the form for one more.
import { Button, Checkbox, Input, Modal, Select } from "antd";
import { useMemo, useState, type KeyboardEvent } from "react";
import type { CaseDetail, CaseEvent, Contact, ContactResult, ContactWay } from "../api/types";
import { useKeys } from "../lib/keys";
import { showTime } from "../lib/time";
import { useTexts, type Texts } from "../text";

const kWays: readonly ContactWay[] = ["phone", "spare_phone", "village", "visit", "video", "window", "letter"];
const kResults: Record<ContactWay, readonly ContactResult[]> = {
  phone: ["no_answer", "reached", "wrong_number", "refused"],
  spare_phone: ["no_answer", "reached", "wrong_number", "refused"],
  village: ["reached", "not_found", "sent"],
  visit: ["reached", "not_found", "refused"],
  video: ["reached", "no_answer", "refused"],
  window: ["reached"],
  letter: ["sent", "reached"],
};
// What came of it is never assumed, but where only one thing can.
const onlyResult = (way: ContactWay): ContactResult | null => (kResults[way].length === 1 ? (kResults[way][0] as ContactResult) : null);

// The way that the next step asks for.
const kStepWay: Record<string, ContactWay> = {
  call: "phone", call_another_day: "phone", spare_phone: "spare_phone", village: "village", visit: "visit",
};

// Of a visit, which is made in twos: what the two did.
const kVisitSteps = ["papers", "seen", "identity", "photo"] as const;
type VisitStep = (typeof kVisitSteps)[number];

// Since when an answer to a letter is waited for, null where none is: each answer settles
// the oldest letter that is out.
export function letterSince(events: readonly CaseEvent[]): string | null {
  const out: string[] = [];
  for (const { kind, contact, contact_result, at } of events) {
    if (kind !== "contacted" || contact !== "letter") continue;
    if (contact_result === "sent") out.push(at);
    else out.shift();
  }
  return out[0] ?? null;
}

// What came of a contact, in words; of a letter nobody is "reached".
export function resultName({ contact, contact_result }: Pick<CaseEvent, "contact" | "contact_result">, { t, word }: Pick<Texts, "t" | "word">): string {
  return contact === "letter" && contact_result === "reached" ? t("case.contacts.letter.answered") : word("contact.result", contact_result);
}

// What came of the contact: a digit chooses it and goes on to the note.
function Results({ way, chosen, choose }: { way: ContactWay; chosen: ContactResult | null; choose: (result: ContactResult) => void }) {
  const texts = useTexts();
  const results = kResults[way];
  const take = (result: ContactResult) => {
    choose(result);
    document.getElementById("contact-note")?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const result = /^[1-9]$/.test(event.key) ? results[Number(event.key) - 1] : undefined;
    if (!result || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    take(result);
  };
  return (
    <div role="radiogroup" aria-labelledby="contact-result" aria-required="true" className="contact-results" onKeyDown={keys}>
      {results.map((value, index) => (
        <button
          key={`${way}.${value}`} type="button" role="radio" className="choice" aria-checked={value === chosen} aria-label={resultName({ contact: way, contact_result: value }, texts)}
          autoFocus={index === 0 && chosen === null} onClick={() => take(value)}
        >
          <kbd aria-hidden="true">{index + 1}</kbd>{resultName({ contact: way, contact_result: value }, texts)}
        </button>
      ))}
    </div>
  );
}

interface Props {
  detail: CaseDetail;
  mine: boolean;
  busy: boolean;
  add: (body: Contact) => Promise<boolean>;
}

export function Contacts({ detail, mine, busy, add }: Props) {
  const texts = useTexts();
  const { t, word } = texts;
  const { contacts, events } = detail;
  const first = kStepWay[contacts.next_step ?? "call"] ?? "phone";
  const [open, setOpen] = useState(false);
  const [way, setWay] = useState<ContactWay>(first);
  const [result, setResult] = useState<ContactResult | null>(null);
  const [note, setNote] = useState("");
  const [second, setSecond] = useState(""); // who went along
  const [steps, setSteps] = useState<VisitStep[]>([]);
  // That nobody answered says it all; of anything else somebody has to say what was said.
  const kind = way === "letter" ? ".letter" : way === "visit" ? ".visit" : "";
  const said = note.trim() || (result === "no_answer" ? word("contact.result", result) : "");
  const fault = result === null ? t("case.contacts.needs.result") : way === "visit" && second.trim() === "" ? t("case.contacts.needs.second")
    : said === "" ? t(`case.contacts.needs.note${kind}`) : "";
  const ready = fault === "";
  const waits = letterSince(events);
  const begin = () => {
    setWay(first);
    setResult(onlyResult(first));
    setNote("");
    setSecond("");
    setSteps([]);
    setOpen(true);
  };
  useKeys(useMemo(() => ({ v: begin }), [first]), mine);
  const send = async () => {
    if (!ready || busy || result === null) return;
    const visit = way === "visit"
      ? t("case.contacts.visit", { steps: steps.length > 0 ? kVisitSteps.filter((one) => steps.includes(one)).map((one) => t(`case.contacts.visit.${one}`)).join(t("common.comma")) : t("common.none") })
      : "";
    // The window goes at once, so that the next key is the page's; what was refused brings it back.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setOpen(false);
    if (!(await add({ way, result, note: visit + said, ...(way === "visit" && { companion: second.trim() }) }))) setOpen(true);
  };
  const entries = events.filter((event) => event.kind === "contacted");
  return (
    <section className="panel" aria-label={t("case.contacts")}>
      <div className="panel-head">
        <h2>{t("case.contacts")}</h2>
        {mine && <Button onClick={begin}>{t("case.contacts.add")} (V)</Button>}
      </div>
      {entries.length === 0 && <p className="muted">{t("case.contacts.none")}</p>}
      {entries.length > 0 && (
        <>
          <p className="muted">{t("case.contacts.sum", { n: contacts.entries, calls: contacts.calls, days: contacts.call_days })}</p>
          <ol className="contacts">
            {entries.map((event, index) => (
              <li key={index}>
                <strong>{word("contact.way", event.contact)}</strong> {resultName(event, texts)}
                <span className="small"> {showTime(event.at)} · {event.actor_name ?? event.actor}</span>
                {event.companion && <div className="wrap">{t("case.contacts.with", { name: event.companion })}</div>}
                <div className="wrap">{event.note}</div>
              </li>
            ))}
          </ol>
        </>
      )}
      {waits !== null && detail.case.state !== "decided" && (
        <p className="due-soon" role="status" data-testid="letter-waits">{t("case.contacts.letter.waits", { t: showTime(waits) })}</p>
      )}
      {detail.case.kind !== "report" && detail.case.state !== "decided" && (
        <p className="muted" data-testid="contact-step">
          {contacts.reached
            ? t("case.contacts.reached")
            : contacts.next_step === null
              ? t("case.contacts.complete")
              : t("case.contacts.next", { step: word("contact.step", contacts.next_step) })}
        </p>
      )}
      {open && (
        <Modal
          open title={t("case.contacts.add")} okText={t("case.contacts.save")} cancelText={t("common.cancel")}
          onCancel={() => setOpen(false)} onOk={() => void send()} confirmLoading={busy} okButtonProps={{ disabled: !ready }}
        >
          <div className="form-grid">
            <label htmlFor="contact-way">{t("case.contacts.way")}</label>
            <Select
              id="contact-way" value={way} options={kWays.map((value) => ({ value, label: word("contact.way", value) }))}
              onChange={(next: ContactWay) => { setWay(next); setResult(onlyResult(next)); }}
            />
            <span id="contact-result">{t("case.contacts.result")}</span>
            <Results way={way} chosen={result} choose={setResult} />
            {way === "visit" && (
              <>
                <label htmlFor="contact-second">{t("case.contacts.second")}</label>
                <Input id="contact-second" value={second} maxLength={60} autoComplete="off" onChange={(e) => setSecond(e.target.value)} />
                <span id="contact-steps">{t("case.contacts.visit.done")}</span>
                <Checkbox.Group
                  aria-labelledby="contact-steps" value={steps} onChange={(done) => setSteps(done)}
                  options={kVisitSteps.map((value) => ({ value, label: t(`case.contacts.visit.${value}`) }))}
                />
              </>
            )}
            <label htmlFor="contact-note">{t(`case.contacts.note${kind}`)}{result === "no_answer" && <span className="muted"> ({t("common.optional")})</span>}</label>
            <Input.TextArea
              id="contact-note" autoFocus={result !== null} value={note} maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(e) => setNote(e.target.value)}
              onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); void send(); } }}
            />
            {way === "letter" && (
              <>
                <span />
                <div className="usual">
                  {t("case.contacts.letter.to").split("|").map((text) => <Button key={text} size="small" onClick={() => setNote((before) => (before.startsWith(text) ? before : `${text}${before && `,${before}`}`))}>{text}</Button>)}
                </div>
              </>
            )}
          </div>
          <p className="small status-line" role="status" data-testid="contact-fault">{fault}</p>
        </Modal>
      )}
    </section>
  );
}
