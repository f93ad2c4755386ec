import { Tag } from "antd";
import type { Case } from "../api/types";
import { dueState, showDuration, showEnd, showMoment, showShortDay, showShortLastDay } from "../lib/time";
import { useTexts } from "../text";

// Until when a case is to be decided and how long that is; more than colour tells it.
export function Due({ item, now }: { item: Case; now: number }) {
  const texts = useTexts();
  const { t } = texts;
  if (item.state === "decided") return <span className="muted">{t("cases.decided_on", { t: showMoment(item.decided_at, now) })}</span>;
  const state = dueState(item.due_at, now);
  const left = t(state === "over" ? "time.over" : "time.left", { t: showDuration(Date.parse(item.due_at) - now, texts) });
  // Of a hold the reason for its place says the same end already.
  const said = item.held && item.due_at === item.decide_by && item.order_reason === "hold_ends";
  if (said || state === "over") return <span className={`due-${state}`} title={showEnd(item.due_at, now)}>{left}</span>;
  return (
    <span className={`due-${state}`}>
      <span className="unbroken">{t("cases.due_on", { day: showEnd(item.due_at, now) })}{t("common.list")}</span><wbr /><span className="unbroken">{left}</span>
    </span>
  );
}

// Why the case stands where it does in the queue.
export function OrderNote({ item, now }: { item: Case; now: number }) {
  const { word, t } = useTexts();
  if (item.state === "decided") return null;
  if (item.order_reason === "hold_ends") return <span className="order urgent">{t("order.hold_ends", { day: showEnd(item.decide_by, now) })}</span>;
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
      {item.extended && item.state !== "decided" && <Tag color="#4d5866">{t("case.extended", { day: showShortLastDay(item.due_at) })}</Tag>}
      {item.snoozed_until && item.referred_until === null && Date.parse(item.snoozed_until) > Date.now() && (
        <Tag color="#4d5866">{t("case.snoozed", { day: showShortDay(item.snoozed_until) })}</Tag>
      )}
    </>
  );
}
