// What a screen shows while it has nothing: loading, failed, empty.
import { Button, Result, Spin } from "antd";
import { Component, type ReactNode } from "react";
import { CallError } from "../api/client";
import { explain } from "../api/message";
import { useTexts } from "../text";

export function Loading() {
  const { t } = useTexts();
  return (
    <div style={{ padding: 64, textAlign: "center" }} role="status">
      <Spin size="large" />
      <p className="muted">{t("common.loading")}</p>
    </div>
  );
}

export function Failed({ error, text, retry }: { error: unknown; text?: string; retry?: () => void }) {
  const texts = useTexts();
  const refused = error instanceof CallError && error.status === 403; // asking again changes nothing
  return (
    <Result
      status="warning"
      title={text ?? explain(error, texts)}
      subTitle={refused ? texts.t("error.forbidden.hint") : undefined}
      extra={retry && !refused && <Button onClick={retry}>{texts.t("common.retry")}</Button>}
    />
  );
}

interface GuardProps {
  title: string;
  reload: string;
  children: ReactNode;
}

export class Guard extends Component<GuardProps, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Result
        status="error"
        title={this.props.title}
        extra={<Button onClick={() => window.location.reload()}>{this.props.reload}</Button>}
      />
    );
  }
}
