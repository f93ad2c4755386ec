// Says that what stands in a form was typed earlier, and when; one key throws it away.
import { Alert, Button } from "antd";
import { useEffect, useRef } from "react";
import { showMoment, showTime } from "../lib/time";
import { useTexts } from "../text";

const kKey = "KeyZ"; // with Alt, wherever the cursor is

interface Props {
  at: number;
  discard: () => void;
  close: () => void;
  keyed?: boolean; // not in a window that lies over a page with a note of its own
}

export function RestoredNote({ at, discard, close, keyed = true }: Props) {
  const { t } = useTexts();
  const latest = useRef(discard);
  latest.current = discard;
  useEffect(() => {
    if (!keyed) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.code !== kKey) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [keyed]);
  const now = Date.now();
  const written = new Date(at).toISOString();
  const today = showTime(written).slice(0, 10) === showTime(new Date(now).toISOString()).slice(0, 10);
  return (
    <Alert
      type="info" showIcon closable onClose={close} style={{ marginBottom: 10 }} data-testid="restored"
      message={t("draft.restored", { t: today ? showTime(written).slice(11) : showMoment(written, now) })}
      action={<Button size="small" aria-keyshortcuts={keyed ? "Alt+Z" : undefined} onClick={discard}>{t("draft.discard")}{keyed && " (Alt + Z)"}</Button>}
    />
  );
}
