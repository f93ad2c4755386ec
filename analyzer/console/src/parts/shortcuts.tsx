import { Modal } from "antd";
import { useEffect, useMemo } from "react";
import { useKeys } from "../lib/keys";
import { useTexts, type TextKey } from "../text";

const kRows: [string, TextKey][] = [
  ["?", "keys.help"], ["N", "keys.n"], ["J / K", "keys.jk"], ["Enter", "keys.enter"], ["/", "keys.slash"],
  ["E", "keys.select"], ["G", "keys.bulk"],
  ["C", "keys.c"], ["1 – 9 0 - = [", "keys.digits"], ["Q W E …", "keys.letters"], ["A S D …", "keys.destinations"],
  ["I", "keys.e"], ["Enter", "keys.submit"], ["Z", "keys.undo"], ["V", "keys.contact"], ["P", "keys.putoff"],
  ["M", "keys.move"], ["X", "keys.recuse"],
  ["H", "keys.helper"], ["A", "keys.add"], ["B", "keys.back"], ["Alt + O", "keys.unfold"], ["Ctrl + Enter", "keys.save"],
];

// Opened by "?" anywhere, and from the account's menu.
export function Shortcuts({ open, setOpen }: { open: boolean; setOpen: (open: boolean) => void }) {
  const { t } = useTexts();
  useKeys(useMemo(() => ({ "?": () => setOpen(true) }), [setOpen]));
  // The window takes Escape itself only once its opening has ended.
  useEffect(() => {
    if (!open) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open, setOpen]);
  return (
    <Modal open={open} title={t("keys.title")} footer={null} onCancel={() => setOpen(false)}>
      <table className="counts">
        <tbody>
          {kRows.map(([key, text]) => (
            <tr key={text}>
              <td style={{ width: 140 }}><kbd className="kbd">{key}</kbd></td>
              <td style={{ textAlign: "left" }}>{t(text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t("keys.note")}</p>
    </Modal>
  );
}
