// The register of helpers: who certifies many persons in the open, where, when
// and how many were agreed.
import { App, AutoComplete, Button, Input, Modal, Popconfirm, Select, Space, Tag, type TableColumnsType } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router-dom";
import type { Answer } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Helper, HelperKind } from "../api/types";
import { useKeys } from "../lib/keys";
import { findRegions, placeName, regionCode } from "../lib/regions";
import { useCounties } from "../lib/use_counties";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { ChangedMeanwhile, isStale } from "../parts/changed_meanwhile";
import { PagedTable } from "../parts/paged_table";
import { useSession } from "../session/session";
import { useTexts } from "../text";
import { draftOfHelper, emptyDraft } from "./helper_draft";
import { HelperForm, kHelperKinds } from "./helper_form";
import { HelperImport } from "./helper_import";

const kStates = ["proposed", "in_force", "expired", "revoked"] as const;
const kColors: Record<Helper["state"], string> = {
  proposed: "processing", upcoming: "processing", in_force: "success", expired: "warning", revoked: "default",
};

interface Filters {
  q: string;
  kind?: HelperKind;
  state?: string;
  region: string;
}

function Agreed({ helper }: { helper: Helper }) {
  const { t, word } = useTexts();
  const { persons_day, persons_week, beds, weekdays } = helper;
  const days = weekdays.length === 0 ? t("helpers.every_day") : weekdays.map((day) => word("weekday", day)).join(" ");
  return (
    <>
      <div>{days} {helper.opens}–{helper.closes}</div>
      <div className="small">
        {[
          persons_day && t("helpers.n_day", { n: persons_day }), persons_week && t("helpers.n_week", { n: persons_week }),
          beds && t("helpers.n_beds", { n: beds }),
        ].filter(Boolean).join(" · ") || t("helpers.no_number")}
      </div>
    </>
  );
}

function State({ helper }: { helper: Helper }) {
  const { t, word } = useTexts();
  return (
    <>
      <Tag color={kColors[helper.state]}>{word("helpers.state", helper.state)}</Tag>
      <div className="small">
        {helper.state === "revoked"
          ? t("helpers.revoked.by", { name: helper.revoked_by_name ?? "", at: showTime(helper.revoked_at), reason: helper.revoke_reason ?? "" })
          : t("helpers.registered.by", { name: helper.registered_by_name ?? helper.registered_by, at: showTime(helper.registered_at) })}
      </div>
    </>
  );
}

function RevokeModal({ helper, close, revoke }: { helper: Helper; close: () => void; revoke: (reason: string) => Promise<boolean> }) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = () => {
    setBusy(true);
    void revoke(reason.trim()).then((done) => (done ? close() : setBusy(false)));
  };
  return (
    <Modal
      open title={`${t("helpers.revoke")}:${helper.name}`} onCancel={close} onOk={submit} confirmLoading={busy}
      okText={t("helpers.revoke")} okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }} cancelText={t("common.cancel")}
    >
      <label htmlFor="revoke-reason">{t("helpers.revoke.reason")}</label>
      <Input.TextArea id="revoke-reason" autoFocus rows={2} maxLength={400} value={reason} onChange={(e) => setReason(e.target.value)} />
    </Modal>
  );
}

