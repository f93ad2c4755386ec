import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import { useTexts } from "../text";
import { useSession } from "./session";

interface Fields {
  before: string;
  next: string;
  again: string;
}

const kShortest = 10;

export function PasswordForm({ first, done }: { first: boolean; done?: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const { session, signedIn } = useSession();
  const { message: toast } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState("");

  const submit = async (fields: Fields) => {
    setBusy(true);
    setMessage("");
    try {
      signedIn((await calls.changePassword(fields.before, fields.next)).body);
      void toast.success(t("password.done"));
      done?.();
    } catch (error) {
      setMessage(explain(error, texts));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form<Fields> layout="vertical" requiredMark={false} onFinish={submit}>
      {first && <Alert type="info" showIcon message={t("password.first")} style={{ marginBottom: 16 }} />}
      {message && <Alert type="error" showIcon message={message} style={{ marginBottom: 16 }} role="alert" />}
      <input type="text" autoComplete="username" value={session?.name ?? ""} readOnly hidden />
      <Form.Item name="before" label={t("password.old")} rules={[{ required: true, message: t("sign_in.required") }]}>
        <Input.Password autoComplete="current-password" autoFocus maxLength={256} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t("password.new")}
        extra={t("password.rule")}
        dependencies={["before"]}
        rules={[
          { required: true, min: kShortest, message: t("password.short") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value && value === getFieldValue("before") ? Promise.reject(new Error(t("password.same"))) : Promise.resolve(),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("password.again")}
        dependencies={["next"]}
        rules={[
          { required: true, message: t("sign_in.required") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue("next") ? Promise.resolve() : Promise.reject(new Error(t("password.differs"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {t("password.title")}
      </Button>
    </Form>
  );
}

export function FirstPasswordPage() {
  const { t } = useTexts();
  const { leave } = useSession();
  return (
    <main className="sign-in">
      <div className="panel">
        <h1>{t("password.title")}</h1>
        <PasswordForm first />
      </div>
      <Button type="link" onClick={() => void leave()}>
        {t("sign_out")}
      </Button>
    </main>
  );
}
