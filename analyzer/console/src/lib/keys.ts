// Single-key shortcuts, silent while the person types, while a window is open,
// and with any modifier.
import { useEffect } from "react";

export type KeyTable = Record<string, (event: KeyboardEvent) => void>;

// A box that is ticked takes no letters: its own key is the space bar.
const kTicked = new Set(["checkbox", "radio"]);

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && kTicked.has(target.type)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

// Whether a window lies over the page. One that is fading away does not: what is typed
// meanwhile is meant for the page.
function windowOpen(): boolean {
  const shown = document.querySelectorAll(".ant-modal-wrap:not([style*='display: none'])");
  return [...shown].some((wrap) => wrap.querySelector("[class*='-leave']") === null);
}

// `inWindow`: the keys of an open window itself, heard while it is open.
export function useKeys(table: KeyTable, enabled = true, inWindow = false): void {
  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
      if (windowOpen() !== inWindow) return;
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
