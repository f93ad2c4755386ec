// One harmless finding for many cases: chosen, looked at, made, taken back.
import { Alert, App, Input, Modal } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { BulkDecision, BulkResult, CaseKind, Casework } from "../api/types";
import { nameOf } from "../lib/casework";
import { keepLast } from "../lib/last_decision";
import { titleOf } from "../lib/defang";
import { useKeys } from "../lib/keys";
import { placeOf } from "../lib/regions";
import { Choices } from "../parts/choices";
import { useTexts } from "../text";
import { bulkFindingsOf, kFindingKeys } from "./case_rules";

interface Props {
  title: string;
  about?: ReactNode; // what is decided, where the target is no list of cases
  target: Pick<BulkDecision, "ids" | "campaign_id">;
  kind: CaseKind;
  words: Casework;
  close: () => void;
  done: () => void;
}

const kShown = 50; // rows of the preview

function Preview({ result }: { result: BulkResult }) {
  const { t, word, language } = useTexts();
  const held = result.cases.filter(({ held: waits, changes }) => waits && changes).length;
  const regions = new Map<string, number>();
  for (const { region_name, region, changes } of result.cases) {
    const name = placeOf({ region, region_name }, language) || t("common.not_given");
    if (changes) regions.set(name, (regions.get(name) ?? 0) + 1);
  }
  // What stays as it is comes first: it is what surprises.
  const rows = [...result.cases].sort((a, b) => Number(a.changes) - Number(b.changes)).slice(0, kShown);
  return (
    <div data-testid="bulk-preview">
      <Alert
        type={result.refused > 0 ? "warning" : "info"} showIcon style={{ marginBottom: 12 }}
        message={t("bulk.preview", { n: result.changed, seen: result.observations, refused: result.refused })}
        description={held > 0 ? t("bulk.held", { n: held }) : undefined}
      />
      {regions.size > 1 && <p className="muted">{t("bulk.regions")}:{[...regions].map(([name, n]) => `${name} ${n}`).join(" · ")}</p>}
      <div className="bulk-rows" tabIndex={0}>
        <table className="plain">
          <thead><tr><th>{t("bulk.col.case")}</th><th>{t("cases.col.region")}</th><th>{t("bulk.col.what")}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="wrap"><a href={`#/cases/${row.id}`} target="_blank" rel="noreferrer" title={t("bulk.read")}>{titleOf(row)}</a></td>
                <td>{placeOf(row, language)}</td>
                <td>{row.changes ? t("bulk.changes") : word("bulk.refused", row.refused)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

export function BulkModal({ title, about, target, kind, words, close, done }: Props) {
  const texts = useTexts();
  const { t, language } = texts;
  const { message } = App.useApp();
  const [finding, setFinding] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [preview, setPreview] = useState<BulkResult | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const findings = bulkFindingsOf(words, kind);
  useEffect(() => {
    if (finding === null) return undefined;
    let gone = false;
    setPreview(null);
    setError(null);
    calls.decideMany({ ...target, finding, preview: true }).then(
      ({ body }) => { if (!gone) setPreview(body); },
      (failure: unknown) => { if (!gone) setError(failure); },
    );
    return () => { gone = true; };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the target is fixed while the window is open
  }, [finding]);
  const ready = preview !== null && preview.changed > 0;
  const send = async () => {
    if (!ready || busy || finding === null) return;
    setBusy(true);
    try {
      const { body } = await calls.decideMany({ ...target, finding, ...(note.trim() ? { note: note.trim() } : {}) });
      if (body.bulk_id && body.undo_until) {
        keepLast({ id: body.bulk_id, many: body.changed, title: "", finding, until: body.undo_until });
      }
      void message.success(t("bulk.done", { n: body.changed }));
      done();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const table = Object.fromEntries(findings.map(({ id }, index) => [kFindingKeys[index] as string, () => setFinding(id)]));
  useKeys({ ...table, Enter: () => void send() }, true, true);
  return (
    <Modal
      open title={title} width={760} onCancel={close} cancelText={t("common.cancel")} onOk={() => void send()} confirmLoading={busy}
      okText={t("bulk.submit", { n: preview?.changed ?? 0 })} okButtonProps={{ disabled: !ready }}
    >
      {about}
      <p className="muted">{t("bulk.text")}</p>
      <Choices legend={t("case.finding")} values={findings.map(({ id }) => id)} keys={kFindingKeys} chosen={finding} choose={setFinding} name={(id) => nameOf(findings, id, language)} />
      <label htmlFor="bulk-note">{t("case.note")} <span className="muted">({t("common.optional")})</span></label>
      <Input.TextArea id="bulk-note" value={note} maxLength={4000} autoSize={{ minRows: 1, maxRows: 4 }} onChange={(e) => setNote(e.target.value)} style={{ margin: "6px 0 12px" }} />
      {finding === null && <p className="muted">{t("bulk.preview.choose")}</p>}
      {error !== null && <Alert type="error" showIcon message={explain(error, texts)} style={{ marginBottom: 12 }} />}
      {preview && <Preview result={preview} />}
    </Modal>
  );
}
