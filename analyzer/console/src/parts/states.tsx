// What a screen shows while it has nothing: loading, failed, empty.
import { Button, Result, Spin } from "antd";
import { Component, useLayoutEffect, useRef, useState, type ReactNode } from "react";
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

// All failures that stand on the screen. What befell several panels of a page is told
// whole at the first of them; the others refer to it, and are asked for again with it.
interface Told {
  text: string;
  at: HTMLElement;
  retry?: () => void;
  changed: () => void;
}
const told = new Set<Told>();

function isFirst(one: Told): boolean {
  const place = one.at.closest(".ant-modal");
  return ![...told].some((other) =>
    other.text === one.text && other.at.closest(".ant-modal") === place &&
    (other.at.compareDocumentPosition(one.at) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
}

function useTold(text: string, retry?: () => void) {
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState<boolean | null>(null); // null: not known before it stands on the page
  const again = useRef(retry);
  again.current = retry;
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const one: Told = { text, at: box.current, retry: () => again.current?.(), changed: () => setFirst(isFirst(one)) };
    told.add(one);
    for (const { changed } of told) changed();
    return () => {
      told.delete(one);
      for (const { changed } of told) changed();
    };
  }, [text]);
  const retryAll = () => {
    for (const one of [...told]) if (one.text === text) one.retry?.();
  };
  return { box, first, retryAll };
}

export function Failed({ error, text, retry }: { error: unknown; text?: string; retry?: () => void }) {
  const texts = useTexts();
  const refused = error instanceof CallError && error.status === 403; // asking again changes nothing
  const title = text ?? explain(error, texts);
  const { box, first, retryAll } = useTold(title, retry);
  return (
    <div ref={box}>
      {first === true && (
        <Result
          status="warning" title={title} subTitle={refused ? texts.t("error.forbidden.hint") : undefined}
          extra={retry && !refused && <Button onClick={retryAll}>{texts.t("common.retry")}</Button>}
        />
      )}
      {first === false && <p className="muted">{texts.t("common.failed_above")}</p>}
    </div>
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
