// What a person has typed and not yet sent, kept for this tab so that a reload
// or an ended session loses nothing. Never leaves the computer; gone when its
// person signs out, another signs in, the tab is closed, or half a day has passed.
import { useCallback, useEffect, useRef, useState } from "react";

const kPrefix = "analyzer.draft.";
const kOwner = "analyzer.draft-owner";
const kKeep = 12 * 3_600_000; // ms

interface Kept<T> {
  at: number; // ms since 1970
  value: T;
}

export function readDraft<T>(key: string): Kept<T> | null {
  try {
    const text = sessionStorage.getItem(kPrefix + key);
    const kept = text ? (JSON.parse(text) as Kept<T>) : null;
    return kept && Date.now() - kept.at < kKeep ? kept : null;
  } catch {
    return null;
  }
}

// The time is that of the last change: writing the same again leaves it.
export function writeDraft(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(kPrefix + key);
    else if (JSON.stringify(readDraft(key)?.value) !== JSON.stringify(value)) sessionStorage.setItem(kPrefix + key, JSON.stringify({ at: Date.now(), value }));
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

// From here on drafts are this account's; those of another are forgotten.
export function ownDrafts(account: string): void {
  try {
    if (sessionStorage.getItem(kOwner) !== account) forgetDrafts();
    sessionStorage.setItem(kOwner, account);
  } catch {
    // Nothing is stored then.
  }
}

export interface Draft<T> {
  value: T;
  set: (next: T | ((before: T) => T)) => void;
  clear: () => void;
  restored: number | null; // when what came from before this page was typed, ms since 1970
  accept: () => void; // it is no more told of
}

// `secret` fields live in memory alone.
export function useDraft<T extends object>(key: string, empty: T, secret: readonly (keyof T)[] = []): Draft<T> {
  const first = useRef(empty);
  const hidden = useRef(secret);
  const [kept] = useState(() => readDraft<T>(key));
  const [restored, setRestored] = useState(kept?.at ?? null);
  const [value, set] = useState<T>(() => (kept ? { ...empty, ...kept.value } : empty));
  useEffect(() => {
    const stored = { ...value };
    for (const field of hidden.current) stored[field] = first.current[field];
    const untouched = JSON.stringify(stored) === JSON.stringify(first.current);
    writeDraft(key, untouched ? null : stored);
    if (untouched) setRestored(null);
  }, [key, value]);
  // At once: whoever clears may be gone before the effect runs.
  const clear = useCallback(() => {
    writeDraft(key, null);
    set(first.current);
  }, [key]);
  const accept = useCallback(() => setRestored(null), []);
  return { value, set, clear, restored, accept };
}
