// What was handed down to units of one's region: for the county what is out and overdue,
// for the unit's own people what they are asked.
import { App, Button, Modal, Segmented, type TableColumnsType } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { getReferral, listReferrals } from "../api/case_calls";
import { explain } from "../api/message";
import type { Referral, ReferralState as State } from "../api/types";
import { placeName } from "../lib/regions";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { RegionFilter } from "../parts/region_filter";
import { ReferralState, ReferralText, ReturnForm } from "../parts/referral_forms";
import { useSession } from "../session/session";
import { useTexts } from "../text";

const kStates: readonly State[] = ["sent", "returned", "recalled"];

export function ReferralsPage() {
  const texts = useTexts();
  const { t, word, language } = texts;
  const { message } = App.useApp();
  const { session } = useSession();
  const [state, setState] = useState<State>("sent");
  const [region, setRegion] = useState("");
  const [shown, setShown] = useState<Referral | null>(null);
  const [returning, setReturning] = useState<Referral | null>(null);
  const pages = usePages((cursor) => listReferrals({ state, region: region || undefined }, cursor), [state, region]);
  const county = (session?.region ?? "").length <= 6; // who sees the cases too
  const look = async (id: string, use: (one: Referral) => void) => {
    try {
      use((await getReferral(id)).body);
    } catch (error) {
      void message.error(explain(error, texts), 6);
    }
  };
  const columns: TableColumnsType<Referral> = [
    { title: t("referral.unit"), render: (_, row) => <><span className="wrap">{row.unit_name}</span><div className="small"><span className="mono">{row.unit_region}</span> {placeName(row.unit_region, row.region_name ?? "", language)}</div></> },
    { title: t("referral.case"), width: 210, render: (_, row) => (county ? <Link to={`/cases/${row.case_id}`} className="mono">{row.case_id}</Link> : <span className="mono">{row.case_id}</span>) },
    { title: t("referral.sent_by"), width: 190, render: (_, row) => <>{row.sent_by_name}<div className="small">{showTime(row.sent_at)}</div></> },
    { title: t("referral.due"), width: 130, render: (_, row) => row.due_on },
    { title: t("cases.col.state"), width: 150, render: (_, row) => <><ReferralState one={row} />{row.ended_at && <div className="small">{showTime(row.ended_at)}</div>}</> },
    {
      title: t("common.actions"), width: 210,
      render: (_, row) => (
        <span className="file-actions">
          <Button onClick={() => void look(row.id, setShown)}>{t("referral.look")}</Button>
          {row.state === "sent" && <Button type="primary" onClick={() => void look(row.id, setReturning)}>{t("referral.return")}</Button>}
        </span>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("menu.referrals")}</h1>
        <Segmented value={state} onChange={setState} options={kStates.map((value) => ({ value, label: word("referral.state", value) }))} />
        <RegionFilter value={region} change={setRegion} />
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
      </div>
      <p className="muted">{t("referral.text")}</p>
      <PagedTable pages={pages} columns={columns} empty={t("referral.empty")} hint={t("referral.empty.hint")} />
      <Modal open={shown !== null} title={shown?.unit_name} footer={null} onCancel={() => setShown(null)}>
        {shown && <><ReferralText one={shown} /><p className="muted">{t("referral.look.logged")}</p></>}
      </Modal>
      {returning && <ReturnForm one={returning} close={() => setReturning(null)} done={() => { setReturning(null); pages.reload(); }} />}
    </>
  );
}
