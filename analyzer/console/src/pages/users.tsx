// Accounts. The system administrator opens, disables and resets; the security
// administrator grants roles.
import { Alert, App, Button, Checkbox, Form, Input, Modal, Popconfirm, Space, Tag, type TableColumnsType } from "antd";
import { useState, type ReactNode } from "react";
import * as calls from "../api/calls";
import type { Answer } from "../api/client";
import { explain } from "../api/message";
import type { CreatedUser, Role, User, UserChange } from "../api/types";
import { placeName } from "../lib/regions";
import { showTime } from "../lib/time";
import { usePages } from "../lib/use_pages";
import { ChangedMeanwhile, isStale } from "../parts/changed_meanwhile";
import { PagedTable } from "../parts/paged_table";
import { RegionField } from "../parts/region_field";
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
          <Input autoFocus autoComplete="off" maxLength={32} onPressEnter={form.submit} />
        </Form.Item>
        <Form.Item name="display" label={t("users.display_name")} rules={[{ required: true, whitespace: true, message: t("sign_in.required") }]}>
          <Input autoComplete="off" maxLength={64} onPressEnter={form.submit} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Conflict { before: User; now: User; own: UserChange }

// The account as it is now: there is no call for one alone.
async function presentOf(id: string): Promise<User | undefined> {
  let cursor: string | undefined;
  do {
    const { body } = await calls.listUsers(cursor);
    const found = body.data.find((user) => user.id === id);
    if (found) return found;
    cursor = body.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return undefined;
}

function Differs({ conflict: { before, now, own }, close }: { conflict: Conflict; close: () => void }) {
  const { t, word } = useTexts();
  const roles = (of: readonly Role[]) => of.map((role) => word("role", role)).join(t("common.comma"));
  const place = (region: string) => region || t("common.all");
  const state = (of: string) => t(`users.state.${of}` as TextKey);
  const chosen = [
    own.roles && roles(own.roles), own.region !== undefined && place(own.region), own.state && state(own.state), own.reset_password && t("users.reset"),
  ].filter(Boolean).join(" · ");
  return (
    <ChangedMeanwhile
      close={close} own={chosen}
      rows={[
        { label: t("users.roles"), before: roles(before.roles), now: roles(now.roles) },
        { label: t("users.region"), before: place(before.region), now: place(now.region) },
        { label: t("users.state"), before: state(before.state), now: state(now.state) },
        { label: t("users.display_name"), before: before.display_name, now: now.display_name },
      ]}
    />
  );
}

function RolesModal({ user, conflict, close, save }: { user: User; conflict: ReactNode; close: () => void; save: (change: UserChange) => Promise<void> }) {
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
      {conflict}
      <Form layout="vertical">
        <Form.Item label={t("users.roles")}>
          <Checkbox.Group value={roles} onChange={setRoles} className="explained" options={kRoles.map((value) => ({ value, label: <><span>{word("role", value)}</span><span className="small">{word("role.may", value)}</span></> }))} />
        </Form.Item>
        <Form.Item label={t("users.region")} htmlFor="user-region" extra={t("users.region.help")} validateStatus={wrong ? "error" : undefined}>
          <RegionField id="user-region" value={region} change={setRegion} wrong={wrong} />
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

  const [conflict, setConflict] = useState<Conflict | null>(null);

  const run = async (work: () => Promise<Answer<CreatedUser>>, stale?: () => Promise<void>) => {
    try {
      const { body } = await work();
      if (body.initial_password) setSecret(body.initial_password);
      else void message.success(t("users.saved"));
      setAdding(false);
      setEditing(null);
      setConflict(null);
    } catch (error) {
      if (stale && isStale(error)) await stale().catch((failure: unknown) => void message.error(explain(failure, texts), 6));
      else void message.error(explain(error, texts), 6);
    }
    pages.reload();
  };
  // What is chosen in the window stays; saved again it is put over what holds now.
  const change = (user: User, own: UserChange) => run(() => calls.changeUser(user, own), async () => {
    const now = await presentOf(user.id);
    if (!now) return;
    setConflict({ before: user, now, own });
    setEditing((open) => (open ? now : null));
  });
  const differs = conflict && <Differs conflict={conflict} close={() => setConflict(null)} />;

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
            <Popconfirm title={t("users.ask.reset")} okText={t("common.confirm")} cancelText={t("common.cancel")} onConfirm={() => void change(u, { reset_password: true })}>
              <Button>{t("users.reset")}</Button>
            </Popconfirm>
          )}
          {opens && u.state === "disabled" && <Button onClick={() => void change(u, { state: "active" })}>{t("users.enable")}</Button>}
          {opens && u.state !== "disabled" && (
            <Popconfirm title={t("users.ask.disable")} okText={t("common.confirm")} cancelText={t("common.cancel")} okButtonProps={{ danger: true }} onConfirm={() => void change(u, { state: "disabled" })}>
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
      {!editing && differs}
      <PagedTable pages={pages} columns={columns} empty={t("users.empty")} />
      {adding && <NewUserModal close={() => setAdding(false)} save={(name, display) => run(() => calls.createUser(name, display))} />}
      {editing && <RolesModal user={editing} conflict={differs} close={() => { setEditing(null); setConflict(null); }} save={(what) => change(editing, what)} />}
      {secret && <ShownOnce title={t("users.password")} text={t("users.password.text")} secret={secret} close={() => setSecret("")} />}
    </>
  );
}
