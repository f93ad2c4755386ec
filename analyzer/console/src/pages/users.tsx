// Accounts. The system administrator opens, disables and resets; the security
// administrator grants roles.
import { Alert, App, Button, Checkbox, Form, Input, Modal, Popconfirm, Space, Tag, type TableColumnsType } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import type { Answer } from "../api/client";
import { explain } from "../api/message";
import type { CreatedUser, Role, User, UserChange } from "../api/types";
import { placeName } from "../lib/regions";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { PagedTable } from "../parts/paged_table";
import { useSession } from "../session/session";
import { useTexts, type TextKey } from "../text";

const kRoles: Role[] = [
  "hotline", "reviewer", "second_reviewer", "supervisor", "system_admin", "security_admin", "audit_admin",
];

export function ShownOnce({ title, text, secret, close }: { title: string; text: string; secret: string; close: () => void }) {
  const { t } = useTexts();
  return (
    <Modal open title={title} onCancel={close} footer={<Button type="primary" onClick={close}>{t("common.close")}</Button>} maskClosable={false}>
      <p className="mono" style={{ fontSize: 20, userSelect: "all" }} data-testid="secret">{secret}</p>
      <Alert type="warning" showIcon message={text} />
    </Modal>
  );
}

function NewUserModal({ close, save }: { close: () => void; save: (name: string, display: string) => Promise<void> }) {
  const { t } = useTexts();
  const [form] = Form.useForm<{ name: string; display: string }>();
  const [busy, setBusy] = useState(false);
  const submit = async ({ name, display }: { name: string; display: string }) => {
    setBusy(true);
    await save(name, display.trim()).finally(() => setBusy(false));
  };
  return (
    <Modal open title={t("users.new")} onCancel={close} onOk={() => form.submit()} confirmLoading={busy} okText={t("common.save")} cancelText={t("common.cancel")}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="name" label={t("users.name")} extra={t("users.name.rule")} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9._-]{1,31}$/, message: t("users.name.rule") }]}>
          <Input autoFocus autoComplete="off" maxLength={32} />
        </Form.Item>
        <Form.Item name="display" label={t("users.display_name")} rules={[{ required: true, whitespace: true, message: t("sign_in.required") }]}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function RolesModal({ user, close, save }: { user: User; close: () => void; save: (change: UserChange) => Promise<void> }) {
  const { t, word } = useTexts();
  const [roles, setRoles] = useState<Role[]>(user.roles);
  const [region, setRegion] = useState(user.region);
  const [busy, setBusy] = useState(false);
  const wrong = !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$/.test(region);
  const submit = async () => {
    setBusy(true);
    await save({ roles, region }).finally(() => setBusy(false));
  };
  return (
    <Modal
      open title={`${t("users.edit")}: ${user.display_name}`} onCancel={close} onOk={() => void submit()} confirmLoading={busy}
      okText={t("common.save")} cancelText={t("common.cancel")} okButtonProps={{ disabled: wrong }}
    >
      <Form layout="vertical">
        <Form.Item label={t("users.roles")}>
          <Checkbox.Group value={roles} onChange={setRoles} options={kRoles.map((value) => ({ value, label: word("role", value) }))} style={{ rowGap: 8 }} />
        </Form.Item>
        <Form.Item label={t("users.region")} htmlFor="user-region" extra={t("users.region.help")} validateStatus={wrong ? "error" : undefined}>
          <Input id="user-region" value={region} inputMode="numeric" maxLength={12} onChange={(e) => setRegion(e.target.value.trim())} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function UsersPage() {
  const texts = useTexts();
  const { t, word, language } = texts;
  const { message } = App.useApp();
  const { has, session } = useSession();
  const pages = usePages(calls.listUsers, []);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<User | null>(null);
  const [secret, setSecret] = useState("");
  const opens = has("system_admin");
  const grants = has("security_admin");

  const run = async (work: () => Promise<Answer<CreatedUser>>) => {
    try {
      const { body } = await work();
      if (body.initial_password) setSecret(body.initial_password);
      else void message.success(t("users.saved"));
      setAdding(false);
      setEditing(null);
    } catch (error) {
      void message.error(explain(error, texts), 6);
    }
    pages.reload();
  };
  const change = (user: User, what: UserChange) => void run(() => calls.changeUser(user, what));

  const columns: TableColumnsType<User> = [
    { title: t("users.name"), key: "name", render: (_, u) => <><strong>{u.display_name}</strong><div className="muted mono">{u.name}</div></> },
    {
      title: t("users.roles"), key: "roles", width: 300,
      render: (_, u) => u.roles.length > 0 ? u.roles.map((role) => <Tag key={role}>{word("role", role)}</Tag>) : <span className="due-soon">{t("users.no_roles")}</span>,
    },
    { title: t("users.region"), key: "region", width: 150, render: (_, u) => (u.region ? <>{placeName(u.region, u.region_name, language)}<div className="small mono">{u.region}</div></> : t("common.all")) },
    { title: t("users.state"), key: "state", width: 90, render: (_, u) => t(`users.state.${u.state}` as TextKey) },
    { title: t("users.last"), key: "last", width: 170, render: (_, u) => showTime(u.last_sign_in_at) || t("users.never") },
    {
      title: t("common.actions"), key: "actions", align: "right", width: 220,
      render: (_, u) => u.id !== session?.account_id && (
        <Space wrap>
          {grants && <Button onClick={() => setEditing(u)}>{t("users.edit")}</Button>}
          {opens && (
            <Popconfirm title={t("users.ask.reset")} okText={t("common.confirm")} cancelText={t("common.cancel")} onConfirm={() => change(u, { reset_password: true })}>
              <Button>{t("users.reset")}</Button>
            </Popconfirm>
          )}
          {opens && u.state === "disabled" && <Button onClick={() => change(u, { state: "active" })}>{t("users.enable")}</Button>}
          {opens && u.state !== "disabled" && (
            <Popconfirm title={t("users.ask.disable")} okText={t("common.confirm")} cancelText={t("common.cancel")} onConfirm={() => change(u, { state: "disabled" })}>
              <Button danger>{t("users.disable")}</Button>
            </Popconfirm>
          )}
        </Space>
      ),
    },
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t("users.title")}</h1>
        <span className="muted grow">{t("users.split")}</span>
        {opens && <Button type="primary" onClick={() => setAdding(true)}>{t("users.new")}</Button>}
      </div>
      <PagedTable pages={pages} columns={columns} empty={t("users.empty")} />
      {adding && <NewUserModal close={() => setAdding(false)} save={(name, display) => run(() => calls.createUser(name, display))} />}
      {editing && <RolesModal user={editing} close={() => setEditing(null)} save={(what) => run(() => calls.changeUser(editing, what))} />}
      {secret && <ShownOnce title={t("users.password")} text={t("users.password.text")} secret={secret} close={() => setSecret("")} />}
    </>
  );
}
