// The window that asks for a trial: thresholds, and the floors ticked that are to hold.
import { Checkbox, Input, InputNumber } from "antd";
import { useState } from "react";
import type { NewTrial, PolicyFloor, PolicyValues } from "../api/types";
import { FormModal } from "../parts/form_modal";
import { DecisionTag } from "../parts/level";
import { useTexts } from "../text";
import { changeOf, floorName, inOrder, kAttemptValues, kReportValues, valueName, wishOf, type ValueRow, type Wish } from "./trial_words";

function Values({ rows, wish, set }: { rows: readonly ValueRow[]; wish: Wish; set: (wish: Wish) => void }) {
  const texts = useTexts();
  return (
    <div className="form-grid trial">
      {rows.flatMap(({ name, least, most, step }) => [
        <label key={`${name}-label`} htmlFor={`trial-${name}`}>{valueName(name, texts)}</label>,
        <InputNumber
          key={name} id={`trial-${name}`} min={least} max={most} step={step} value={wish.values[name] ?? null}
          onChange={(next) => set({ ...wish, values: { ...wish.values, [name]: next } })}
        />,
      ])}
    </div>
  );
}

// By what they lead to, the strictest first.
function Floors({ floors, wish, set }: { floors: readonly PolicyFloor[]; wish: Wish; set: (wish: Wish) => void }) {
  const texts = useTexts();
  return (
    <>
      {(["hold", "review"] as const).map((decision) => {
        const of = floors.filter((floor) => floor.decision === decision);
        return of.length > 0 && (
          <div key={decision}>
            <DecisionTag decision={decision} />
            <ul className="floors">
              {of.map(({ id, when }) => (
                <li key={id}>
                  <Checkbox
                    id={`trial-floor-${id}`} checked={wish.floors.includes(id)}
                    onChange={(e) => set({ ...wish, floors: e.target.checked ? [...wish.floors, id] : wish.floors.filter((one) => one !== id) })}
                  >
                    <span title={when.join(" & ")}>{floorName(id, texts)}</span>
                  </Checkbox>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

export function TrialForm({ present, floors, busy, send, close }: {
  present: PolicyValues; floors: readonly PolicyFloor[]; busy: boolean; send: (body: NewTrial) => void; close: () => void;
}) {
  const { t } = useTexts();
  const [wish, setWish] = useState(() => wishOf(present, floors));
  const [reason, setReason] = useState("");
  const change = changeOf(wish, present, floors);
  const ordered = inOrder(wish);
  return (
    <FormModal
      width={860} title={t("trials.add")} busy={busy} close={close} send={() => { if (change) send({ ...change, reason: reason.trim() }); }}
      missing={[change === null ? t("trials.some_change") : "", ordered ? "" : t("trials.right_order"), reason.trim() === "" ? t("case.reason") : ""].filter(Boolean)}
    >
      <p className="muted">{t("trials.text")}</p>
      <div className="columns half">
        <section aria-label={t("trials.of_attempts")}>
          <h3>{t("trials.of_attempts")}</h3>
          <Values rows={kAttemptValues} wish={wish} set={setWish} />
        </section>
        <section aria-label={t("trials.of_reports")}>
          <h3>{t("trials.of_reports")}</h3>
          <Values rows={kReportValues} wish={wish} set={setWish} />
          {!ordered && <p className="tone-high" role="alert">{t("trials.order")}</p>}
        </section>
      </div>
      <section aria-label={t("trials.floors")}>
        <h3>{t("trials.floors")}</h3>
        <p className="muted">{t("trials.floors.text")}</p>
        <Floors floors={floors} wish={wish} set={setWish} />
      </section>
      <div className="form-grid">
        <label htmlFor="trial-reason">{t("case.reason")}</label>
        <Input id="trial-reason" value={reason} maxLength={130} onChange={(e) => setReason(e.target.value)} />
      </div>
    </FormModal>
  );
}
