// Whether the audit log was tampered with: asked for here, proved by the server in the
// background, said in words with what to do.
import { Alert, Button, Input, Progress } from "antd";
import { useEffect, useState } from "react";
import * as oversight from "../api/oversight_calls";
import type { AuditCheckResult, AuditCheckState, AuditSeal } from "../api/types";
import { useLoad } from "../lib/load";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { Failed, Loading } from "../parts/states";
import { useTexts, type TextKey } from "../text";
import { showAction } from "./audit_words";

const kAgain = 1000; // ms, while a check runs

// What was typed of a seal: nothing, a whole one, or null where half of it is missing.
export function sealOf(number: string, hash: string): AuditSeal | null {
  const [digits, hex] = [number.trim(), hash.replace(/\s/g, "").toLowerCase()];
  if (digits === "" && hex === "") return {};
  return /^[1-9]\d{0,14}$/.test(digits) && /^[0-9a-f]{64}$/.test(hex) ? { number: Number(digits), hash: hex } : null;
}

function Outcome({ last }: { last: AuditCheckResult }) {
  const texts = useTexts();
  const { t } = texts;
  const lines: string[] = [];
  let heading = t("chain.whole", { from: showTime(last.first_at), to: showTime(last.last_at), n: last.through });
  if (last.first_bad !== null) {
    heading = t("chain.broken", { n: last.first_bad });
    lines.push(t(`chain.fault.${last.fault ?? "changed"}` as TextKey));
    if (last.bad_at) lines.push(t("chain.bad", { at: showTime(last.bad_at), action: showAction(last.bad_action ?? "", texts) }));
    lines.push(t("chain.trusted", { n: last.first_bad - 1 }));
  } else if (last.seal && last.seal.found !== "same") {
    heading = t(last.seal.found === "none" ? "chain.none" : "chain.other", { n: last.seal.number });
  }
  if (last.seal?.found === "same") lines.push(t("chain.same", { n: last.seal.number }));
  const broken = last.state === "broken";
  return (
    <Alert
      type={broken ? "error" : "success"} showIcon role={broken ? "alert" : "status"} data-testid="chain-result" style={{ marginBottom: 12 }}
      message={<strong>{heading}</strong>}
      description={
        <>
          {lines.map((line) => <p key={line}>{line}</p>)}
          {broken && <p><strong>{t("chain.todo")}</strong></p>}
          <p className="small">{t("chain.by", { by: last.by_name ?? "", at: showTime(last.finished_at) })}</p>
        </>
      }
    />
  );
}

function Running({ running }: { running: NonNullable<AuditCheckState["running"]> }) {
  const { t } = useTexts();
  const { through, of } = running;
  const percent = of === 0 ? 0 : Math.floor((through / of) * 100);
  return (
    <div role="status" style={{ marginBottom: 12 }}>
      <Progress percent={percent} showInfo={false} aria-label={t("chain.title")} />
      {of === 0 ? t("chain.starting") : t("chain.running", { through, of, percent, by: running.by_name ?? "", at: showTime(running.started_at) })}
    </div>
  );
}

export function AuditChain({ checked }: { checked: () => void }) {
  const { t } = useTexts();
  const { value, error, reload } = useLoad(() => oversight.getAuditCheck(), []);
  const { busy, send } = useSending();
  const [number, setNumber] = useState("");
  const [hash, setHash] = useState("");
  const runs = value?.running != null;
  const [ran, setRan] = useState(false);
  useEffect(() => {
    if (!runs) return undefined;
    setRan(true);
    const timer = window.setInterval(() => void reload(), kAgain);
    return () => window.clearInterval(timer);
  }, [runs, reload]);
  useEffect(() => {
    if (!ran || runs) return;
    setRan(false);
    checked(); // the log has one entry more
  }, [ran, runs, checked]);
  if (!value) return <section className="panel">{error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />}</section>;
  const seal = sealOf(number, hash);
  const start = () => send(async () => {
    await oversight.startAuditCheck(seal ?? {});
    setRan(true);
    await reload();
  });
  return (
    <section className="panel" aria-label={t("chain.title")} data-testid="chain">
      <div className="panel-head">
        <h2>{t("chain.title")}</h2>
        <Button type="primary" loading={busy} disabled={runs || seal === null} onClick={() => void start()}>{t(value.last ? "chain.again" : "chain.start")}</Button>
      </div>
      <p className="muted">{t("chain.note")}</p>
      {value.running && <Running running={value.running} />}
      {value.failed && <Alert type="error" showIcon message={t("chain.failed")} style={{ marginBottom: 12 }} />}
      {value.last ? <Outcome last={value.last} /> : !runs && <p role="status">{t("chain.never")}</p>}
      <details>
        <summary>{t("chain.head")}</summary>
        <p>{t("chain.head.text")}</p>
        <dl className="facts wide">
          <div><dt>{t("chain.head.number")}</dt><dd className="mono" data-testid="head-number">{value.head.number}</dd></div>
          <div><dt>{t("chain.head.hash")}</dt><dd className="mono" data-testid="head-hash">{value.head.hash}</dd></div>
        </dl>
        <div style={{ display: "flex", gap: 16, flexWrap: "wrap", marginTop: 12 }}>
          <label>{t("chain.seal.number")} <Input style={{ width: 160 }} inputMode="numeric" maxLength={15} value={number} onChange={(e) => setNumber(e.target.value)} /></label>
          <label>{t("chain.seal.hash")} <Input style={{ width: 620, maxWidth: "100%" }} className="mono" maxLength={90} value={hash} onChange={(e) => setHash(e.target.value)} /></label>
        </div>
        {seal === null && <p className="due-over" role="alert">{t("chain.seal.both")}</p>}
      </details>
    </section>
  );
}
