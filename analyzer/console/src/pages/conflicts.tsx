// Conflicts of interest: what a person stated, and the window to state one.
import { App, Button, Input, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { endConflict, listConflicts, stateConflict } from "../api/case_calls";
import { listReviewers } from "../api/calls";
import type { Conflict, ConflictKind } from "../api/types";
import { useLoad } from "../lib/load";
import { placeName } from "../lib/regions";
import { showTime } from "../lib/time";
import { useSending } from "../lib/use_sending";
import { FormModal } from "../parts/form_modal";
import { RegionField } from "../parts/region_field";
import { Failed, Loading } from "../parts/states";
import { useSession } from "../session/session";
import { useTexts } from "../text";

const kKinds: readonly ConflictKind[] = ["paying", "approving", "relatives", "same_village"];

function StateForm({ close, done }: { close: () => void; done: () => void }) {
  const { t, word } = useTexts();
  const { message } = App.useApp();
  const { session, has } = useSession();
  const { busy, send } = useSending();
  const supervisor = has("supervisor");
  const people = useLoad(() => listReviewers(), []);
  const [account, setAccount] = useState(session?.account_id ?? "");
  const [kind, setKind] = useState<ConflictKind>("paying");
  const [region, setRegion] = useState((session?.region ?? "").length >= 6 ? (session?.region ?? "") : "");
  const [note, setNote] = useState("");
  const code = kind === "same_village" ? /^\d{12}$/.test(region) : /^(\d{6}|\d{9}|\d{12})$/.test(region);
  const submit = () => {
    void send(async () => {
      await stateConflict({ kind, region, note: note.trim(), ...(account !== session?.account_id && { account }) });
      void message.success(t("conflicts.stated"));
      done();
    });
  };
  return (
    <FormModal
      title={t("conflicts.add")} busy={busy} close={close} send={submit}
      missing={[code ? "" : t("conflicts.region"), note.trim().length >= 2 ? "" : t("conflicts.note")].filter(Boolean)}
    >
      <p className="muted">{t("conflicts.add.text")}</p>
      <div className="form-grid">
        {supervisor && (
          <>
            <label htmlFor="conflict-account">{t("conflicts.whose")}</label>
            <Select
              id="conflict-account" showSearch optionFilterProp="label" value={account} onChange={setAccount} loading={people.loading}
              options={people.value ? people.value.data.map(({ id, name }) => ({ value: id, label: name })) : [{ value: session?.account_id ?? "", label: session?.display_name ?? "" }]}
            />
          </>
        )}
        <label htmlFor="conflict-kind">{t("conflicts.kind")}</label>
        <Select id="conflict-kind" value={kind} onChange={setKind} options={kKinds.map((value) => ({ value, label: word("conflicts.kind", value) }))} />
        <label htmlFor="conflict-region">{t("conflicts.region")}</label>
        <div>
          <RegionField id="conflict-region" value={region} change={setRegion} wrong={region !== "" && !code} />
          <div className="small">{t(kind === "same_village" ? "conflicts.region.village" : "conflicts.region.help")}</div>
        </div>
        <label htmlFor="conflict-note">{t("conflicts.note")}</label>
        <Input id="conflict-note" placeholder={t("common.least", { n: 2 })} value={note} maxLength={200} autoComplete="off" onChange={(e) => setNote(e.target.value)} />
      </div>
    </FormModal>
  );
}

function EndForm({ one, close, done }: { one: Conflict; close: () => void; done: () => void }) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const { busy, send } = useSending();
  const [reason, setReason] = useState("");
  const submit = () => {
    void send(async () => {
      await endConflict(one.id, reason.trim());
      void message.success(t("conflicts.ended"));
      done();
    });
  };
  return (
    <FormModal title={t("conflicts.end")} missing={reason.trim().length >= 2 ? [] : [t("case.reason")]} busy={busy} close={close} send={submit}>
      <p className="muted wrap">{one.account_name} · {one.note}</p>
      <label htmlFor="conflict-reason">{t("case.reason")}</label>
      <Input id="conflict-reason" autoFocus placeholder={t("common.least", { n: 2 })} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
    </FormModal>
  );
}

export function ConflictsPage() {
  const { t, word, language } = useTexts();
  const { session, has } = useSession();
  const { value, error, loading, reload } = useLoad(() => listConflicts(), []);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Conflict | null>(null);
  const columns: TableColumnsType<Conflict> = [
    { title: t("conflicts.whose"), width: 150, render: (_, row) => row.account_name ?? row.account },
    { title: t("conflicts.kind"), width: 210, render: (_, row) => word("conflicts.kind", row.kind) },
    { title: t("cases.col.region"), width: 220, render: (_, row) => <>{placeName(row.region, row.region_name, language)}<div className="small mono">{row.region}</div></> },
    { title: t("conflicts.note"), render: (_, row) => <><span className="wrap">{row.note}</span><div className="small wrap">{row.stated_by_name} {showTime(row.stated_at)}</div></> },
    {
      title: t("cases.col.state"), width: 250,
      render: (_, row) => row.ended_at
        ? <span className="wrap">{t("conflicts.over", { name: row.ended_by_name ?? "", t: showTime(row.ended_at), why: row.ended_why ?? "" })}</span>
        : <>{t("conflicts.in_force")} {has("supervisor") && row.account !== session?.account_id && <Button size="small" onClick={() => setEnding(row)}>{t("conflicts.end")}</Button>}</>,
    },
  ];
  if (!value) return error !== null ? <Failed error={error} retry={() => void reload()} /> : <Loading />;
  return (
    <>
      <div className="page-head">
        <h1>{t("menu.conflicts")}</h1>
        <span className="grow" />
        <Button onClick={() => void reload()} loading={loading}>{t("common.refresh")}</Button>
        <Button type="primary" onClick={() => setAdding(true)}>{t("conflicts.add")}</Button>
      </div>
      <p className="muted">{t("conflicts.text")}</p>
      <section className="panel" style={{ padding: 0, overflowX: "auto" }}>
        <Table<Conflict>
          rowKey="id" columns={columns} dataSource={value.data} pagination={false}
          locale={{ emptyText: <div style={{ padding: 32, color: "var(--ink)" }}><strong>{t("conflicts.empty")}</strong></div> }}
        />
      </section>
      {adding && <StateForm close={() => setAdding(false)} done={() => { setAdding(false); void reload(); }} />}
      {ending && <EndForm one={ending} close={() => setEnding(null)} done={() => { setEnding(null); void reload(); }} />}
    </>
  );
}
