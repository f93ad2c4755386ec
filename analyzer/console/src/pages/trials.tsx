// Trials of a policy (试算): what other values would have done with the last month, and
// putting them in force by a second person.
import { Alert, App, Button, Input, InputNumber, Modal, Tag } from "antd";
import { useEffect, useState } from "react";
import * as study from "../api/study_calls";
import type { NewTrial, Trial } from "../api/types";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts, type TextKey } from "../text";

type Name = "review" | "review_without_model" | "least_reason" | "spot_check";
const kNames: readonly { name: Name; most: number; step: number }[] = [
  { name: "review", most: 1, step: 0.01 }, { name: "review_without_model", most: 1, step: 0.01 },
  { name: "least_reason", most: 5, step: 0.1 }, { name: "spot_check", most: 1, step: 0.01 },
];
const kAgain = 3000; // ms, while a trial runs

interface Pair { before: number; after: number }

function Change({ pair }: { pair: Pair }) {
  const step = pair.after - pair.before;
  return <>{pair.before.toLocaleString("zh-CN")} → <strong>{pair.after.toLocaleString("zh-CN")}</strong> <span className="muted">({step > 0 ? "+" : ""}{step})</span></>;
}

function Rows({ title, rows }: { title: string; rows: readonly (Pair & { name: string })[] }) {
  const { t } = useTexts();
  if (rows.length === 0) return null;
  return (
    <table className="plain">
      <thead><tr><th>{title}</th><th>{t("trials.queue")}</th></tr></thead>
      <tbody>{rows.map(({ name, ...pair }) => <tr key={name}><td>{name}</td><td><Change pair={pair} /></td></tr>)}</tbody>
    </table>
  );
}

function Result({ trial }: { trial: Trial }) {
  const { t, word , language } = useTexts();
  const { result } = trial;
  if (!result) return <p className="muted">{t(trial.state === "failed" ? "trials.failed" : "trials.running")}</p>;
  const named = (prefix: string, name: string) => (name === "unknown" ? t("common.not_given") : word(prefix, name));
  return (
    <div data-testid="trial-result">
      {result.missed > 0 && <Alert type="error" showIcon style={{ marginBottom: 8 }} message={t("trials.missed", { n: result.missed })} />}
      <p>{t("trials.of", { n: result.attempts.toLocaleString("zh-CN") })}</p>
      <dl className="facts wide">
        <div><dt>{t("trials.queue")}</dt><dd><Change pair={result.queue} /></dd></div>
        <div><dt>{t("trials.holds")}</dt><dd><Change pair={result.holds} /></dd></div>
        <div><dt>{t("trials.confirmed")}</dt><dd><Change pair={result.confirmed} /></dd></div>
        <div><dt>{t("trials.cleared")}</dt><dd><Change pair={result.cleared} /></dd></div>
      </dl>
      <div className="columns half">
        <Rows title={t("trials.ages")} rows={result.ages.map(({ age, ...pair }) => ({ name: age === "unknown" ? t("common.not_given") : age, ...pair }))} />
        <Rows title={t("trials.schemes")} rows={result.schemes.map(({ scheme, ...pair }) => ({ name: named("scheme", scheme), ...pair }))} />
      </div>
      <Rows title={t("trials.counties")} rows={result.counties.map(({ region, region_name, ...pair }) => ({ name: placeOf({ region, region_name }, language), ...pair }))} />
    </div>
  );
}

export function Trials() {
  const { t, word } = useTexts();
  const { session, has } = useSession();
  const { message, modal } = App.useApp();
  const { value, error, reload } = useLoad(() => study.listTrials(), []);
  const [wish, setWish] = useState<Partial<Record<Name, number | null>> | null>(null);
  const [reason, setReason] = useState("");
  const { busy, send } = useSending();
  const runs = value?.data.some(({ state }) => state === "running") ?? false;
  useEffect(() => {
    if (!runs) return undefined;
    const timer = window.setInterval(() => void reload(), kAgain);
    return () => window.clearInterval(timer);
  }, [runs, reload]);
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  const { present } = value;
  const run = async (write: () => Promise<unknown>, done: string) => {
    await send(async () => {
      await write();
      void message.success(done);
      setWish(null);
      await reload();
    });
  };
  const changed = kNames.filter(({ name }) => wish?.[name] !== undefined && wish[name] !== null && wish[name] !== present[name]);
  const ready = changed.length > 0 && reason.trim() !== "";
  const submit = () => {
    if (!ready) return;
    const body: NewTrial = { reason: reason.trim() };
    for (const { name } of changed) body[name] = wish?.[name] ?? null;
    void run(() => study.addTrial(body), t("trials.sent"));
  };
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <h2>{t("trials.present")}</h2>
          {has("second_reviewer", "supervisor") && <Button type="primary" onClick={() => { setWish({ ...present }); setReason(""); }}>{t("trials.add")}</Button>}
        </div>
        <dl className="facts wide">
          {kNames.map(({ name }) => <div key={name}><dt>{t(`trials.${name}` as TextKey)}</dt><dd>{present[name]}</dd></div>)}
        </dl>
      </section>
      {value.data.length === 0 && <p className="muted">{t("trials.none")}</p>}
      {value.data.map((trial) => (
        <section key={trial.id} className="panel" aria-label={trial.id}>
          <div className="panel-head">
            <h2>
              {kNames.filter(({ name }) => trial.change[name] !== undefined).map(({ name }) => `${t(`trials.${name}` as TextKey)} ${trial.change[name]}`).join(";")}{" "}
              <Tag color={trial.state === "in_force" ? "#1d6b3c" : undefined}>{word("trials.state", trial.state)}</Tag>
            </h2>
            {(trial.state === "done" || trial.state === "replaced") && has("supervisor") && trial.by !== session?.account_id && (
              <Button
                loading={busy}
                onClick={() => modal.confirm({ title: t("trials.switch"), content: t("trials.switch.text"), okText: t("trials.switch"), cancelText: t("common.cancel"), onOk: () => run(() => study.switchTrial(trial.id), t("trials.switched")) })}
              >
                {t("trials.switch")}
              </Button>
            )}
          </div>
          <p className="muted">
            {trial.by_name} {showTime(trial.at)}:{trial.reason}
            {trial.switched_at && ` · ${t("trials.by", { name: trial.switched_by_name ?? "", t: showTime(trial.switched_at) })}`}
          </p>
          <Result trial={trial} />
        </section>
      ))}
      <Modal
        open={wish !== null} title={t("trials.add")} okText={t("trials.add")} cancelText={t("common.cancel")} onCancel={() => setWish(null)}
        onOk={submit} confirmLoading={busy} okButtonProps={{ disabled: !ready }}
      >
        <p className="muted">{t("trials.text")}</p>
        <div className="form-grid">
          {kNames.flatMap(({ name, most, step }) => [
            <label key={`${name}-label`} htmlFor={`trial-${name}`}>{t(`trials.${name}` as TextKey)}</label>,
            <InputNumber key={name} id={`trial-${name}`} min={0} max={most} step={step} value={wish?.[name] ?? null} onChange={(next) => setWish((before) => ({ ...before, [name]: next }))} />,
          ])}
          <label htmlFor="trial-reason">{t("case.reason")}</label>
          <Input id="trial-reason" value={reason} maxLength={130} onChange={(e) => setReason(e.target.value)} />
        </div>
      </Modal>
    </>
  );
}
