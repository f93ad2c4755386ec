// Somebody else changed what this person was about to change: what was seen beside what
// holds now, and what was chosen here and is not stored.
import { Alert } from "antd";
import { CallError } from "../api/client";
import { useTexts } from "../text";

export interface Compared {
  label: string;
  before: string;
  now: string;
}

export const isStale = (failure: unknown): boolean => failure instanceof CallError && failure.status === 412;

export function ChangedMeanwhile({ rows, own, close }: { rows: readonly Compared[]; own?: string; close?: () => void }) {
  const { t } = useTexts();
  const changed = rows.filter(({ before, now }) => before !== now);
  return (
    <Alert
      type="warning" showIcon style={{ marginBottom: 12 }} data-testid="changed-meanwhile" message={t("compare.title")}
      closable={close ? { "aria-label": t("common.close") } : false} onClose={close}
      description={
        <>
          {changed.length > 0 && (
            <table className="plain">
              <thead><tr><th scope="col">{t("meanwhile.what")}</th><th scope="col">{t("meanwhile.before")}</th><th scope="col">{t("meanwhile.now")}</th></tr></thead>
              <tbody>
                {changed.map(({ label, before, now }) => (
                  <tr key={label}><th scope="row">{label}</th><td className="wrap">{before || t("common.none")}</td><td className="wrap"><strong>{now || t("common.none")}</strong></td></tr>
                ))}
              </tbody>
            </table>
          )}
          {changed.length === 0 && <p>{t("compare.nothing")}</p>}
          {own && <p className="wrap"><strong>{t("meanwhile.own")}</strong> {own}</p>}
        </>
      }
    />
  );
}
