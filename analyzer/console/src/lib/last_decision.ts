// What this person decided last, while it can be taken back: kept for this tab, so
// that it is at hand on the next case and after a reload.
import { useEffect, useState } from "react";

export interface LastDecision {
  id: string; // of the case, or of the work in bulk
  many: number | null; // how many cases were decided in bulk
  title: string; // of the one case
  finding: string; // its id: the words are those of the language it is shown in
  until: string; // RFC 3339
}

const kKey = "analyzer.draft.last_decision"; // forgotten with the drafts on signing out
const kChanged = "analyzer-last-decision";

export function readLast(now: number): LastDecision | null {
  try {
    const last = JSON.parse(sessionStorage.getItem(kKey) ?? "null") as LastDecision | null;
    return last && last.many !== undefined && Date.parse(last.until) > now ? last : null;
  } catch {
    return null;
  }
}

export function keepLast(last: LastDecision | null): void {
  try {
    if (last) sessionStorage.setItem(kKey, JSON.stringify(last));
    else sessionStorage.removeItem(kKey);
  } catch {
    // Storage may be forbidden: the case itself still offers to be taken back.
  }
  window.dispatchEvent(new Event(kChanged));
}

// The decision that can still be taken back, or null once its time is over.
export function useLastDecision(): LastDecision | null {
  const [last, setLast] = useState(() => readLast(Date.now()));
  useEffect(() => {
    const look = () => setLast(readLast(Date.now()));
    window.addEventListener(kChanged, look);
    const timer = window.setInterval(look, 5000);
    return () => {
      window.removeEventListener(kChanged, look);
      window.clearInterval(timer);
    };
  }, []);
  return last;
}
