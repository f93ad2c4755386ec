// What each of the model's columns gave to the score, as bars behind a fold: for the
// reviewer who wants to know more than the reasons say.
import { Collapse } from "antd";
import type { CaseObservation } from "../api/types";
import { useTexts, type TextKey } from "../text";
import { columns } from "../text/columns";
import { Bar } from "./reasons";

type Explained = NonNullable<CaseObservation["explanation"]>;

function useColumnTitle(): (name: string) => string {
  const { t, word, language } = useTexts();
  return (name) => {
    const known = columns[name];
    if (known) return known[language === "en" ? 1 : 0];
    const dot = name.indexOf(".");
    const [first, rest] = [name.slice(0, dot), name.slice(dot + 1)];
    if (first === "tactic") return word("tactic", rest);
    return `${t(`link.${first}` as TextKey)} · ${word("count", rest)}`;
  };
}

export function Explanation({ explanation }: { explanation: Explained | null | undefined }) {
  const { t } = useTexts();
  const title = useColumnTitle();
  if (!explanation) return null;
  const table = (
    <>
      <p className="muted">{t("explanation.text")}</p>
      <table className="plain" data-testid="explanation">
        <thead>
          <tr><th>{t("explanation.column")}</th><th>{t("explanation.value")}</th><th>{t("explanation.weight")}</th></tr>
        </thead>
        <tbody>
          {explanation.columns.map((column) => (
            <tr key={column.name}>
              <td title={column.name}>{title(column.name)}</td>
              <td>{column.value === null ? t("explanation.unknown") : Number(column.value.toFixed(2))}</td>
              <td className="contribution"><Bar weight={column.weight} digits={2} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
  return <Collapse items={[{ key: "model", label: t("explanation.title"), children: table }]} style={{ marginTop: 8 }} />;
}
