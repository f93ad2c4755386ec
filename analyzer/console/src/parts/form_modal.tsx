// A window with a form: what still has to be filled in is named beside the button that
// waits for it, and Enter in a field of one line, or Ctrl+Enter anywhere, sends.
import { Modal } from "antd";
import type { KeyboardEvent, ReactNode } from "react";
import { useTexts } from "../text";

interface Props {
  title: string;
  ok?: string; // of the button; the title where it is left out
  missing: readonly string[]; // names of what still has to be filled in or put right
  busy: boolean;
  danger?: boolean; // cannot be taken back
  width?: number;
  send: () => void; // called only while nothing is missing
  close: () => void;
  children: ReactNode;
}

const kOneLine = new Set(["text", "tel", "search", "number", "date", "password"]);

function sends(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.nativeEvent.isComposing || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey) return true;
  const at = event.target;
  return at instanceof HTMLInputElement && kOneLine.has(at.type) && at.getAttribute("role") !== "combobox";
}

export function FormModal({ title, ok, missing, busy, danger, width, send, close, children }: Props) {
  const { t } = useTexts();
  const ready = missing.length === 0;
  return (
    <Modal
      open title={title} width={width} onCancel={close} onOk={() => { if (ready) send(); }} confirmLoading={busy} okText={ok ?? title} cancelText={t("common.cancel")}
      okButtonProps={{ disabled: !ready, danger }}
      footer={(buttons) => (
        <div className="form-foot">
          <span className="small" role="status" data-testid="missing">{ready ? "" : t("common.missing", { names: missing.join(t("common.comma")) })}</span>
          {buttons}
        </div>
      )}
    >
      <div
        onKeyDown={(event) => {
          if (!sends(event)) return;
          event.preventDefault(); // and the page below hears nothing of it
          event.stopPropagation();
          if (ready && !busy) send();
        }}
      >
        {children}
      </div>
    </Modal>
  );
}
