// Who and what hangs together with the case's attempts: a picture, and beside it
// a table that says the same.
import { Alert, Button, Radio, Spin } from "antd";
import { lazy, Suspense, useState } from "react";
import * as calls from "../api/calls";
import type { Ring } from "../api/types";
import { useLoad } from "../lib/load";
import { ringKinds, ringRows, ringShapes } from "../parts/ring_model";
import { Failed, Guard } from "../parts/states";
import { useTexts, type TextKey } from "../text";

const RingChart = lazy(() => import("../parts/ring_chart"));

const kFirstRows = 40; // of the table, before one asks for all
const kNamed = 6;      // of what hangs together with a row

function Legend() {
  const { t } = useTexts();
  return (
    <ul className="ring-legend" aria-label={t("ring.legend")}>
      {ringKinds.map((kind) => (
        <li key={kind}>
          <svg width="16" height="16" viewBox="-1 -1 22 22" aria-hidden="true"><path d={ringShapes[kind]} className={`ring-${kind}`} /></svg>
          {t(`ring.kind.${kind}` as TextKey)}
        </li>
      ))}
      {(["own", "confirmed", "cleared", "hub"] as const).map((mark) => (
        <li key={mark}>
          <svg width="16" height="16" viewBox="-2 -2 24 24" aria-hidden="true"><path d={ringShapes.device} className={`ring-mark-${mark}`} /></svg>
          {t(`ring.legend.${mark}` as TextKey)}
        </li>
      ))}
    </ul>
  );
}

function RingTable({ ring }: { ring: Ring }) {
  const texts = useTexts();
  const { t } = texts;
  const [all, setAll] = useState(false);
  const rows = ringRows(ring, texts);
  const shown = all ? rows : rows.slice(0, kFirstRows);
  return (
    // Scrolled by keys too.
    <div className="ring-table" role="region" aria-label={t("ring.table")} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("ring.col.name")}</th>
            <th scope="col">{t("ring.col.marks")}</th>
            <th scope="col">{t("ring.col.persons")}</th>
            <th scope="col">{t("ring.col.attempts")}</th>
            <th scope="col">{t("ring.col.days")}</th>
            <th scope="col">{t("ring.col.with")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              <td>{row.marks.map((mark) => t(`ring.mark.${mark}` as TextKey)).join(", ")}</td>
              <td>{row.persons}</td>
              <td>{row.attempts}</td>
              <td>{row.days.split(" – ").map((day, i) => <span key={i} className="day">{i > 0 && "– "}{day} </span>)}</td>
              <td title={row.with.join(", ")}>
                {row.with.slice(0, kNamed).join(", ")}
                {row.with.length > kNamed && ` ${t("ring.and_more", { n: row.with.length - kNamed })}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <Button type="link" onClick={() => setAll(true)}>{t("ring.show_all", { n: rows.length })}</Button>
      )}
    </div>
  );
}

function Shown({ ring }: { ring: Ring }) {
  const { t } = useTexts();
  if (ring.edges.length === 0 && ring.hubs === 0) return <p className="muted">{t("ring.none")}</p>;
  const left = ring.left_out_persons + ring.left_out_links;
  return (
    <>
      <p className="muted" data-testid="ring-sum">
        {t("ring.sum", { persons: ring.persons, links: ring.links })}{ring.hubs > 0 && t("ring.sum.hubs", { n: ring.hubs })}
      </p>
      {left > 0 && <Alert type="info" showIcon message={t("ring.left_out", { persons: ring.left_out_persons, links: ring.left_out_links })} />}
      {ring.cut && <Alert type="info" showIcon message={t("ring.cut")} />}
      <Guard title={t("ring.no_picture")} reload={t("common.retry")}>
        <Suspense fallback={<div className="ring-picture ring-wait" role="status"><Spin /></div>}>
          <RingChart ring={ring} />
        </Suspense>
      </Guard>
      <Legend />
      <RingTable ring={ring} />
    </>
  );
}

export function RingPanel({ id }: { id: string }) {
  const { t } = useTexts();
  const [steps, setSteps] = useState<1 | 2>(2);
  const { value, error, reload } = useLoad(() => calls.getCaseRing(id, steps), [id, steps]);
  return (
    <section className="panel" aria-label={t("ring.title")}>
      <div className="panel-head">
        <h2>{t("ring.title")}</h2>
        <Radio.Group value={steps} size="small" onChange={(e) => setSteps(e.target.value as 1 | 2)} aria-label={t("ring.steps")}>
          <Radio.Button value={1}>{t("ring.step.1")}</Radio.Button>
          <Radio.Button value={2}>{t("ring.step.2")}</Radio.Button>
        </Radio.Group>
      </div>
      {error !== null && <Failed error={error} retry={() => void reload()} />}
      {error === null && value === null && <div className="ring-wait" role="status"><Spin /> {t("common.loading")}</div>}
      {error === null && value !== null && <Shown ring={value} />}
    </section>
  );
}
