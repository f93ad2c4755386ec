// Trials of a policy (试算): what other thresholds and floors would have done with the last
// month, and putting them in force by a second person.
import { App, Button, Tag } from "antd";
import { useEffect, useState } from "react";
import * as study from "../api/study_calls";
import type { Trial } from "../api/types";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { TrialForm } from "./trial_form";
import { TrialResult } from "./trial_result";
import { floorName, headingOf, kValues, valueName } from "./trial_words";

const kAgain = 3000; // ms, while a trial runs

export function Trials() {
  const texts = useTexts();
  const { t, word } = texts;
  const { session, has } = useSession();
  const { message, modal } = App.useApp();
  const { value, error, reload } = useLoad(() => study.listTrials(), []);
  const [asking, setAsking] = useState(false);
  const { busy, send } = useSending();
  const runs = value?.data.some(({ state }) => state === "running") ?? false;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = window.setInterval(() => void reload(), kAgain);
    return () => window.clearInterval(timer);
  }, [runs, reload]);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const { present, floors } = value;
  const run = async (write: () => Promise<unknown>, done: string) => {
    await send(async () => {
      await write();
      void message.success(done);
      setAsking(false);
      await reload();
    });
  };
  const nameOf = ({ change, state }: Trial) => headingOf(change, texts, state === "done" ? present : undefined) || t("trials.no_change");
  const off = floors.filter(({ on }) => !on);
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>{t("trials.present")}</h2>
          {has("second_reviewer", "supervisor") && <Button type="primary" onClick={() => setAsking(true)}>{t("trials.add")}</Button>}
        </div>
        <dl className="facts aligned">
          {kValues.map(({ name }) => <div key={name}><dt>{valueName(name, texts)}</dt><dd>{Number(present[name]).toFixed(2)}</dd></div>)}
          <div>
            <dt>{t("trials.floors")}</dt>
            <dd>
              {t("trials.floors.n", { n: floors.length - off.length, off: off.length })}
              {off.length > 0 && <div className="tone-high">{t("trials.floors.off", { names: off.map(({ id }) => floorName(id, texts)).join(t("common.comma")) })}</div>}
            </dd>
          </div>
        </dl>
      </section>
      {value.data.length === 0 && <p className="muted">{t(has("second_reviewer", "supervisor") ? "trials.none" : "trials.none.others")}</p>}
      {value.data.map((trial) => (
        <section key={trial.id} className="panel" aria-label={trial.id}>
          <div className="panel-head">
            <h2>
              {nameOf(trial)}{" "}
              <Tag color={trial.state === "in_force" ? "#1d6b3c" : undefined}>{word("trials.state", trial.state)}</Tag>
            </h2>
            {(trial.state === "done" || trial.state === "replaced") && has("supervisor") && trial.by !== session?.account_id && (
              <Button
                loading={busy}
                onClick={() => modal.confirm({ title: t("trials.switch"), content: <><p><strong className="wrap">{nameOf(trial)}</strong></p><p>{t("trials.switch.text")}</p></>, okText: t("trials.switch"), cancelText: t("common.cancel"), onOk: () => run(() => study.switchTrial(trial.id), t("trials.switched")) })}
              >
                {t("trials.switch")}
              </Button>
            )}
          </div>
          <p className="muted">
            {trial.by_name} {showTime(trial.at)}:{trial.reason}
            {trial.switched_at && ` · ${t("trials.by", { name: trial.switched_by_name ?? "", t: showTime(trial.switched_at) })}`}
          </p>
          <TrialResult trial={trial} />
        </section>
      ))}
      {asking && (
        <TrialForm present={present} floors={floors} busy={busy} close={() => setAsking(false)} send={(body) => void run(() => study.addTrial(body), t("trials.sent"))} />
      )}
    </>
  );
}
