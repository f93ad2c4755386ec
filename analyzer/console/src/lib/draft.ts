// What a person has typed and not yet sent, kept for this tab so that a reload
// or an ended session loses nothing. Never leaves the computer.
import { useCallback, useEffect, useRef, useState } from "react";

const kPrefix = "analyzer.draft.";

function read<T>(key: string): T | null {
  try {
    const text = sessionStorage.getItem(kPrefix + key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(kPrefix + key);
    else sessionStorage.setItem(kPrefix + key, JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden; the draft then lives in memory only.
  }
}

// Forgets every draft: on signing out, so that the next person sees none.
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(kPrefix)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing was stored then.
  }
}

export interface Draft<T> {
  value: T;
  set: (next: T | ((before: T) => T)) => void;
  clear: () => void;
  restored: boolean; // it came from before this page was opened
}

export function useDraft<T>(key: string, empty: T): Draft<T> {
  const first = useRef(empty);
  const [kept] = useState(() => read<T>(key));
  const [value, set] = useState<T>(() => (kept ? { ...empty, ...kept } : empty));
  useEffect(() => {
    const untouched = JSON.stringify(value) === JSON.stringify(first.current);
    write(key, untouched ? null : value);
  }, [key, value]);
  const clear = useCallback(() => set(first.current), []);
  return { value, set, clear, restored: kept !== null };
}
