// Single-key shortcuts, silent while the person types, while a window is open,
// and with any modifier.
import { useEffect } from "react";

export type KeyTable = Record<string, (event: KeyboardEvent) => void>;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

// `inWindow`: the keys of an open window itself, heard while it is open.
export function useKeys(table: KeyTable, enabled = true, inWindow = false): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      const open = document.querySelector(".ant-modal-wrap:not([style*='display: none'])") !== null;
      if (open !== inWindow) return;
      if (typing(event.target)) {
        if (event.key === "Escape") (event.target as HTMLElement).blur();
        return;
      }
      const action = table[event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [table, enabled, inWindow]);
}
