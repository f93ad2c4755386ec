// A register of helpers taken in from a table: each line is sent by itself, and
// each line's result stands beside it.
import { Alert, Button, Modal, Tag } from "antd";
import { useRef, useState } from "react";
import { CallError } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import { saveCsv } from "../lib/csv";
import { columnOfPointer, headOf, helpersOfCsv, kColumns, textOfFile } from "../lib/helper_csv";
import type { NewHelper } from "../api/types";
import { useTexts, type Texts } from "../text";

interface Outcome {
  line: number;
  name: string;
  state: "registered" | "proposed" | "known" | "refused";
  told: string;
}

const kColors = { registered: "success", proposed: "processing", known: "default", refused: "error" } as const;

// What is wrong, column by column as the file calls them; the whole where the server names none.
function toldOf(error: unknown, body: NewHelper, texts: Texts): string {
  const { t } = texts;
  const errors = error instanceof CallError && error.status === 422 ? (error.problem?.errors ?? []) : [];
  if (errors.length === 0) return explain(error, texts);
  const said = errors.map(({ pointer, message }) => {
    const name = columnOfPointer(pointer ?? "", body, texts);
    return name ? t("common.field", { name, value: message ?? "" }) : (message ?? "");
  });
  return [...new Set(said)].join(t("common.semicolon"));
}

export function HelperImport({ close }: { close: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<Outcome[]>([]);
  const [empty, setEmpty] = useState(false);

  const send = async (file: File) => {
    const rows = helpersOfCsv(textOfFile(await file.arrayBuffer()), texts);
    setEmpty(rows.length === 0);
    setOutcomes([]);
    setBusy(true);
    for (const { line, body } of rows) {
      const name = String(body.name ?? "");
      let outcome: Outcome;
      try {
        const added = await calls.addHelper(body);
        outcome = { line, name, state: added.body.state === "proposed" ? "proposed" : "registered", told: "" };
      } catch (error) {
        const known = error instanceof CallError && error.status === 409;
        outcome = { line, name, state: known ? "known" : "refused", told: known ? "" : toldOf(error, body, texts) };
      }
      setOutcomes((before) => [...before, outcome]);
    }
    setBusy(false);
  };
  const count = (state: Outcome["state"]) => outcomes.filter((one) => one.state === state).length;

  return (
    <Modal open title={t("helpers.import")} width={760} onCancel={close} maskClosable={false} footer={<Button onClick={close} disabled={busy}>{t("common.close")}</Button>}>
      <p>{t("helpers.import.text")}</p>
      <ul className="column-names">
        {kColumns.map((column) => <li key={column}>{headOf(column, texts)}{headOf(column, texts) !== column && <> <span className="small mono">{column}</span></>}</li>)}
      </ul>
      <input
        ref={input} type="file" accept=".csv,text/csv" hidden data-testid="helper-file"
        onChange={(e) => {
          const file = e.target.files?.[0];
          e.target.value = "";
          if (file) void send(file);
        }}
      />
      <Button type="primary" loading={busy} onClick={() => input.current?.click()}>{t("helpers.import.choose")}</Button>{" "}
      <Button onClick={() => saveCsv(t("helpers.title"), [kColumns.map((column) => headOf(column, texts))])}>{t("helpers.import.template")}</Button>
      {empty && <Alert type="warning" showIcon message={t("helpers.import.empty")} style={{ marginTop: 12 }} />}
      {outcomes.length > 0 && (
        <>
          <p role="status" style={{ margin: "16px 0 8px" }}>
            {t("helpers.import.counts", { done: count("registered") + count("proposed"), known: count("known"), refused: count("refused") })}
          </p>
          <div style={{ maxHeight: 320, overflowY: "auto" }} tabIndex={0} aria-label={t("helpers.import.results")}>
            <table className="plain">
              <thead><tr><th>{t("helpers.import.line")}</th><th>{t("helpers.name")}</th><th>{t("helpers.import.result")}</th></tr></thead>
              <tbody>
                {outcomes.map((one) => (
                  <tr key={one.line}>
                    <td>{one.line}</td>
                    <td>{one.name}</td>
                    <td><Tag color={kColors[one.state]}>{t(`helpers.import.${one.state}`)}</Tag> <span className="wrap">{one.told}</span></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Modal>
  );
}
