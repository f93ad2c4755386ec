import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Popconfirm, Select, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import type { Key, ListFilter, NewKey, Scope } from "../api/types";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { useTexts } from "../text";
import { ShownOnce } from "./users";

const kScopes: Scope[] = ["attempts:write", "reports:write", "check", "registry:write", "feeds:read", "feeds:personal", "urls:check", "disputes:write"];

const kListKinds = ["url", "path", "host", "domain", "ip", "qr", "text"] as const;
const kLongestDelay = 60 * 24 * 90; // minutes

// What the key's owner sees of the published lists.
function ListFields() {
  const { t, word } = useTexts();
  return (
    <fieldset className="plain">
      <legend>{t("api_keys.lists")}</legend>
      <Form.Item name={["lists", "kinds"]} label={t("api_keys.lists.kinds")}>
        <Select mode="multiple" placeholder={t("api_keys.lists.all")} options={kListKinds.map((value) => ({ value, label: word("indicator.kind", value) }))} />
      </Form.Item>
      <Form.Item name={["lists", "regions"]} label={t("api_keys.lists.regions")} extra={t("api_keys.lists.regions.help")}>
        <Select mode="tags" open={false} tokenSeparators={[",", " ", ",", "、"]} placeholder={t("api_keys.lists.all")} />
      </Form.Item>
      <Form.Item name={["lists", "min_confidence"]} label={t("api_keys.lists.confidence")}>
        <Select allowClear placeholder={t("api_keys.lists.all")} options={[0.5, 0.9, 1].map((value) => ({ value, label: t("api_keys.lists.confidence.from", { n: Math.round(value * 100) }) }))} />
      </Form.Item>
      <Form.Item name={["lists", "delay_minutes"]} label={t("api_keys.lists.delay")} extra={t("api_keys.lists.delay.help")}>
        <InputNumber min={0} max={kLongestDelay} precision={0} addonAfter={t("api_keys.lists.minutes")} placeholder="0" />
      </Form.Item>
    </fieldset>
  );
}

// The same in few words, for the table.
function Seen({ lists }: { lists: ListFilter | null | undefined }) {
  const { t, word } = useTexts();
  if (!lists) return null;
  const parts = [
    lists.kinds?.length ? lists.kinds.map((kind) => word("indicator.kind", kind)).join(t("common.comma")) : "",
    lists.regions?.length ? t("api_keys.lists.shown.regions", { regions: lists.regions.join(t("common.comma")) }) : "",
    lists.min_confidence ? t("api_keys.lists.confidence.from", { n: Math.round(lists.min_confidence * 100) }) : "",
    lists.delay_minutes ? t("api_keys.lists.shown.delay", { n: lists.delay_minutes }) : "",
  ].filter((part) => part !== "");
  return <div className="small">{t("common.field", { name: t("api_keys.lists"), value: parts.join(t("common.semicolon")) })}</div>;
}

function NewKeyModal({ close, save }: { close: () => void; save: (key: NewKey) => Promise<void> }) {
  const { t, word } = useTexts();
  const [form] = Form.useForm<NewKey>();
  const [busy, setBusy] = useState(false);
  const submit = async (fields: NewKey) => {
    setBusy(true);
    await save(fields).finally(() => setBusy(false));
  };
  const scopes = Form.useWatch("scopes", form);
  const required = [{ required: true, message: t("sign_in.required") }];
  // Not "required": that would give the group an attribute which groups do not have.
  const some = [{ validator: (_: unknown, scopes?: string[]) => (scopes?.length ? Promise.resolve() : Promise.reject(new Error(t("sign_in.required")))) }];
  return (
    <Modal open title={t("api_keys.new")} onCancel={close} onOk={() => form.submit()} confirmLoading={busy} okText={t("common.save")} cancelText={t("common.cancel")}>
      <Form<NewKey> form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="name" label={t("api_keys.name")} rules={required}><Input autoFocus maxLength={64} onPressEnter={form.submit} /></Form.Item>
        <Form.Item name="caller" label={t("api_keys.caller")} extra={t("api_keys.caller.help")} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{0,31}$/, message: t("api_keys.caller.help") }]}>
          <Input maxLength={32} onPressEnter={form.submit} />
        </Form.Item>
        <Form.Item name="scopes" label={t("api_keys.scopes")} rules={some}>
          <Checkbox.Group className="explained" options={kScopes.map((value) => ({ value, label: <><span>{word("scope", value)}</span><span className="small">{word("scope.may", value)}</span></> }))} />
        </Form.Item>
        {scopes?.includes("feeds:read") && <ListFields />}
      </Form>
    </Modal>
  );
}

export function ApiKeysPage() {
  const texts = useTexts();
  const { t, word } = texts;
  const { message } = App.useApp();
  const pages = usePages(calls.listKeys, []);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState("");
  const create = async (key: NewKey) => {
    try {
      setSecret((await calls.createKey(key)).body.key);
      setAdding(false);
    } catch (error) {
      void message.error(explain(error, texts), 6);
    }
    pages.reload();
  };
  const revoke = async (key: Key) => {
    try {
      await calls.revokeKey(key.id);
    } catch (error) {
      void message.error(explain(error, texts), 6);
    }
    pages.reload();
  };
  const columns: TableColumnsType<Key> = [
    { title: t("api_keys.name"), key: "name", render: (_, k) => <><strong>{k.name}</strong><div className="muted mono">{k.id}</div></> },
    { title: t("api_keys.caller"), key: "caller", width: 130, render: (_, k) => <span className="mono">{k.caller}</span> },
    { title: t("api_keys.scopes"), key: "scopes", width: 260, render: (_, k) => <>{k.scopes.map((scope) => <Tag key={scope}>{word("scope", scope)}</Tag>)}<Seen lists={k.lists} /></> },
    { title: t("api_keys.created"), key: "created", width: 170, render: (_, k) => showTime(k.created_at) },
    { title: t("api_keys.last_used"), key: "used", width: 170, render: (_, k) => showTime(k.last_used_at) || t("api_keys.never") },
    { title: t("api_keys.expires"), key: "expires", width: 120, render: (_, k) => showTime(k.expires_at) || t("api_keys.expires.never") },
    { title: t("api_keys.state"), key: "state", width: 90, render: (_, k) => t(k.revoked_at ? "api_keys.revoked" : "api_keys.active") },
    {
      title: t("common.actions"), key: "actions", align: "right", width: 110,
      render: (_, k) => !k.revoked_at && (
        <Popconfirm title={t("api_keys.ask.revoke")} okText={t("common.confirm")} cancelText={t("common.cancel")} okButtonProps={{ danger: true }} onConfirm={() => void revoke(k)}>
          <Button danger>{t("api_keys.revoke")}</Button>
        </Popconfirm>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("api_keys.title")}</h1>
        <span className="grow" />
        <Button type="primary" onClick={() => setAdding(true)}>{t("api_keys.new")}</Button>
      </div>
      <PagedTable pages={pages} columns={columns} empty={t("api_keys.empty")} />
      {adding && <NewKeyModal close={() => setAdding(false)} save={create} />}
      {secret && <ShownOnce title={t("api_keys.once")} text={t("api_keys.once.text")} secret={secret} close={() => setSecret("")} />}
    </>
  );
}
