import { Tag } from "antd";
import type { Case } from "../api/types";
import { dueState, showDay, showDuration, showShortDay, showTime } from "../lib/time";
import { useTexts } from "../text";

// How long is left of a case's limit, in words; more than colour tells it.
export function Due({ item, now }: { item: Case; now: number }) {
  const texts = useTexts();
  const { t } = texts;
  if (item.state === "decided") return <span className="muted">{showTime(item.due_at)}</span>;
  const state = dueState(item.due_at, now);
  // The end of a working day is the first moment of the next.
  const last = showDay(new Date(Date.parse(item.due_at) - 1000).toISOString());
  if (state === "later" && !item.held) return <span title={showTime(item.due_at)}>{t("cases.due_on", { day: last.slice(5) })}</span>;
  const left = showDuration(Date.parse(item.due_at) - now, texts);
  return (
    <span className={`due-${state}`} title={showTime(item.due_at)}>
      {t(state === "over" ? "time.over" : "time.left", { t: left })}
    </span>
  );
}

// Why the case stands where it does in the queue.
export function OrderNote({ item }: { item: Case }) {
  const { word, t } = useTexts();
  if (item.state === "decided") return null;
  const day = showShortDay(item.decide_by);
  if (item.order_reason === "hold_ends") return <span className="order urgent">{t("order.hold_ends", { day })}</span>;
  const urgent = item.order_reason === "losing_money" || item.order_reason === "returned";
  return <span className={urgent ? "order urgent" : "order"}>{word("order", item.order_reason)}</span>;
}

export function CaseTags({ item }: { item: Case }) {
  const { t } = useTexts();
  return (
    <>
      {item.held && item.state !== "decided" && <Tag color="#b01f24">{t("cases.held.tag")}</Tag>}
      {item.escalated && <Tag color="#a84300">{t("cases.escalated.tag")}</Tag>}
      {item.returned && <Tag color="#a84300">{t("case.returned")}</Tag>}
      {item.archived_at && <Tag color="#4d5866">{t("case.archived")}</Tag>}
      {item.extension_by && <Tag color="#a84300">{t("case.extension.asked")}</Tag>}
      {item.extended && item.state !== "decided" && <Tag color="#4d5866">{t("case.extended", { day: showShortDay(item.due_at) })}</Tag>}
      {item.snoozed_until && Date.parse(item.snoozed_until) > Date.now() && (
        <Tag color="#4d5866">{t("case.snoozed", { day: showShortDay(item.snoozed_until) })}</Tag>
      )}
    </>
  );
}
