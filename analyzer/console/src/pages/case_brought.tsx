// What brought the case (back) to whoever decides, said where the finding is made: why the
// second person sent it back, what a unit found out, with which words it was handed over.
import { Alert } from "antd";
import type { ReactNode } from "react";
import type { CaseDetail } from "../api/types";
import { showTime } from "../lib/time";
import { useTexts } from "../text";

function Told({ id, tone, head, text }: { id: string; tone: "warning" | "info"; head: string; text: ReactNode }) {
  return <Alert type={tone} showIcon style={{ marginBottom: 12 }} data-testid={id} message={head} description={<span className="wrap">{text}</span>} />;
}

export function Brought({ detail, account }: { detail: CaseDetail; account: string }) {
  const { t } = useTexts();
  const { case: item, events, referrals } = detail;
  const back = item.returned ? events.filter(({ kind }) => kind === "rejected").at(-1) : undefined;
  const over = events.filter(({ kind }) => kind === "assigned").at(-1);
  const given = item.owner === account && over?.person === account && over.actor !== account && over.note !== "" ? over : undefined;
  const found = referrals.filter(({ state, findings }) => state === "returned" && findings).at(-1);
  return (
    <>
      {back && <Told id="sent-back" tone="warning" head={t("case.sent_back", { name: back.actor_name ?? back.actor, t: showTime(back.at) })} text={back.note} />}
      {given && <Told id="handed-over" tone="info" head={t("case.handed_over", { name: given.actor_name ?? given.actor, t: showTime(given.at) })} text={given.note} />}
      {found && (
        <Told id="unit-found" tone="info" head={t("referral.came_back", { unit: found.unit_name, t: showTime(found.ended_at) })} text={<>{found.findings} ({t("referral.found", { name: found.found_by ?? "", day: found.found_on ?? "" })})</>} />
      )}
    </>
  );
}
