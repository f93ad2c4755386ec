import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { CallError } from "../api/client";
import * as calls from "../api/calls";
import { explain } from "../api/message";
import { LanguageButton } from "../parts/language_button";
import { useTexts } from "../text";
import { useSession } from "./session";

interface Fields {
  name: string;
  password: string;
}

export function SignInForm({ name }: { name?: string }) {
  const texts = useTexts();
  const { t } = texts;
  const { signedIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState("");

  const submit = async (fields: Fields) => {
    setBusy(true);
    setMessage("");
    try {
      signedIn((await calls.signIn(fields.name.trim(), fields.password)).body);
    } catch (error) {
      const refused = error instanceof CallError && error.status === 401;
      setMessage(refused && error.name !== "account_locked" ? t("error.bad_credentials") : explain(error, texts));
    } finally {
      setBusy(false);
    }
  };

  const required = [{ required: true, message: t("sign_in.required") }];
  return (
    <Form<Fields> layout="vertical" requiredMark={false} onFinish={submit} initialValues={{ name }}>
      {message && <Alert type="error" showIcon message={message} style={{ marginBottom: 16 }} role="alert" />}
      <Form.Item name="name" label={t("sign_in.name")} rules={required}>
        <Input autoComplete="username" autoFocus={!name} maxLength={64} />
      </Form.Item>
      <Form.Item name="password" label={t("sign_in.password")} rules={required}>
        <Input.Password autoComplete="current-password" autoFocus={!!name} maxLength={256} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t("sign_in.submit")}
      </Button>
    </Form>
  );
}

export function SignInPage() {
  const { t } = useTexts();
  return (
    <main className="sign-in">
      <div className="panel">
        <h1>{t("app.name")}</h1>
        <p className="muted">{t("sign_in.title")}</p>
        <SignInForm />
        <p className="muted">{t("sign_in.hint")}</p>
      </div>
      <LanguageButton type="link" />
    </main>
  );
}