function Search({ filters, set }: { filters: Filters; set: (part: Partial<Filters>) => void }) {
  const { t, word, language } = useTexts();
  useCounties(filters.region);
  return (
    <section className="panel" aria-label={t("common.search")} style={{ display: "flex", gap: 16, flexWrap: "wrap" }}>
      <Input
        id="helper-search" style={{ width: 300 }} allowClear maxLength={60} aria-label={t("helpers.search")} placeholder={t("helpers.search")}
        value={filters.q} onChange={(e) => set({ q: e.target.value })}
      />
      <Select<HelperKind>
        style={{ width: 170 }} allowClear aria-label={t("helpers.kind")} placeholder={t("helpers.kind")} value={filters.kind}
        onChange={(kind) => set({ kind })} options={kHelperKinds.map((value) => ({ value, label: word("helpers.kind", value) }))}
      />
      <Select<string>
        style={{ width: 170 }} allowClear aria-label={t("helpers.state")} placeholder={t("helpers.state")} value={filters.state}
        onChange={(state) => set({ state })} options={kStates.map((value) => ({ value, label: word("helpers.state", value) }))}
      />
      <AutoComplete
        style={{ width: 190 }} allowClear aria-label={t("helpers.area")} placeholder={t("helpers.area")} value={filters.region}
        onChange={(region) => set({ region: region ?? "" })}
        options={findRegions(filters.region).map((r) => ({ value: language === "en" ? r.en : r.zh }))}
      />
    </section>
  );
}

interface Conflict { before: Helper; now: Helper }

function Differs({ conflict, close }: { conflict: Conflict; close?: () => void }) {
  const { t, word } = useTexts();
  const row = (label: string, of: (helper: Helper) => string) => ({ label, before: of(conflict.before), now: of(conflict.now) });
  const list = (words: readonly string[]) => words.join(t("common.comma"));
  return (
    <ChangedMeanwhile
      close={close}
      rows={[
        row(t("helpers.state"), (h) => word("helpers.state", h.state)), row(t("helpers.name"), (h) => h.name), row(t("helpers.kind"), (h) => word("helpers.kind", h.kind)),
        row(t("helpers.area"), (h) => list(h.area.map(({ code }) => code))), row(t("helpers.valid"), (h) => `${h.valid_from} – ${h.valid_until ?? t("helpers.open_end")}`),
        row(t("helpers.opens"), (h) => `${h.opens}–${h.closes}`), row(t("helpers.weekdays"), (h) => list(h.weekdays.map((day) => word("weekday", day)))),
        row(t("helpers.persons_day"), (h) => String(h.persons_day ?? "")), row(t("helpers.persons_week"), (h) => String(h.persons_week ?? "")), row(t("helpers.beds"), (h) => String(h.beds ?? "")),
        row(t("helpers.links"), (h) => list(h.links.map(({ kind, label }) => `${word("helpers.link", kind)} ${label}`))), row(t("helpers.note"), (h) => h.note ?? ""),
      ]}
    />
  );
}

