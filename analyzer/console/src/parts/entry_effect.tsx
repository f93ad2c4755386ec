// What an entry does to what came in: what it hides where it lets a value through, what it
// raises where it calls one bad.
import { Alert, Modal } from "antd";
import { Link } from "react-router-dom";
import * as calls from "../api/calls";
import type { EntryEffect, Indicator } from "../api/types";
import { defangText } from "../lib/defang";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { useTexts } from "../text";
import { Failed, Loading } from "./states";

function Told({ effect }: { effect: EntryEffect }) {
  const { t, word, language } = useTexts();
  const named = (kind: string, name: string) => word(kind === "attempt" ? "decision" : "level", name);
  if (effect.judged === 0) return <p className="muted">{t("entries.effect.none")}</p>;
  return (
    <>
      <p>{t(effect.more ? "entries.effect.of_more" : "entries.effect.of", { n: effect.judged })}</p>
      {effect.lowered > 0 && <Alert type="warning" showIcon style={{ marginBottom: 8 }} message={t("entries.effect.lowered", { n: effect.lowered })} />}
      {effect.raised > 0 && <Alert type="info" showIcon style={{ marginBottom: 8 }} message={t("entries.effect.raised", { n: effect.raised })} />}
      {effect.lowered + effect.raised === 0 && <Alert type="success" showIcon style={{ marginBottom: 8 }} message={t("entries.effect.same")} />}
      {effect.without_history > 0 && <p className="muted">{t("entries.effect.without_history", { n: effect.without_history })}</p>}
      {effect.unreadable > 0 && <p className="muted">{t("entries.effect.unreadable", { n: effect.unreadable })}</p>}
      {effect.data.length > 0 && (
        <table className="plain">
          <thead><tr><th>{t("entries.effect.which")}</th><th>{t("entries.effect.at")}</th><th>{t("entries.effect.without")}</th><th>{t("entries.effect.with")}</th></tr></thead>
          <tbody>
            {effect.data.map((one) => (
              <tr key={`${one.kind} ${one.id}`}>
                <td>{one.case_id ? <Link className="mono" to={`/cases/${one.case_id}`}>{one.id}</Link> : <span className="mono">{one.id}</span>}</td>
                <td>{showTime(one.at)} {placeOf(one, language)}</td>
                <td>{named(one.kind, one.without)}</td>
                <td><strong>{named(one.kind, one.with)}</strong></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export function EntryEffectWindow({ entry, close }: { entry: Indicator; close: () => void }) {
  const { t } = useTexts();
  const { value, error, reload } = useLoad(() => calls.getEntryEffect(entry.kind, entry.value), [entry.kind, entry.value]);
  return (
    <Modal open width={760} title={t("entries.effect.title", { label: defangText(entry.label) })} footer={null} onCancel={close}>
      <p className="muted">{t("entries.effect.text")}</p>
      {value ? <Told effect={value} /> : error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />}
    </Modal>
  );
}
