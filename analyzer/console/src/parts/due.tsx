import { Tag } from "antd";
import type { Case } from "../api/types";
import { dueState, showDuration, showTime } from "../lib/time";
import { useTexts } from "../text";

// How long is left of a case's limit, in words; more than colour tells it.
export function Due({ item, now }: { item: Case; now: number }) {
  const texts = useTexts();
  const { t } = texts;
  if (!item.decide_by) return <span className="muted">{t("cases.no_due")}</span>;
  if (item.state === "decided") return <span className="muted">{showTime(item.decide_by)}</span>;
  const state = dueState(item.decide_by, now);
  const left = showDuration(Date.parse(item.decide_by) - now, texts);
  return (
    <span className={`due-${state}`} title={showTime(item.decide_by)}>
      {t(state === "over" ? "time.over" : "time.left", { t: left })}
    </span>
  );
}

export function CaseTags({ item }: { item: Case }) {
  const { t } = useTexts();
  return (
    <>
      {item.held && <Tag color="#b01f24">{t("cases.held.tag")}</Tag>}
      {item.escalated && <Tag color="#a84300">{t("cases.escalated.tag")}</Tag>}
    </>
  );
}