export function HelpersPage() {
  const texts = useTexts();
  const { t, word, language } = texts;
  const { message } = App.useApp();
  const { has, session } = useSession();
  const [filters, setFilters] = useState<Filters>({ q: "", region: "" });
  const pages = usePages<Helper>(
    (cursor) => calls.listHelpers({ ...filters, region: regionCode(filters.region) ?? undefined }, cursor), [JSON.stringify(filters)],
  );
  const [form, setForm] = useState<Helper | "new" | null>(null);
  const [revoking, setRevoking] = useState<Helper | null>(null);
  const [importing, setImporting] = useState(false);
  const decides = has("second_reviewer", "supervisor");
  useKeys(useMemo(() => ({ a: () => setForm("new"), "/": () => document.getElementById("helper-search")?.focus() }), []));

  const [conflict, setConflict] = useState<Conflict | null>(null);
  const compare = async (before: Helper) => {
    const { body: now } = await calls.getHelper(before.id);
    setConflict({ before, now });
    return now;
  };

  const run = async (helper: Helper, work: () => Promise<Answer<Helper>>, done: string): Promise<boolean> => {
    try {
      await work();
      void message.success(done);
      return true;
    } catch (error) {
      if (isStale(error)) await compare(helper).catch((failure: unknown) => void message.error(explain(failure, texts), 6));
      else void message.error(explain(error, texts), 6);
      return isStale(error);
    } finally {
      pages.reload();
    }
  };
  const save = async (body: Parameters<typeof calls.addHelper>[0]) => {
    const known = form === "new" || form === null ? null : form;
    const saved = await (known ? calls.changeHelper(known, body) : calls.addHelper(body)).catch(async (error: unknown) => {
      // What is typed stays; saved again it is put over what holds now.
      if (known && isStale(error)) setForm(await compare(known));
      throw error;
    });
    void message.success(t(saved.body.state === "proposed" ? "helpers.proposed" : "helpers.saved"));
    setForm(null);
    setConflict(null);
    pages.reload();
  };

  const columns: TableColumnsType<Helper> = [
    {
      title: t("helpers.name"), key: "name", width: 230,
      render: (_, h) => <><strong>{h.name}</strong><div className="small">{word("helpers.kind", h.kind)}</div>{h.note && <div className="small wrap">{h.note}</div>}</>,
    },
    { title: t("helpers.area"), key: "area", width: 180, render: (_, h) => h.area.map(({ code, name }) => <div key={code}>{placeName(code, name === code ? "" : name, language)} <span className="mono small">{code}</span></div>) },
    { title: t("helpers.agreed"), key: "agreed", width: 170, render: (_, h) => <Agreed helper={h} /> },
    { title: t("helpers.valid"), key: "valid", width: 130, render: (_, h) => <>{h.valid_from}<div>{h.valid_until ?? t("helpers.open_end")}</div></> },
    {
      title: t("helpers.links"), key: "links", width: 170,
      render: (_, h) => h.links.map((link) => <div key={link.id}>{word("helpers.link", link.kind)} <span className="muted">{link.label}</span></div>),
    },
    { title: t("helpers.state"), key: "state", width: 210, render: (_, h) => <><State helper={h} />{h.case_id && <Link className="small" to={`/cases/${h.case_id}`}>{t("helpers.case")}</Link>}</> },
    {
      title: t("common.actions"), key: "actions", align: "right", width: 120,
      render: (_, h) => decides && h.state !== "revoked" && (
        <Space direction="vertical" size={4}>
          {h.state === "proposed" && h.registered_by !== session?.account_id && (
            <Popconfirm title={t("helpers.confirm.ask")} okText={t("common.confirm")} cancelText={t("common.cancel")} onConfirm={() => void run(h, () => calls.confirmHelper(h), t("helpers.confirmed"))}>
              <Button type="primary" size="small">{t("helpers.confirm")}</Button>
            </Popconfirm>
          )}
          <Button size="small" onClick={() => setForm(h)}>{t("helpers.edit")}</Button>
          <Button size="small" danger onClick={() => setRevoking(h)}>{t("helpers.revoke")}</Button>
        </Space>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("helpers.title")}</h1>
        <span className="grow" />
        <Button onClick={pages.reload} loading={pages.loading}>{t("common.refresh")}</Button>
        <Button onClick={() => setImporting(true)}>{t("helpers.import")}</Button>
        <Button type="primary" onClick={() => setForm("new")}>{t("helpers.add")} (A)</Button>
      </div>
      <p className="muted">{t(decides ? "helpers.about" : "helpers.about.reviewer")}</p>
      <Search filters={filters} set={(part) => setFilters((before) => ({ ...before, ...part }))} />
      {form === null && conflict && <Differs conflict={conflict} close={() => setConflict(null)} />}
      <PagedTable pages={pages} columns={columns} empty={t("helpers.empty")} hint={t("helpers.empty.hint")} />
      {form !== null && (
        <HelperForm
          title={t(form === "new" ? "helpers.add" : "helpers.edit")} first={form === "new" ? emptyDraft() : draftOfHelper(form)}
          save={save} close={() => { setForm(null); setConflict(null); }} conflict={conflict && <Differs conflict={conflict} />}
        />
      )}
      {revoking && <RevokeModal helper={revoking} close={() => setRevoking(null)} revoke={(reason) => run(revoking, () => calls.revokeHelper(revoking, reason), t("helpers.revoked"))} />}
      {importing && <HelperImport close={() => { setImporting(false); pages.reload(); }} />}
    </>
  );
}
